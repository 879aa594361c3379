/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * convert.c - `meju-index convert TO`: the documents of an index in a new one
 * of another engine, or of another number of shards.
 */
#include "common/base/stop.h"
#include "indexer/command.h"
#include "indexer/progress.h"
#include "indexer/transfer.h"

#include <stdio.h>
#include <time.h>

static void say(void *data, struct str sentence)
{
	progress_clear(data);
	fprintf(stderr, "meju-index: " STR_FMT "\n", STR_ARG(sentence));
}

static void show(void *data, uint64_t documents, uint64_t bytes)
{
	progress_show(data, documents, bytes);
}

static struct transfer transfer_of(
	const struct arguments *a, struct progress *p)
{
	return (struct transfer){.folder = a->folder,
		.to = {.folder = a->words[0],
			.engine = a->engine,
			.shards = a->shards,
			.threads = a->threads,
			.memory = a->memory,
			.lock_timeout = a->lock_timeout,
			.dry_run = a->dry_run,
			.now = time(NULL),
			.message = say,
			.progress = show,
			.data = p}};
}

int command_convert(const struct arguments *a, struct error *err)
{
	struct progress p;
	progress_begin(&p, a->quiet);
	stop_catch();
	if (a->count != 1) {
		error_set(err, ERR_INVALID,
			"say which new folder the converted index shall be "
			"in (see `meju-index convert --help`)");
		return EXIT_TROUBLE;
	}
	struct transfer t = transfer_of(a, &p);
	enum status status = transfer(&t, err);
	progress_clear(&p);
	if (status != OK)
		return command_trouble(status);
	if (!a->quiet)
		fprintf(stderr, "%llu document%s converted; %.2f s\n",
			(unsigned long long)t.docs, t.docs == 1 ? "" : "s",
			progress_seconds(&p));
	return EXIT_GOOD;
}
