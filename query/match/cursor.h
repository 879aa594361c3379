/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cursor.h - the documents of one segment that a plan matches, ascending.
 *
 * A cursor is a tree like the plan's.  It yields documents, frequencies and
 * bounds on impacts; what they are worth is the business of query/rank.
 *
 *	struct cursor *c;
 *	if (cursor_open(&arena, leaf, planner_terms, plan, &c) != OK)
 *		...
 *	for (uint32_t d = c->doc; d != DOC_END; d = cursor_next(c))
 *		visit(d);
 *	status = cursor_close(c);
 *
 * A kid of AND, FILTER and PHRASE stands on the cursor's document; a kid of
 * OR and NAMED stands on it or behind it; kids of MAX, and of MAYBE but the
 * first, may lag.
 * Deleted documents are among what cursors yield.
 *
 * Errors:    damage ends a list early; cursor_close() tells.
 * Ownership: nodes live in the arena; close frees what is not there.
 * Threads:   one at a time.
 */
#ifndef MEJU_QUERY_MATCH_CURSOR_H
#define MEJU_QUERY_MATCH_CURSOR_H

#include "common/index/position.h"
#include "common/index/posting.h"
#include "common/index/snapshot.h"
#include "query/match/plan.h"

struct cursor;

struct cursor_class {
	uint32_t (*next)(struct cursor *c);
	uint32_t (*seek)(struct cursor *c, uint32_t target);
};

struct cursor {
	uint32_t doc; /* current; DOC_END behind the last */
	const struct plan *plan;
	const struct cursor_class *class;
	enum status status;
	uint32_t cost; /* about how many documents there are */
	struct cursor **kids;
	uint32_t count;
	/* AND, FILTER, PHRASE, NEAR: kids by cost, cheapest first. */
	struct cursor **order;
	/* TERM */
	struct posting_cursor *postings;
	struct position_reader *positions;
	/* ALL, SET, RANGE, and MAX of many: one bit a document. */
	uint64_t *bits;
	const struct leaf *leaf;
};

/* A term of any kind; for a word it may be the stem that stands for it. */
MUST_CHECK enum status cursor_find(
	const struct leaf *leaf, struct str term, struct term_info *out);

/* `terms` are the planner's. */
MUST_CHECK enum status cursor_open(struct arena *arena, const struct leaf *leaf,
	const struct str *terms, const struct plan *plan, struct cursor **out);

/* The same for a PHRASE or NEAR of terms that does not look for its first
 * document: only cursor_holds() may be asked. */
MUST_CHECK enum status cursor_open_idle(struct arena *arena,
	const struct leaf *leaf, const struct str *terms,
	const struct plan *plan, struct cursor **out);

/* Is the document one of such a cursor's?  In any order; rising is quickest. */
bool cursor_holds(struct cursor *c, uint32_t doc);

static inline uint32_t cursor_next(struct cursor *c)
{
	return c->class->next(c);
}

/* To the first document >= target; never backwards. */
static inline uint32_t cursor_seek(struct cursor *c, uint32_t target)
{
	return c->doc >= target ? c->doc : c->class->seek(c, target);
}

/* The first status in the tree that is not OK. */
enum status cursor_close(struct cursor *c);

#endif
