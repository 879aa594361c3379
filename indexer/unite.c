/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/unite.h"
#include "common/index/glass.h"
#include "indexer/merging.h"

#include <stdlib.h>
#include <sys/stat.h>

/* How often it is begun anew because segments are gone. */
enum { TRIES = 10 };

struct merge {
	struct unite *asked;
	struct merging merging;
	struct snapshot *others; /* as many as names */
};

static bool is_same_folder(const char *a, const char *b)
{
	struct stat x, y;
	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
	       x.st_ino == y.st_ino;
}

static enum status open_other(struct merge *m, size_t number, struct error *err)
{
	const char *folder = m->asked->folder;
	const char *other = m->asked->others[number];
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
	size_t n = m->asked->other_count;
	enum status status = OK;
	m->others = calloc(n + 1, sizeof *m->others);
	if (!m->others)
		return error_set(err, ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < n && status == OK; i++)
		status = open_other(m, i, err);
	return status;
}

static bool is_merged(const struct merge *m)
{
	const struct snapshot *s = &m->merging.before;
	return m->asked->other_count == 0 &&
	       (s->leaf_count == 0 ||
		       (s->leaf_count == 1 && !m->asked->reorder &&
			       s->docs == s->leaves[0]->live.docs));
}

static enum status make(struct merge *m, struct error *err)
{
	struct unite *a = m->asked;
	const struct merging_options options = {.threads = a->threads,
		.memory = a->memory,
		.reorder = a->reorder,
		.others = m->others,
		.names = a->others,
		.other_count = a->other_count,
		.message = a->message,
		.data = a->data};
	struct policy_run all = {0, m->merging.before.leaf_count};
	enum status status = merging_make(&m->merging, &options, all, err);
	a->docs = m->merging.merger.intake.docs.len;
	a->skipped = m->merging.merger.skipped;
	a->moved = m->merging.merger.moved;
	return status;
}

/* `done` is false if it has to begin anew.  Documents of other indexes come
 * with the right to change this one, for their ids must stay free. */
static enum status try(struct merge *m, bool *done, struct error *err)
{
	const struct unite *a = m->asked;
	enum status status = merging_open(&m->merging, a->folder,
		a->other_count > 0, a->lock_timeout, err);
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
	for (size_t i = 0; m->others && i < a->other_count; i++)
		snapshot_close(&m->others[i]);
	free(m->others);
	m->others = NULL;
	return status;
}

enum status unite(struct unite *u, struct error *err)
{
	struct merge m = {.asked = u};
	bool done = false;
	enum status status = OK;
	if (glass_shards(u->folder))
		return unite_shards(u, err);
	for (int i = 0; i < TRIES && status == OK && !done; i++)
		status = try(&m, &done, err);
	if (status == OK && !done)
		status = error_set(err, ERR_IO,
			"the index %s changes too fast to be merged",
			u->folder);
	return status;
}
