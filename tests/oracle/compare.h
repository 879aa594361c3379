/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compare.h - the pruned search against the exhaustive one.
 */
#ifndef MEJU_TESTS_COMPARE_H
#define MEJU_TESTS_COMPARE_H

#include "query/search.h"

enum { COMPARE_NOW = 1718409600 }; /* 15 June 2024 */

/* What any of the query's words find, by BM25 alone if `rank` is NULL; fails the
 * test if the query fails. */
void compare_run(struct searcher *s, struct str query, uint32_t limit,
	const struct rank_settings *rank, bool exhaustive,
	struct search_result *out);

/* The same documents with the same scores, and as many in all: by BM25 alone,
 * and with all other settings. */
void compare_pruned(struct searcher *s, struct str query, uint32_t limit);

#endif
