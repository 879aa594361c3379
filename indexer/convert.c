/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * convert.c - `meju-index convert TO`: the documents of an index in a new one
 * of another engine, or of another number of shards.
 */
#include "common/base/stop.h"
#include "indexer/claim.h"
#include "indexer/command.h"
#include "indexer/progress.h"
#include "indexer/records.h"
#include "indexer/writer.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

struct convert {
	struct progress progress;
	struct records from;
	struct settings settings;
	struct writer to;
};

static void say(void *data, struct str sentence)
{
	struct convert *c = data;
	progress_clear(&c->progress);
	fprintf(stderr, "meju-index: " STR_FMT "\n", STR_ARG(sentence));
}

static void show(void *data)
{
	struct convert *c = data;
	progress_show(&c->progress, c->to.docs, c->to.bytes);
}

static enum status open_target(
	struct convert *c, const struct arguments *a, struct error *err)
{
	c->settings = c->from.manifest->settings;
	c->settings.analyzer = writer_defaults().analyzer;
	const struct writer_options options = {.folder = a->words[0],
		.engine = a->engine   ? a->engine
			  : a->shards ? "xapian"
				      : "native",
		.shards = a->shards,
		.threads = a->threads,
		.memory = a->memory,
		.lock_timeout = a->lock_timeout,
		.settings = &c->settings,
		.keep = true,
		.dry_run = a->dry_run,
		.now = time(NULL),
		.message = say,
		.progress = show,
		.data = c};
	enum status status = writer_open(&c->to, &options, err);
	if (status != OK || c->to.fresh)
		return status;
	writer_close(&c->to);
	return error_set(err, ERR_INVALID,
		"%s is an index already; give convert a new folder",
		a->words[0]);
}

/* Folders and files go on being known, so that a sync goes on. */
static enum status take_sources(
	struct convert *c, const char *folder, struct error *err)
{
	const struct manifest *m = c->from.manifest;
	struct sources old = {0};
	enum status status =
		sources_read(&old, folder, m->sources, m->source_count, err);
	if (status != OK)
		return status;
	for (size_t i = 0; i < old.v.len && status == OK; i++)
		if (old.v.v[i].hash)
			status = sources_put(&c->to.sources,
				sources_path(&old, &old.v.v[i]), &old.v.v[i]);
	sources_release(&old);
	c->to.next.roots = m->roots;
	c->to.next.root_count = m->root_count;
	return status == OK ? OK : error_set(err, status, "out of memory");
}

static enum status copy(struct convert *c, struct error *err)
{
	const struct record *r;
	enum status status;
	while ((status = records_next(&c->from, &r, err)) == OK && r) {
		status = writer_record(&c->to, r->id, c->from.bytes, err);
		if (status != OK)
			break;
	}
	return status == OK ? writer_commit(&c->to, err) : status;
}

static enum status run(
	struct convert *c, const struct arguments *a, struct error *err)
{
	struct lock lock = {.fd = -1};
	/* two commits of a writer take what is being read away from Xapian */
	enum status status =
		glass_shards(a->folder)
			? claim_take(&lock, a->folder, a->lock_timeout, err)
			: OK;
	if (status == OK)
		status = records_open(&c->from, a->folder, err);
	if (status != OK) {
		lock_release(&lock);
		return status;
	}
	status = open_target(c, a, err);
	if (status == OK) {
		status = take_sources(c, a->folder, err);
		if (status == OK)
			status = copy(c, err);
		progress_clear(&c->progress);
		writer_close(&c->to);
	}
	records_close(&c->from);
	lock_release(&lock);
	return status;
}

int command_convert(const struct arguments *a, struct error *err)
{
	struct convert c = {0};
	progress_begin(&c.progress, a->quiet);
	stop_catch();
	if (a->count != 1) {
		error_set(err, ERR_INVALID,
			"say which new folder the converted index shall be "
			"in (see `meju-index convert --help`)");
		return EXIT_TROUBLE;
	}
	enum status status = run(&c, a, err);
	if (status != OK)
		return command_trouble(status);
	if (!a->quiet)
		fprintf(stderr, "%llu document%s converted; %.2f s\n",
			(unsigned long long)c.to.docs,
			c.to.docs == 1 ? "" : "s",
			progress_seconds(&c.progress));
	return EXIT_GOOD;
}
