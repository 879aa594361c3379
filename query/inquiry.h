/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * inquiry.h - a search with what is asked for besides its hits.
 *
 *	struct inquiry q = {.request = &request, .correct = true};
 *	status = inquiry_run(&q, &searcher, &result, &err);
 *
 * Errors:    those of search.h.
 * Ownership: borrows all it names.
 * Threads:   as the searcher.
 */
#ifndef MEJU_QUERY_INQUIRY_H
#define MEJU_QUERY_INQUIRY_H

#include "query/facets.h"

struct inquiry {
	const struct search_request *request;
	struct facet *facets; /* to be counted                        */
	uint32_t facet_count;
	bool collapse;       /* hits nearly the same: the first       */
	bool correct;        /* and what was perhaps meant            */
	double milliseconds; /* that it took                          */
};

MUST_CHECK enum status inquiry_run(struct inquiry *q, struct searcher *s,
	struct search_result *r, struct error *err);

#endif
