/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * answer.h - a search that was asked for, run, and written in one of its faces.
 *
 *	struct answer a = {.searcher = s, .parameters = &p};
 *	if (answer_run(&a, &err) == OK)
 *		status = answer_put(&a, &out, &err);
 *	answer_release(&a);
 *
 * To add a face: its file face_NAME.c, its rows in answer.c and parameters.c.
 *
 * Errors:    as search.h.
 * Ownership: borrows the searcher and the parameters.
 * Threads:   as the searcher.
 */
#ifndef MEJU_QUERY_SERVE_ANSWER_H
#define MEJU_QUERY_SERVE_ANSWER_H

#include "query/inquiry.h"
#include "query/serve/parameters.h"

struct answer {
	struct searcher *searcher;
	struct parameters *parameters;
	const struct form *form; /* to ask again, a little differently   */
	struct str site; /* how others know the server, without root    */
	struct str root; /* where it is there: "/find", or ""           */
	struct str path; /* "/search"                            */
	uint64_t generation;
	/* What came out. */
	double milliseconds;
	struct search_result *result;
	/* Its own. */
	struct inquiry inquiry;
};

/* Search, count facets, look for what was meant. */
MUST_CHECK enum status answer_run(struct answer *a, struct error *err);

/* The type of what answer_put() writes. */
const char *answer_type(const struct answer *a);
MUST_CHECK enum status answer_put(
	struct answer *a, struct buf *out, struct error *err);
void answer_release(struct answer *a);

/* The faces. */
MUST_CHECK enum status face_json(
	struct answer *a, struct buf *out, struct error *err);
MUST_CHECK enum status face_html(
	struct answer *a, struct buf *out, struct error *err);
MUST_CHECK enum status face_atom(
	struct answer *a, struct buf *out, struct error *err);

/*
 * The path of the same search with one parameter set, or left out if
 * `value` has .p NULL; escaped for markup.
 */
void answer_link(const struct answer *a, struct str name, struct str value,
	struct buf *out);

#endif
