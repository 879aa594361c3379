/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * correct.h - "did you mean": another query for one that finds little.
 *
 *	if (search_run(&s, &q, &r, &err) == OK &&
 *		search_correct(&s, &q, &r, &err) == OK && r.suggestion.len)
 *		offer(r.suggestion);
 *
 * Words that the index does not have are replaced by what spell.h guesses, or
 * put together with a neighbour; then perhaps one rare word, by a guess that is
 * worth more than it.  Values of author, tag, category and type that no document
 * has are replaced by ones that are there, names of fields that are a letter off
 * by those names.  Of several guesses the one counts that the other words
 * and the filters are found with: a suggestion has been searched for, and some
 * document has all of it.  Guesses that are far off for so short a word are
 * none.  Where the query finds as much as a page nothing is tried.
 *
 * Costs one or two milliseconds a replaced word, in 100,000 documents; in
 * databases of Xapian some 8.  On servers of these only what is one letter off
 * is guessed (source.h).  If the time is up meanwhile nothing is suggested.
 */
#ifndef MEJU_QUERY_CORRECT_H
#define MEJU_QUERY_CORRECT_H

#include "query/search.h"

/* Sets r->suggestion, in r's arena, or leaves it empty.
 * REQUIRES: r is what `q` found, with its total. */
MUST_CHECK enum status search_correct(struct searcher *s,
	const struct search_request *q, struct search_result *r,
	struct error *err);

#endif
