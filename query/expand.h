/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expand.h - the terms of all leaves of a searcher that fit a pattern: what a
 * planner asks for.
 */
#ifndef MEJU_QUERY_EXPAND_H
#define MEJU_QUERY_EXPAND_H

#include "query/search.h"

struct expansion;

/* For one search, which may make several plans of a query: what was expanded
 * is remembered, in the planner's arena. */
struct expander {
	const struct searcher *searcher;
	struct expansion *last;
};

/* The `max` terms with the fewest errors, and of these the most frequent; looks
 * at as many texts as the budget has, and takes them from it. */
MUST_CHECK enum status expand_pattern(void *expander, struct arena *arena,
	const struct pattern *pattern, enum term_kind kind, uint32_t *budget,
	uint32_t max, struct plan_like **out, uint32_t *count, bool *more);

#endif
