/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * translate.h - a plan as a query of Xapian, which finds the same documents with
 * the same scores.
 *
 *	struct translation t = {.planner = &planner, .db = db, .arena = &arena};
 *	if (translate(&t, plan, &query) != OK)
 *		...
 *
 * Of the highest of several (MAX) it finds the sum, so that scores are too high
 * then (evaluate.h).  Two more things Xapian 1.4 cannot say or gets wrong:
 *
 * - A phrase with an inner gap, as a word of which analysis leaves nothing
 *   makes one: its terms stand side by side or anywhere in order.
 * - NEAR of words that may stand at one place, as a word and itself, a compound
 *   and its first part: it gives the second one the next place, and may
 *   overlook that there is room.
 *
 * For these the documents that have the words are looked up, their places read,
 * and the query gets the ids of those that fit, or of those that do not.
 *
 * Errors:    of the database, with a sentence in t->err.
 */
#ifndef MEJU_QUERY_TRANSLATE_H
#define MEJU_QUERY_TRANSLATE_H

#include "common/xapian/xap.h"
#include "query/match/plan.h"

struct translation {
	const struct planner *planner;
	struct xap_db *db;
	struct arena *arena;
	struct error *err; /* may be NULL */
};

MUST_CHECK enum status translate(
	struct translation *t, const struct plan *plan, struct xap_query **out);

/* Frees the kids; `status` is of making them. */
MUST_CHECK enum status translate_join(enum status status, enum xap_op op,
	struct xap_query **kids, uint32_t count, uint32_t window,
	struct xap_query **out);

/* May two terms stand at one place?  NEAR is not to be trusted then. */
bool translate_may_share(struct str a, struct str b);

/* The places of a term in a document, in the arena. */
struct places;
MUST_CHECK enum status translate_places(struct xap_db *db, uint32_t doc,
	struct str term, struct arena *arena, struct places *out,
	struct error *err);

#endif
