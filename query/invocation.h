/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * invocation.h - the command line of meju-query, understood.
 *
 * Errors:    a sentence about the option that is wrong.
 * Ownership: borrows argv; the rules are to be released.
 */
#ifndef MEJU_QUERY_INVOCATION_H
#define MEJU_QUERY_INVOCATION_H

#include "query/facets.h"
#include "query/match/synonyms.h"
#include "query/print.h"

enum { AGAINST_MAX = 8 };

struct invocation {
	const char *folders[SEARCH_INDEXES_MAX];
	uint32_t folder_count;
	struct search_request request;
	struct print_options output;
	const struct print_form *form;
	struct facet facets[COLUMN_COUNT];
	const char *color, *queries, *judge, *why_not, *check;
	const char *against[AGAINST_MAX];
	uint32_t against_count;
	const char *suggest, *synonyms;
	struct synonyms rules;
	bool incomplete; /* not all that an option names was of use */
	bool audit, collapse, help, version;
	uint32_t given; /* a bit for each row of options.h */
};

/* An option_use for query_usage. */
MUST_CHECK enum status invocation_use(
	void *data, size_t row, const char *value, struct error *err);

/* Is the option of that row given? */
bool invocation_has(const struct invocation *v, size_t row);

/* Is that the form of the output? */
bool invocation_wants(const struct invocation *v, const char *form);

/* Is nothing said that could be searched for? */
bool invocation_is_empty(const struct invocation *v, struct str words);

/* Do the options go together? */
MUST_CHECK enum status invocation_check(
	const struct invocation *v, struct str words, struct error *err);

/* Say which of the words from `first` on look like options: these end at the
 * first word, which is easily forgotten.  Who writes "--" knows it. */
void invocation_warn(int first, int argc, char **argv);

/* Read the rules that are named; what is wrong in the file is told, and the rest
 * of it used. */
MUST_CHECK enum status invocation_read_synonyms(
	struct invocation *v, struct error *err);

/* The other side of --check, with the request of this one to begin with, and in
 * what it is another: "in DIR", "with match=any". */
MUST_CHECK enum status invocation_read_against(const struct invocation *v,
	struct invocation *other, struct buf *name, struct error *err);

#endif
