/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * options.h - how meju-index is used.
 *
 * To add an option: its number here, its row in options.c, what it does in
 * main.c.  To add a command: its name in command.h, its row in options.c.
 * Help, manual and completions follow from the row.
 */
#ifndef MEJU_INDEXER_OPTIONS_H
#define MEJU_INDEXER_OPTIONS_H

#include "common/base/usage.h"

enum {
	ROW_INDEX,
	ROW_SITE,
	ROW_PERMALINK,
	ROW_LANGUAGE,
	ROW_WEIGHTS,
	ROW_THREADS,
	ROW_MEMORY,
	ROW_ENGINE,
	ROW_SHARDS,
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

/* The first of its commands is what happens without one. */
extern const struct usage index_usage;

#endif
