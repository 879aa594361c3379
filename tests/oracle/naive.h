/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * naive.h - what a search must find, computed the plainest way: every document
 * kept whole, every plan evaluated by its definition, all scores sorted.
 *
 *	struct naive n;
 *	struct naive_result r = {0};
 *	naive_open(&n, &searcher);
 *	naive_search(&n, &planner, plan, &r);
 *	for (uint32_t i = 0; i < r.total; i++)
 *		expect(n.docs.v[r.order[i]].ordinal, r.scores[r.order[i]]);
 *
 * Terms are made anew from the stored records, by the rules of
 * indexer/inverter.h stated once more; no posting list is read.
 *
 * Errors:    fail the test.
 * Ownership: borrows the searcher.
 */
#ifndef MEJU_TESTS_NAIVE_H
#define MEJU_TESTS_NAIVE_H

#include "query/search.h"
#include "tests/support/test.h"

struct naive_posting {
	uint32_t term, tf;
	VEC(uint32_t) positions;
};

struct naive_doc {
	struct str id;
	uint64_t ordinal;
	int64_t date;
	uint32_t length;
	VEC(struct naive_posting) postings; /* by number of the term */
};

struct naive {
	struct map terms;           /* with their kinds            */
	VEC(uint32_t) dfs;          /* by number of the term       */
	VEC(struct naive_doc) docs; /* live ones, ascending        */
	double average;
	struct arena arena;
};

void naive_open(struct naive *n, const struct searcher *s);
void naive_close(struct naive *n);

/* What a document has of a term; NULL: nothing. */
const struct naive_posting *naive_find(
	const struct naive_doc *d, uint32_t term);

struct naive_result {
	double *scores;  /* by document; below 0: it does not match */
	uint32_t *order; /* matches, best first                     */
	uint32_t total;
};

/* `r` is zeroed, or to be used again. */
void naive_search(const struct naive *n, const struct planner *p,
	const struct plan *plan, struct naive_result *r);
void naive_result_release(struct naive_result *r);

#endif
