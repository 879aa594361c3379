/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sort.h - documents by what their columns say, not by score.
 *
 * Keys are compared one after the other; what has no value comes last, whether
 * ascending or descending, and what is equal in all keys stays in the order of
 * indexing, so that pages fit together.  Texts are compared folded (neither case
 * nor accents matter), by code points; of several values the first one counts.
 * Ids are compared byte by byte.
 *
 * Titles are no key: they lie in the stored documents, and to read those of
 * 100,000 matches takes a hundred times as long as to sort these.
 *
 *	struct sort sort;
 *	if (sort_parse(STR("category,-date"), &sort))
 *		status = sort_top(&sort, leaves, count, &arena, &top);
 *
 * Errors:    memory, and damaged indexes.
 */
#ifndef MEJU_QUERY_SORT_H
#define MEJU_QUERY_SORT_H

#include "common/index/column.h"
#include "common/index/snapshot.h"
#include "query/rank/topk.h"

enum { SORT_KEYS_MAX = 4, SORT_BY_ID = COLUMN_COUNT };

struct sort {
	struct sort_key {
		unsigned by; /* an enum column_id, or SORT_BY_ID */
		bool down;
	} keys[SORT_KEYS_MAX];
	uint32_t count; /* 0: by score */
};

/* Names of columns or "id", with commas, each perhaps with a minus before it;
 * false if it is something else. */
bool sort_parse(struct str text, struct sort *out);

/* What matches in a leaf. */
struct sort_leaf {
	const struct leaf *leaf;
	uint64_t ordinal; /* of its first document, over all searched */
	uint64_t *bits;   /* docset.h */
};

/* The first of all, in order, as many as `top` has room for; without scores. */
MUST_CHECK enum status sort_top(const struct sort *s,
	const struct sort_leaf *leaves, uint32_t count, struct arena *arena,
	struct topk *top);

#endif
