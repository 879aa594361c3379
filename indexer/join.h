/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * join.h - the lists that several segments have of a term become one, of the
 * documents that stay and under their new numbers.
 *
 *	struct join j = {0};
 *	if (join_make(&j, leaves, sources, n, &list) == OK && list.count)
 *		builder_encode(..., &list, ...);
 *	join_release(&j);
 *
 * Errors:    ERR_CORRUPT, ERR_NOMEM.
 * Ownership: what is made holds until the next call; it takes memory for one
 *            term.
 * Threads:   one a struct join; leaves may be shared.
 */
#ifndef MEJU_INDEXER_JOIN_H
#define MEJU_INDEXER_JOIN_H

#include "common/index/builder.h"
#include "common/index/position.h"
#include "indexer/term_walk.h"

#define JOIN_GONE UINT32_MAX

struct join_leaf {
	const struct segment *segment;
	uint32_t *numbers; /* the new one of each document, or JOIN_GONE */
};

struct join {
	VEC(uint32_t) docs, tfs, counts, positions;
	VEC(uint64_t) order; /* new number, and below it the place above */
	VEC(uint64_t) spare;
	VEC(uint64_t) starts; /* where the positions of each begin */
	struct join_list {
		VEC(uint32_t) docs, tfs, counts, positions;
	} sorted;
	struct position_reader reader;
};

/* The documents of all `info`; frequencies and positions if kind has them. */
MUST_CHECK enum status join_make(struct join *j, const struct join_leaf *leaves,
	const struct term_source *sources, size_t count, enum term_kind kind,
	struct builder_postings *out);

/* Are these, in each leaf, the documents of `other`? */
MUST_CHECK enum status join_is_pair(const struct join_leaf *leaves,
	const struct term_source *sources, size_t count, bool *same);
void join_release(struct join *j);

#endif
