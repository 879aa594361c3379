/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ranges.h - which parts of a segment are worth a look, and which of them
 * first?
 *
 * The documents of a segment are cut into ranges of POSTING_RANGE.  What the
 * lists of a query can score in a range adds up to its bound.  Those of the
 * highest bounds are visited first, then all others that can reach the threshold
 * (best bounds first: Mallia and others 2024; live blocks: Dimopoulos and
 * others 2013).
 *
 *	struct ranges g;
 *	if (ranges_open(&g, f) == OK && ranges_sort(&g, flat_least(f, 0)) == OK)
 *		for (uint32_t i = 0; i < g.live; i++)
 *			if (g.totals[g.order[i]] >= flat_least(f, 0))
 *				visit(g.order[i]);
 *
 * Ownership: everything lives in the query's arena.
 */
#ifndef MEJU_QUERY_RANK_RANGES_H
#define MEJU_QUERY_RANK_RANGES_H

#include "query/rank/flat.h"

struct ranges {
	struct arena *arena;
	uint32_t count;
	float *totals; /* no document of a range has a higher sum of float
	                    scores; below 0: none can match */
	uint32_t *order, live; /* those to visit                       */
	uint32_t ahead;        /* the first of these are the best ones */
};

/* With the ranges of all lists of the query. */
MUST_CHECK enum status ranges_open(struct ranges *g, struct flat *f);

/* Those of at least this bound into `order`: a few of the best first, which
 * lift the threshold; then the others as they come, for blocks that span many
 * ranges should be decoded once. */
MUST_CHECK enum status ranges_sort(struct ranges *g, float least);

#endif
