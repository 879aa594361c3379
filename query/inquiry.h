/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * inquiry.h - a search with what is asked for besides its hits.
 *
 *	struct inquiry q = {.request = &request, .correct = true};
 *	if (inquiry_run(&q, &searcher, &err) == OK)
 *		show(q.result);
 *	inquiry_release(&q);
 *
 * Errors:    those of search.h.
 * Ownership: borrows what it is given, and owns the result; it must stay where
 *            it is.
 * Threads:   as the searcher.
 */
#ifndef MEJU_QUERY_INQUIRY_H
#define MEJU_QUERY_INQUIRY_H

#include "query/facets.h"
#include "query/prompt/typing.h"

struct inquiry {
	const struct search_request *request;
	struct facet *facets; /* to be counted                               */
	uint32_t facet_count;
	bool collapse;   /* of hits nearly the same only the first           */
	bool correct;    /* also what was perhaps meant                      */
	bool unfinished; /* the last word is perhaps the beginning of one    */
	/* What came of it. */
	struct search_result *result;
	double milliseconds; /* that it took */
	/* Its own. */
	struct search_result plain;
	struct typing typing;
};

MUST_CHECK enum status inquiry_run(
	struct inquiry *q, struct searcher *s, struct error *err);
void inquiry_release(struct inquiry *q);

#endif
