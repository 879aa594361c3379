/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/root.h"
#include "indexer/walk.h"
#include "indexer/watcher.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* By the clock that files are stamped with, which is behind the exact one. */
static int64_t now_nanoseconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME_COARSE, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

/* What cannot be read; also a callback. */
static void complain(void *data, struct str sentence)
{
	struct writer *w = data;
	w->skipped++;
	w->options.message(w->options.data, sentence);
}

static void complain_unread(void *data, struct str sentence)
{
	struct root *r = data;
	r->unread = true;
	complain(r->writer, sentence);
}

static bool is_unchanged(const struct root *r, const struct source *old,
	const struct walk_file *f)
{
	return old->hash && old->size == f->size &&
	       old->modified == f->modified && f->modified < r->synced &&
	       old->recheck > r->writer->options.now;
}

static enum status found(
	void *data, const struct walk_file *f, struct error *err)
{
	struct root *r = data;
	struct writer *w = r->writer;
	struct source *old = sources_find(&w->sources, f->name);
	r->files++;
	if (old && (old->hash || old->seen) && old->root != r->number) {
		struct error taken;
		error_set(&taken, ERR_INVALID,
			"%s: " STR_FMT " already has a file of that name; "
			"skipped",
			f->path, STR_ARG(w->next.roots[old->root].path));
		complain(r->writer, str_from(taken.text));
		return OK;
	}
	if (sources_meet(&w->sources, f->name, r->number) != OK)
		return error_set(err, ERR_NOMEM, "out of memory");
	if (old && is_unchanged(r, old, f)) {
		w->unchanged++;
		return OK;
	}
	struct writer_input in = {.path = f->path,
		.name = f->name,
		.root = r->number,
		.size = f->size,
		.modified = f->modified,
		.remember = true};
	return writer_file(w, &in, err);
}

static enum status check_vanished(const struct root *r, uint64_t known,
	const char *path, struct error *err)
{
	if (r->force || r->vanished == 0)
		return OK;
	if (r->files == 0 && r->vanished == known)
		return error_set(err, ERR_INVALID,
			"there is nothing to index below %s any more; give "
			"--force if its %llu documents' files are really gone",
			path, (unsigned long long)known);
	if (r->vanished * 2 > known)
		return error_set(err, ERR_INVALID,
			"%llu of %llu files below %s have vanished; give "
			"--force if that is right",
			(unsigned long long)r->vanished,
			(unsigned long long)known, path);
	return OK;
}

static bool is_gone(
	const struct root *r, const struct sources *all, const struct source *x)
{
	return x->root == r->number && x->hash && !x->seen &&
	       (!r->told || watcher_covers(r->told, sources_path(all, x)));
}

/* Sources of this root that were not met lose their documents. */
static enum status drop_vanished(
	struct root *r, const char *path, struct error *err)
{
	struct sources *all = &r->writer->sources;
	uint64_t known = 0;
	r->vanished = 0;
	for (size_t i = 0; i < all->v.len; i++) {
		const struct source *x = &all->v.v[i];
		if (x->root != r->number || !x->hash)
			continue;
		known++;
		r->vanished += is_gone(r, all, x);
	}
	enum status status = check_vanished(r, known, path, err);
	for (size_t i = 0; i < all->v.len && status == OK; i++) {
		struct source *x = &all->v.v[i];
		if (!is_gone(r, all, x))
			continue;
		status = writer_forget(r->writer, sources_path(all, x));
		if (status != OK)
			error_set(err, status, "out of memory");
		sources_drop(x);
	}
	return status;
}

static bool is_there(const char *folder, struct str name, uint64_t size)
{
	char path[PATH_MAX];
	struct stat st;
	int len = snprintf(
		path, sizeof path, "%s/" STR_FMT, folder, STR_ARG(name));
	return len < PATH_MAX && stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	       (uint64_t)st.st_size == size;
}

/* Are more than half of a root's files in this folder, as large as they were? */
static bool has_moved(
	const struct writer *w, uint32_t number, const char *folder)
{
	const struct sources *all = &w->sources;
	uint64_t known = 0, there = 0;
	for (size_t i = 0; i < all->v.len; i++) {
		const struct source *x = &all->v.v[i];
		if (x->root != number || !x->hash)
			continue;
		known++;
		there += is_there(folder, sources_path(all, x), x->size);
	}
	return there * 2 > known;
}

/* Who renames a folder, or copies all to another machine, keeps the index. */
static enum status find_moved(
	struct writer *w, const char *folder, struct error *err)
{
	const struct manifest *m = &w->next;
	for (uint32_t i = 0; i < m->root_count; i++)
		if (str_eq(m->roots[i].path, str_from(folder)))
			return OK;
	for (uint32_t i = 0; i < m->root_count; i++) {
		char old[PATH_MAX];
		snprintf(old, sizeof old, STR_FMT, STR_ARG(m->roots[i].path));
		if (access(old, F_OK) != 0 && errno == ENOENT &&
			has_moved(w, i, folder))
			return writer_move_root(w, i, folder, err);
	}
	return OK;
}

static enum status begin(struct root *r, const char *path, struct error *err)
{
	char real[PATH_MAX];
	if (!realpath(path, real))
		return error_errno(err, "cannot read %s", path);
	enum status status = find_moved(r->writer, real, err);
	if (status == OK)
		status = writer_root(r->writer, real, &r->number, err);
	if (status == OK)
		r->synced = r->writer->next.roots[r->number].synced;
	r->files = 0;
	r->unread = false;
	r->told = NULL;
	return status;
}

enum status root_sync(struct root *r, const char *path, struct error *err)
{
	int64_t began = now_nanoseconds();
	enum status status = begin(r, path, err);
	if (status == OK)
		status = walk(path, NULL, found, complain_unread, r, err);
	/* what was not seen may be where nothing could be read */
	if (status == OK && !r->unread)
		status = drop_vanished(r, path, err);
	if (status == OK)
		r->writer->next.roots[r->number].synced = began;
	return status;
}

/* What is said to have changed below a root, and what is below that. */
enum status root_sync_told(struct root *r, const char *path,
	const struct map *told, struct error *err)
{
	enum status status = begin(r, path, err);
	r->told = told;
	for (uint32_t i = 0; i < told->count && status == OK; i++) {
		char below[PATH_MAX];
		struct str part = map_key(told, i);
		size_t parent = part.len;
		while (parent && part.p[parent] != '/')
			parent--;
		if (watcher_covers(told, str_slice(part, 0, parent)))
			continue;
		snprintf(below, sizeof below, STR_FMT, STR_ARG(part));
		status = walk(path, below, found, complain_unread, r, err);
	}
	return status == OK && !r->unread ? drop_vanished(r, path, err)
					  : status;
}

static enum status add_file(
	void *data, const struct walk_file *f, struct error *err)
{
	struct writer_input in = {.path = f->path,
		.name = f->name,
		.size = f->size,
		.modified = f->modified};
	return writer_file(data, &in, err);
}

enum status root_add(struct writer *w, const char *path, struct error *err)
{
	return walk(path, NULL, add_file, complain, w, err);
}
