/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * prompt.h - a search box on the terminal: results while one types, of which
 * one is chosen.
 *
 * What README.md of this folder shows.  The terminal is drawn on whatever
 * standard output is, and is as it was when the call returns.
 *
 * Errors:    as search.h; ERR_UNSUPPORTED: no terminal to draw on;
 *            ERR_STOPPED: a signal wants an end.
 */
#ifndef MEJU_QUERY_PROMPT_PROMPT_H
#define MEJU_QUERY_PROMPT_PROMPT_H

#include "query/print.h"

struct prompt_options {
	struct search_request request; /* all but the query */
	bool limited;                  /* the limit was asked for */
	bool collapse;
	bool color;
	bool path; /* print the path, not the form */
	const struct print_form *form;
	const struct print_options *print; /* of that */
};

/* Is somebody there who could type? */
bool prompt_is_possible(void);

/* Ask; append what was chosen, in its form, to `out`.  *chosen: was anything? */
MUST_CHECK enum status prompt_run(struct searcher *s,
	const struct prompt_options *o, struct buf *out, bool *chosen,
	struct error *err);

#endif
