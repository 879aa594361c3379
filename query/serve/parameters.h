/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * parameters.h - what a request for a search asks for, out of its form.
 *
 *	struct parameters p = {0};
 *	if (parameters_read(&p, &form, accept, now, &err) != OK)
 *		...                         // 400, err.text says why
 *	search_run(s, &p.request, &r, &err);
 *	parameters_release(&p);
 *
 * README.md has the table of them.  Names that are not known are passed over,
 * values that are not are an error.  Filters become nodes of a tree, never
 * text of a query, so that no value can mean anything else.
 *
 * Errors:    a sentence that names the parameter; ERR_INVALID, ERR_NOMEM.
 * Ownership: owns what it makes; texts are borrowed from the form.
 */
#ifndef MEJU_QUERY_SERVE_PARAMETERS_H
#define MEJU_QUERY_SERVE_PARAMETERS_H

#include "query/facets.h"
#include "query/serve/form.h"

enum {
	PARAMETERS_LIMIT_MAX = 100,
	PARAMETERS_OFFSET_MAX = 10000,
	PARAMETERS_LIMIT = 10,
};

/* The forms of an answer, in the order of preference. */
enum face { FACE_JSON, FACE_HTML, FACE_ATOM };

struct parameters {
	struct search_request request;
	struct arena arena; /* of the filter */
	unsigned snippet, sections;
	struct str fields; /* of a hit in JSON, with commas; empty: all */
	bool explain, suggest, prefix, collapse, unmarked;
	struct facet facets[COLUMN_COUNT];
	uint32_t facet_count;
	enum face face;
};

/* `accept` is the header of that name.  `p` is zeroed, or was read before. */
MUST_CHECK enum status parameters_read(struct parameters *p,
	const struct form *f, struct str accept, int64_t now,
	struct error *err);
void parameters_release(struct parameters *p);

/* All that the answer depends on besides the index, in one way of writing. */
void parameters_put(const struct parameters *p, struct buf *out);

/* A number in [0, most]. */
MUST_CHECK enum status parameter_number(const struct form *f, const char *name,
	uint32_t most, uint32_t *out, struct error *err);

#endif
