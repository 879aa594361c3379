/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * options.h - the options of meju-query: a row each.
 */
#ifndef MEJU_QUERY_OPTIONS_H
#define MEJU_QUERY_OPTIONS_H

#include "common/base/option.h"

enum {
	ROW_INDEX,
	ROW_LIMIT,
	ROW_OFFSET,
	ROW_SORT,
	ROW_MATCH,
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

extern const struct option_row QUERY_OPTIONS[];

#endif
