/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * evaluate.h - what one document of Xapian's scores by a plan.
 *
 * Xapian 1.4 cannot be trusted with the highest of several: OP_MAX frees what it
 * still uses where lists end together, and then crashes or finds something else.
 * So it is given a sum in its place, which is never less, and the best by that
 * are looked at one by one.
 *
 *	struct evaluation e = {...};
 *	if (evaluate_open(&e, doc) == OK && evaluate(&e, plan, &score) == OK)
 *		use(score);
 *
 * Errors:    of the database, with a sentence in e->err.
 * Ownership: what is read of a document lies in the arena.
 */
#ifndef MEJU_QUERY_EVALUATE_H
#define MEJU_QUERY_EVALUATE_H

#include "common/index/glass.h"
#include "query/match/plan.h"
#include "query/rank/bm25.h"

struct evaluated_term {
	struct str text;
	uint32_t tf;
};

struct evaluation {
	const struct planner *planner;
	const double *weights; /* of the planner's terms */
	const struct collection *collection;
	struct xap_db *db;
	struct arena *arena;
	struct error *err;
	/* The document. */
	uint32_t number, length;
	int64_t date;
	double boost; /* its logarithm */
	VEC(struct evaluated_term) terms;
};

/* Read the document of that number. */
MUST_CHECK enum status evaluate_open(struct evaluation *e, uint32_t number);

/* Its score, below 0 if it does not match. */
MUST_CHECK enum status evaluate(
	struct evaluation *e, const struct plan *plan, double *score);
void evaluate_release(struct evaluation *e);

/* Has a plan a MAX that counts? */
bool evaluate_wanted(const struct plan *plan);

#endif
