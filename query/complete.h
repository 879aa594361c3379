/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * complete.h - what a search box shows while a query is typed: how the last
 * word may go on, and titles.
 *
 *	struct completion c = {0};
 *	struct completion_request q = {.text = STR("gut he"), .limit = 8};
 *	if (complete_run(&s, &q, &c, &err) == OK)
 *		show(c.v, c.count);     // "gut health", "The gut and heartburn"
 *	completion_release(&c);
 *
 * The words before the last and the filters among them are obeyed: a word is
 * suggested if the query that it makes finds a document, a title if it has the
 * words before, too.  Words come before titles; one who wants 8 gets up to 3
 * titles, more if there are fewer words.
 *
 * Errors:    as search.h.
 * Ownership: a completion owns its texts until released.
 * Threads:   as the searcher.
 */
#ifndef MEJU_QUERY_COMPLETE_H
#define MEJU_QUERY_COMPLETE_H

#include "query/assist/suggest.h"
#include "query/search.h"

enum { COMPLETE_MAX = 100 };

struct completion_request {
	struct str text;   /* as typed so far                     */
	struct str filter; /* a query that narrows; may be empty  */
	uint32_t limit;    /* COMPLETE_MAX at most                */
	int64_t now;       /* as in struct search_request         */
};

struct completion {
	struct arena arena;
	/* A word's text is the whole query, with the word in place of what was
	 * typed of it. */
	struct suggestion v[COMPLETE_MAX];
	uint32_t count;
	size_t kept; /* bytes of the text before what was typed of the word */
};

MUST_CHECK enum status complete_run(struct searcher *s,
	const struct completion_request *q, struct completion *out,
	struct error *err);
void completion_release(struct completion *c);

#endif
