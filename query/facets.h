/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * facets.h - how many of the documents found have which author, tag, ...
 *
 * All live documents that match are counted, not only those shown; where some
 * hits have only some of the words, those with any of them.
 *
 * Filters on the field itself that stand beside the other words ("tag:a tag:b
 * gut") are left out, since their values are alternatives: another value's
 * count says how many documents have that one, were it asked for.  What must be
 * there (AND, +) and what is excluded stays.  Values that the query names are
 * marked.  "Skin" and "skin", which no filter tells apart, are one value.
 *
 *	struct facet v[] = {{.column = COLUMN_TAG}, {.column = COLUMN_AUTHOR}};
 *	status = facets_count(v, 2, &searcher, &result, &err);
 *	facets_release(v, 2);
 *
 * Errors:    one sentence: memory and damaged indexes.
 * Ownership: a facet owns its keys.  One of zeros but for its column is empty.
 * Threads:   as the searcher.
 */
#ifndef MEJU_QUERY_FACETS_H
#define MEJU_QUERY_FACETS_H

#include "query/search.h"

struct facet_value {
	struct str key;
	uint64_t count;
	bool selected; /* the query asks for it */
};

struct facet {
	enum column_id column; /* one of keys, not of numbers */
	struct map keys;
	VEC(struct facet_value) values; /* most frequent first, then by key */
};

/* Names of columns with commas between, into `v`, which has room for
 * COLUMN_COUNT; false if one of them has no facet. */
bool facets_parse(struct str names, struct facet *v, uint32_t *count);

/* Count anew. */
MUST_CHECK enum status facets_count(struct facet *v, uint32_t count,
	struct searcher *s, const struct search_result *r, struct error *err);

/* Keep the first `most` values, and those that the query asks for. */
void facet_cut(struct facet *f, uint32_t most);
void facets_release(struct facet *v, uint32_t count);

/* For who counts: the plan whose documents a column's facet is of, NULL if
 * there is no memory; a value's documents more. */
const struct plan *facet_plan(struct arena *arena,
	const struct search_pass *pass, enum column_id column);
MUST_CHECK enum status facet_add(
	struct facet *f, struct str key, uint64_t count);

#endif
