/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compare.h - the pruned search against the exhaustive one.
 */
#ifndef MEJU_TESTS_COMPARE_H
#define MEJU_TESTS_COMPARE_H

#include "query/search.h"

/* What any of the query's words find; fails the test if the query fails. */
void compare_run(struct searcher *s, struct str query, uint32_t limit,
	bool exhaustive, struct search_result *out);

/* The same documents with the same scores, and as many in all. */
void compare_pruned(struct searcher *s, struct str query, uint32_t limit);

#endif
