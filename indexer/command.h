/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * command.h - the commands of meju-index: one file each, one row each in the
 * table of options.c.
 */
#ifndef MEJU_INDEXER_COMMAND_H
#define MEJU_INDEXER_COMMAND_H

#include "common/base/buf.h"
#include "common/base/status.h"

#include <stdbool.h>
#include <stddef.h>

/* Exit statuses of meju-index. */
enum {
	EXIT_GOOD = 0,
	EXIT_SKIPPED = 1, /* some inputs were left out, a sentence each */
	EXIT_TROUBLE = 2,
	EXIT_LOCKED = 75, /* another writer is at work                  */
};

/* The command line, understood. */
struct arguments {
	char folder[4096]; /* of the index */
	char **words;
	int count;
	unsigned threads, lock_timeout;
	size_t memory;
	const char *engine; /* NULL: not given */
	unsigned shards;    /* 0: not given    */
	const char *language, *site, *permalink;
	uint32_t weights[3]; /* of title, headings, body; zeros: not given */
	bool link, repair, zero, tokens;
	bool dry_run, force, watch, reorder, quiet, drafts, json;
};

/* Returns an exit status; trouble is in `err`. */
typedef int command_run(const struct arguments *a, struct error *err);

command_run command_sync, command_add, command_delete, command_merge,
	command_stats, command_check, command_dump, command_backup,
	command_explain, command_diff, command_convert;

/* To standard output; what did not fit into memory is a failure, too. */
MUST_CHECK enum status command_print(struct buf *out, struct error *err);

/* The exit status that goes with a failure. */
static inline int command_trouble(enum status status)
{
	return status == ERR_LOCKED ? EXIT_LOCKED : EXIT_TROUBLE;
}

#endif
