/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * typing.h - what is found for a query while it is being typed.
 *
 * In steps, so that none is taken in vain when the next key is there already:
 *
 *	SEARCH    for the text as it is
 *	COMPLETE  how its last word may go on.  Where the text finds less than a
 *	          page, that word also stands for those: "zebra cro" finds
 *	          what "zebra (cro OR cross OR crossing)" does
 *	CORRECT   where nothing goes on: what was perhaps meant
 *
 *	struct typing t = {.searcher = &s, .request = {.limit = 10}};
 *	typing_set(&t, STR("gut he"));
 *	while (status == OK && t.next != TYPING_DONE && !has_key())
 *		status = typing_step(&t, &err);
 *	show(&t.result);
 *	typing_release(&t);
 *
 * Errors:    as search.h.
 * Ownership: borrows the searcher, which it replaces when the index changes;
 *            results hold until the next call.
 * Threads:   as the searcher.
 */
#ifndef MEJU_QUERY_PROMPT_TYPING_H
#define MEJU_QUERY_PROMPT_TYPING_H

#include "query/complete.h"

enum typing_step {
	TYPING_SEARCH,
	TYPING_COMPLETE,
	TYPING_CORRECT,
	TYPING_DONE,
};

struct typing {
	struct searcher *searcher;
	struct search_request request; /* all but the query; limit: a page  */
	bool limited;                  /* there are no more than one page   */
	bool collapse;                 /* of nearly the same only the first */

	enum typing_step next;
	struct search_result result;
	uint64_t searches;   /* so many: is the result another one? */
	double milliseconds; /* that the last took                  */
	struct buf offer;    /* a text that would be better, or empty       */
	bool corrects;       /* the offer does not begin as the text does   */
	/* Its own. */
	struct buf text, query; /* typed, searched for */
	uint32_t wanted;        /* results, now        */
	struct completion completion;
};

/* A new text; nothing is found yet if there is any. */
void typing_set(struct typing *t, struct str text);

/* The next step. */
MUST_CHECK enum status typing_step(struct typing *t, struct error *err);

/* All steps that are left. */
MUST_CHECK enum status typing_finish(struct typing *t, struct error *err);

/* As many results again, if there are more of them. */
MUST_CHECK enum status typing_more(struct typing *t, struct error *err);

/* If the index has changed: search that from now on, and all steps are to be
 * taken again.  If it cannot be opened, the old one is searched. */
void typing_follow(struct typing *t);

void typing_release(struct typing *t);

#endif
