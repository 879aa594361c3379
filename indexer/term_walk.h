/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * term_walk.h - the terms of several segments in one order, each once, with
 * what every segment has of it.
 *
 *	for (term_walk_begin(&w, leaves, count, STR("")); w.valid;
 *		term_walk_next(&w))
 *		for (size_t i = 0; i < w.sources.len; i++)
 *			use(w.term, &w.sources.v[i]);
 *	status = w.status;
 *	term_walk_release(&w);
 *
 * A surface word that is left to its stem in some segments (dictionary.h) comes
 * like any other, with the stem's info there.  Whether all of it can be left to
 * the stem, only both together can tell: term_walk_pair().
 *
 * Errors:    ERR_CORRUPT, ERR_NOMEM; they end the walk.
 * Ownership: borrows the leaves; term and sources hold until the next call.
 * Threads:   one at a time.
 */
#ifndef MEJU_INDEXER_TERM_WALK_H
#define MEJU_INDEXER_TERM_WALK_H

#include "common/base/vec.h"
#include "common/index/snapshot.h"

/* What one segment has of the term. */
struct term_source {
	uint32_t leaf;
	struct term_info info;  /* df 0: nothing */
	struct term_info other; /* of a word the stem, of a stem the word */
};

struct term_walk {
	bool valid;
	enum status status;
	struct str term;                 /* in bytes[] */
	VEC(struct term_source) sources; /* in the order of the leaves */

	/* Of leaf i 2 i, over its terms, and 2 i + 1, over those stems that
	 * stand for words, as words. */
	struct dictionary_cursor *streams;
	struct dictionary_cursor *others; /* for term_walk_pair()        */
	char paired;                      /* the kind that they stand in */
	uint32_t count;                   /* of leaves                   */
	uint32_t *heap;   /* streams, the one of the least term first    */
	uint32_t waiting; /* in it; behind them those at the term        */
	char bytes[DICTIONARY_TERM_MAX];
};

/* To the first term, or to the first >= `from`, which is behind all words. */
void term_walk_begin(struct term_walk *w, const struct leaf *const *leaves,
	uint32_t count, struct str from);
void term_walk_next(struct term_walk *w);

/*
 * Of a surface word or a stem: fill in `other`, also of segments that lack the
 * term itself.  Where the stem stands for the word, both are the stem.
 * REQUIRES: once a term.
 */
void term_walk_pair(struct term_walk *w);
void term_walk_release(struct term_walk *w);

#endif
