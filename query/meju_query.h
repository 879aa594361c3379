/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * meju_query.h - a struct meju_query, understood.
 *
 * Errors:    a sentence about the member that is wrong.
 * Ownership: what was asked lives in its arena, facets are to be released.
 */
#ifndef MEJU_QUERY_MEJU_QUERY_H
#define MEJU_QUERY_MEJU_QUERY_H

#include "common/border.h"
#include "query/facets.h"
#include "query/view.h"

struct wanted {
	struct search_request request;
	struct facet facets[COLUMN_COUNT];
	uint32_t facet_count, facet_values;
	struct view_parts parts; /* of what is shown of a hit */
	enum meju_highlight highlight;
	double deadline;
	bool collapse, correct, explain, unfinished;
	const char *const *warnings; /* about the filter */
	struct arena arena;
};

MUST_CHECK enum status wanted_read(
	struct wanted *a, const struct meju_query *given, struct error *err);
void wanted_release(struct wanted *a);

#endif
