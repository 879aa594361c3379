/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * facets.h - how many of the documents found have which author, tag, ...
 *
 * All live documents that match are counted, not only those shown; where some
 * hits have only some of the words, those with any of them.
 *
 * Errors:    one sentence: memory and damaged indexes.
 * Ownership: a facet owns its keys.  A zeroed one is empty.
 * Threads:   as the searcher.
 */
#ifndef MEJU_QUERY_FACETS_H
#define MEJU_QUERY_FACETS_H

#include "query/search.h"

struct facet_value {
	struct str key;
	uint64_t count;
};

struct facet {
	enum column_id column;
	struct map keys;
	VEC(struct facet_value) values; /* most frequent first, then by key */
};

/* Count anew.  REQUIRES: f->column is one of keys, not of numbers. */
MUST_CHECK enum status facet_count(struct facet *f, const struct searcher *s,
	const struct search_result *r, struct error *err);
void facet_release(struct facet *f);

#endif
