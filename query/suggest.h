/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * suggest.h - "did you mean": another query for one that finds little.
 *
 *	if (search_run(&s, &q, &r, &err) == OK &&
 *		search_suggest(&s, &q, &r, &err) == OK && r.suggestion.len)
 *		offer(r.suggestion);
 *
 * Words that the index does not have, and rare ones for which it has a far more
 * frequent one, are replaced by what spell.h guesses, or put together with their
 * neighbour.  Of several guesses the one counts that the other words and the
 * filters are found with: a suggestion has been searched for, and some document
 * has all of it.  Where the query finds as much as a page nothing is tried.
 *
 * Costs a millisecond or two a replaced word, in 100,000 documents.
 */
#ifndef MEJU_QUERY_SUGGEST_H
#define MEJU_QUERY_SUGGEST_H

#include "query/search.h"

/* Sets r->suggestion, in r's arena, or leaves it empty.
 * REQUIRES: r is what `q` found, with its total. */
MUST_CHECK enum status search_suggest(struct searcher *s,
	const struct search_request *q, struct search_result *r,
	struct error *err);

#endif
