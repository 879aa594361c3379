/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * options.h - the options of meju-index: a row each.
 */
#ifndef MEJU_INDEXER_OPTIONS_H
#define MEJU_INDEXER_OPTIONS_H

#include "common/base/option.h"

enum {
	ROW_INDEX,
	ROW_SITE,
	ROW_PERMALINK,
	ROW_LANGUAGE,
	ROW_THREADS,
	ROW_MEMORY,
	ROW_LOCK_TIMEOUT,
	ROW_DRAFTS,
	ROW_DRY_RUN,
	ROW_FORCE,
	ROW_WATCH,
	ROW_REORDER,
	ROW_LINK,
	ROW_REPAIR,
	ROW_TOKENS,
	ROW_FORMAT,
	ROW_ZERO,
	ROW_QUIET,
	ROW_HELP,
	ROW_VERSION,
};

extern const struct option_row INDEX_OPTIONS[];

#endif
