/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * options.h - how meju-query is used.
 *
 * To add an option: its number here, its row in options.c, what it does and
 * which tasks heed it in invocation.c.  Help, manual and completions follow from
 * the row.
 */
#ifndef MEJU_QUERY_OPTIONS_H
#define MEJU_QUERY_OPTIONS_H

#include "common/base/usage.h"

enum {
	ROW_INDEX,
	ROW_LIMIT,
	ROW_OFFSET,
	ROW_SORT,
	ROW_MATCH,
	ROW_RANK,
	ROW_LANGUAGE,
	ROW_SYNONYMS,
	ROW_FORMAT,
	ROW_ZERO,
	ROW_COLOR,
	ROW_EXPLAIN,
	ROW_WHY_NOT,
	ROW_FACETS,
	ROW_SIMILAR,
	ROW_SUGGEST,
	ROW_COLLAPSE,
	ROW_QUERIES,
	ROW_JUDGE,
	ROW_AUDIT,
	ROW_CHECK,
	ROW_AGAINST,
	ROW_EXHAUSTIVE,
	ROW_HELP,
	ROW_VERSION,
};

extern const struct usage query_usage;

#endif
