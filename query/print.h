/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * print.h - results in the form that was asked for: one row of a table each.
 *
 *	text     for people: title, place, date, the passages that match, and
 *	         two more sections where these add something
 *	json     one object with everything (JSON.md)
 *	jsonl    one object a hit
 *	tsv      score, id, title, URL, date, without tabs in them
 *	vimgrep  file:line:column:text of the three best passages of each hit
 *	trec     a run file: query Q0 id rank score meju
 *	ids      one id a line, or ended by zero bytes
 */
#ifndef MEJU_QUERY_PRINT_H
#define MEJU_QUERY_PRINT_H

#include "query/assist/why.h"
#include "query/complete.h"
#include "query/facets.h"
#include "query/terminal.h"
#include "query/view.h"

struct print_options {
	bool color; /* text: marks and titles                    */
	enum terminal_links links; /* text: titles and places           */
	bool explain;   /* why each hit has its score                */
	bool zero;      /* ids: end with a zero byte, not a newline  */
	unsigned width; /* text: columns                             */
	bool cut; /* text: title and place are a line each, wider or not */
	struct str query_id; /* of a file of queries; empty: none      */
	double milliseconds;
	const struct facet
		*facets; /* text and json show them behind the hits */
	uint32_t facet_count;
	/* json */
	uint64_t generation; /* of a server's index; 0: no server answers */
	struct str fields;   /* members of a hit, with commas; empty: all */
	bool unmarked;       /* snippets have no marks                    */
	bool without_snippet;
};

struct print_form {
	const char *name;
	struct view_parts parts; /* what it shows of the documents   */
	bool suggestion;         /* shows what was perhaps meant, too */
	void (*begin)(const struct print_options *o,
		const struct search_request *q, const struct search_result *r,
		struct buf *out);
	enum status (*hit)(const struct print_options *o, struct searcher *s,
		const struct search_result *r, const struct view *view,
		uint32_t rank, struct buf *out, struct error *err);
	void (*end)(const struct print_options *o,
		const struct search_result *r, struct buf *out);
	/* NULL if the form has nothing for suggestions. */
	void (*completion)(const struct print_options *o,
		const struct completion_request *q, const struct completion *c,
		struct buf *out);
};

/* An answer of assist/why.h: sentences, or one object. */
MUST_CHECK enum status print_why(bool json, struct searcher *s,
	const struct search_request *q, const struct search_result *r,
	const struct why *w, struct buf *out, struct error *err);

/* The names of all forms, with spaces between. */
void print_names(struct buf *out);

/* NULL if there is no such form. */
const struct print_form *print_find(struct str name);

/* The whole result, appended to `out`. */
MUST_CHECK enum status print_result(const struct print_form *form,
	const struct print_options *o, struct searcher *s,
	const struct search_request *q, const struct search_result *r,
	struct buf *out, struct error *err);

#endif
