/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * merge.c - `meju-index merge [OTHER...]`: one segment of all that an index
 * has, and others.
 */
#include "common/base/stop.h"
#include "common/index/glass.h"
#include "indexer/command.h"
#include "indexer/merging.h"
#include "indexer/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* How often it is begun anew because segments are gone. */
enum { TRIES = 10 };

struct merge {
	const struct arguments *arguments;
	struct merging merging;
	struct snapshot *others; /* as many as words */
	uint64_t docs, skipped;
	bool moved; /* documents have another order than before */
};

static void print_message(struct str sentence)
{
	fprintf(stderr, "meju-index: " STR_FMT "\n", STR_ARG(sentence));
}

static bool is_same_folder(const char *a, const char *b)
{
	struct stat x, y;
	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
	       x.st_ino == y.st_ino;
}

static enum status open_other(struct merge *m, int number, struct error *err)
{
	const char *folder = m->arguments->folder;
	const char *other = m->arguments->words[number];
	struct snapshot *s = &m->others[number];
	if (glass_shards(other))
		return error_set(err, ERR_UNSUPPORTED,
			"%s is made of databases of Xapian, whose documents "
			"cannot be merged into segments; use its `dump`",
			other);
	if (is_same_folder(folder, other))
		return error_set(err, ERR_INVALID,
			"%s is the index that others are to be merged into",
			other);
	enum status status = snapshot_open(s, other, err);
	if (status != OK)
		return status;
	/* terms of different settings do not mix */
	const char *what = settings_difference(
		&m->merging.before.manifest.settings, &s->manifest.settings);
	return what ? error_set(err, ERR_INVALID,
			      "%s and %s were made with different %s; they "
			      "cannot be merged",
			      folder, other, what)
		    : OK;
}

static enum status open_others(struct merge *m, struct error *err)
{
	int n = m->arguments->count;
	enum status status = OK;
	m->others = calloc((size_t)n + 1, sizeof *m->others);
	if (!m->others)
		return error_set(err, ERR_NOMEM, "out of memory");
	for (int i = 0; i < n && status == OK; i++)
		status = open_other(m, i, err);
	return status;
}

static bool is_merged(const struct merge *m)
{
	const struct snapshot *s = &m->merging.before;
	return m->arguments->count == 0 &&
	       (s->leaf_count == 0 ||
		       (s->leaf_count == 1 && !m->arguments->reorder &&
			       s->docs == s->leaves[0]->live.docs));
}

static enum status make(struct merge *m, struct error *err)
{
	const struct arguments *a = m->arguments;
	const struct merging_options options = {.threads = a->threads,
		.memory = a->memory,
		.reorder = a->reorder,
		.others = m->others,
		.names = a->words,
		.other_count = a->count,
		.message = print_message};
	struct policy_run all = {0, m->merging.before.leaf_count};
	enum status status = merging_make(&m->merging, &options, all, err);
	m->docs = m->merging.merger.intake.docs.len;
	m->skipped = m->merging.merger.skipped;
	m->moved = m->merging.merger.moved;
	return status;
}

/* `done` is false if it has to begin anew.  Documents of other indexes come
 * with the right to change this one, for their ids must stay free. */
static enum status try(struct merge *m, bool *done, struct error *err)
{
	const struct arguments *a = m->arguments;
	enum status status = merging_open(
		&m->merging, a->folder, a->count > 0, a->lock_timeout, err);
	*done = true;
	if (status != OK)
		return status;
	status = open_others(m, err);
	if (status == OK && !is_merged(m)) {
		status = make(m, err);
		if (status == OK && !a->dry_run)
			status = merging_commit(&m->merging, done, err);
	}
	merging_close(&m->merging);
	for (int i = 0; m->others && i < a->count; i++)
		snapshot_close(&m->others[i]);
	free(m->others);
	m->others = NULL;
	return status;
}

static void print_summary(const struct merge *m, const struct progress *p)
{
	if (m->arguments->quiet)
		return;
	if (m->docs)
		fprintf(stderr, "%llu document%s merged",
			(unsigned long long)m->docs, m->docs == 1 ? "" : "s");
	else
		fputs("nothing to do", stderr);
	if (m->skipped)
		fprintf(stderr, ", %llu skipped",
			(unsigned long long)m->skipped);
	if (m->docs && m->arguments->reorder)
		fputs(m->moved ? ", in a better order"
			       : ", in the order they had: none is better",
			stderr);
	fprintf(stderr, "; %.2f s\n", progress_seconds(p));
}

int command_merge(const struct arguments *a, struct error *err)
{
	struct merge m = {.arguments = a};
	struct progress p;
	bool done = false;
	enum status status = OK;
	if (glass_shards(a->folder))
		return merge_of_shards(a, err);
	progress_begin(&p, a->quiet);
	stop_catch();
	for (int i = 0; i < TRIES && status == OK && !done; i++)
		status = try(&m, &done, err);
	if (status == OK && !done)
		status = error_set(err, ERR_IO,
			"the index %s changes too fast to be merged",
			a->folder);
	if (status != OK)
		return command_trouble(status);
	print_summary(&m, &p);
	return m.skipped ? EXIT_SKIPPED : EXIT_GOOD;
}
