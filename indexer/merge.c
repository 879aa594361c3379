/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * merge.c - `meju-index merge [OTHER...]`: one segment of all that an index
 * has, and others.
 */
#include "common/base/stop.h"
#include "indexer/command.h"
#include "indexer/progress.h"
#include "indexer/unite.h"

#include <stdio.h>

static void print_message(void *data, struct str sentence)
{
	(void)data;
	fprintf(stderr, "meju-index: " STR_FMT "\n", STR_ARG(sentence));
}

static void print_summary(const struct unite *u, double seconds)
{
	if (u->docs)
		fprintf(stderr, "%llu document%s merged",
			(unsigned long long)u->docs, u->docs == 1 ? "" : "s");
	else
		fputs("nothing to do", stderr);
	if (u->skipped)
		fprintf(stderr, ", %llu skipped",
			(unsigned long long)u->skipped);
	if (u->docs && u->reorder)
		fputs(u->moved ? ", in a better order"
			       : ", in the order they had: none is better",
			stderr);
	fprintf(stderr, "; %.2f s\n", seconds);
}

int command_merge(const struct arguments *a, struct error *err)
{
	struct progress p;
	struct unite u = {.folder = a->folder,
		.others = (const char *const *)a->words,
		.other_count = (size_t)a->count,
		.threads = a->threads,
		.lock_timeout = a->lock_timeout,
		.memory = a->memory,
		.reorder = a->reorder,
		.dry_run = a->dry_run,
		.message = print_message};
	progress_begin(&p, a->quiet);
	stop_catch();
	enum status status = unite(&u, err);
	if (status != OK)
		return command_trouble(status);
	if (!a->quiet)
		print_summary(&u, progress_seconds(&p));
	return u.skipped ? EXIT_SKIPPED : EXIT_GOOD;
}
