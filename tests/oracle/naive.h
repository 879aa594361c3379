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
	uint32_t boost;
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
	double *scores;  /* by document */
	bool *matches;   /* by document */
	uint32_t *order; /* matches, best first                     */
	uint32_t total;
};

/* `r` is zeroed, or to be used again. */
void naive_search(const struct naive *n, const struct planner *p,
	const struct plan *plan, struct naive_result *r);
/* The same by the settings of a search (query/rank/settings.h), whose plan it
 * was: naive_rank.c. */
void naive_rank(const struct naive *n, const struct search_result *r,
	const struct search_pass *x, struct naive_result *out);

/* Put the first `count` matches in order. */
void naive_sort(struct naive_result *r, uint32_t count);

void naive_result_release(struct naive_result *r);

#endif
