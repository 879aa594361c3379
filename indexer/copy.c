/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/copy.h"
#include "common/base/bytes.h"
#include "common/base/crc32c.h"
#include "common/index/glass.h"
#include "common/index/snapshot.h"
#include "indexer/claim.h"
#include "indexer/source.h"
#include "indexer/sweep.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RETRIES = 100, SMALL_MAX = 1 << 30 };

/*
 * A snapshot has its segments mapped, so that they stay whatever the writer
 * removes; what else the commit has is small, and copied before anything: if
 * it has gone, a newer commit is taken.  The manifest comes last, so that a
 * backup that was interrupted is no index.
 */
struct backup {
	struct copy *copy;
	struct snapshot snapshot;
	struct lock lock;
};

static bool is_empty(const char *folder)
{
	DIR *dir = opendir(folder);
	bool empty = dir;
	for (struct dirent *e; dir && empty && (e = readdir(dir));)
		empty = strcmp(e->d_name, ".") == 0 ||
			strcmp(e->d_name, "..") == 0;
	if (dir)
		closedir(dir);
	return empty;
}

static enum status make_target(struct backup *b, struct error *err)
{
	struct stat st;
	if (stat(b->copy->to, &st) == 0 && !is_empty(b->copy->to))
		return error_set(err, ERR_INVALID,
			"%s is there already; give the backup a new folder",
			b->copy->to);
	enum status status = folder_make(b->copy->to, err);
	return status == OK ? claim_take(&b->lock, b->copy->to, 0, err)
			    : status;
}

static enum status write_file(
	struct backup *b, const char *path, struct str bytes, struct error *err)
{
	struct output o;
	enum status status = output_open(&o, path, err);
	if (status != OK)
		return status;
	output_put(&o, bytes.p, bytes.len);
	b->copy->bytes += bytes.len;
	return output_finish(&o, err);
}

/* The same name in both folders; `out` has the path in the other. */
static void target_path(
	const struct backup *b, const char *path, char *out, size_t size)
{
	snprintf(out, size, "%s/%s", b->copy->to, strrchr(path, '/') + 1);
}

/* A live map or list of sources: both end in their checksum. */
static enum status copy_small(
	struct backup *b, const char *path, struct error *err)
{
	char to[4096 + 64];
	struct buf bytes = {0};
	target_path(b, path, to, sizeof to);
	enum status status = file_read(path, SMALL_MAX, &bytes, err);
	if (status == OK &&
		(bytes.len < 4 || crc32c(0, bytes.p, bytes.len - 4) !=
					  get_u32(bytes.p + bytes.len - 4)))
		status = error_corrupt(err, path,
			"its checksum is wrong; mend the index with "
			"`meju-index check --repair`");
	if (status == OK)
		status = write_file(b, to, buf_str(&bytes), err);
	buf_release(&bytes);
	return status;
}

static enum status copy_small_all(struct backup *b, struct error *err)
{
	char path[4096 + 64];
	const struct manifest *m = &b->snapshot.manifest;
	enum status status = OK;
	for (uint32_t i = 0; i < m->source_count && status == OK; i++) {
		sources_file(path, sizeof path, b->copy->from, m->sources[i]);
		status = copy_small(b, path, err);
	}
	for (uint32_t i = 0; i < m->segment_count && status == OK; i++) {
		const struct manifest_segment *s = &m->segments[i];
		if (!s->live)
			continue;
		live_path(path, sizeof path, b->copy->from, s->id, s->live);
		status = copy_small(b, path, err);
	}
	return status;
}

static enum status copy_segment(
	struct backup *b, const struct segment *s, struct error *err)
{
	char to[4096 + 64];
	struct str file = s->file.bytes;
	struct hash128 id = hash128(str_slice(file, 0, (size_t)s->body));
	if (id.low != s->id.low || id.high != s->id.high)
		return error_corrupt(err, s->path,
			"its content is not what it is named by; mend the "
			"index with `meju-index check --repair`");
	target_path(b, s->path, to, sizeof to);
	if (b->copy->link && link(s->path, to) == 0) {
		b->copy->bytes += file.len;
		return OK;
	}
	return write_file(b, to, file, err);
}

/* Open a commit and copy what of it may vanish. */
static enum status take_snapshot(struct backup *b, struct error *err)
{
	for (int i = 0; i < RETRIES; i++) {
		uint64_t generation = b->snapshot.manifest.generation;
		snapshot_close(&b->snapshot);
		enum status status =
			snapshot_open(&b->snapshot, b->copy->from, err);
		if (status != OK)
			return status;
		if (i && b->snapshot.manifest.generation == generation)
			return error_set(err, ERR_CORRUPT,
				"the index %s lacks a file that its manifest "
				"names; mend it with `meju-index check "
				"--repair`",
				b->copy->from);
		status = copy_small_all(b, err);
		if (status != ERR_NOT_FOUND)
			return status;
		sweep(b->copy->to, &(struct manifest){0});
		b->copy->bytes = 0;
	}
	return error_set(err, ERR_IO,
		"the index %s changes too fast to be backed up", b->copy->from);
}

static enum status sync_parent(const char *folder, struct error *err)
{
	char parent[4096 + 4];
	snprintf(parent, sizeof parent, "%s/..", folder);
	return folder_sync(parent, err);
}

static enum status run(struct backup *b, struct error *err)
{
	struct manifest there;
	enum status status = manifest_read(&there, b->copy->from, err);
	if (status != OK)
		return status;
	manifest_release(&there);
	status = make_target(b, err);
	if (status == OK)
		status = take_snapshot(b, err);
	for (uint32_t i = 0; status == OK && i < b->snapshot.leaf_count; i++)
		status = copy_segment(b, &b->snapshot.leaves[i]->segment, err);
	if (status == OK)
		status = folder_sync(b->copy->to, err);
	if (status == OK)
		status =
			manifest_write(&b->snapshot.manifest, b->copy->to, err);
	if (status == OK)
		status = sync_parent(b->copy->to, err);
	return status;
}

static void clean_up(const struct backup *b)
{
	char path[4096 + 8];
	sweep(b->copy->to, &(struct manifest){0});
	snprintf(path, sizeof path, "%s/lock", b->copy->to);
	unlink(path);
	rmdir(b->copy->to);
}

enum status copy_index(struct copy *c, struct error *err)
{
	struct backup b = {.copy = c, .lock.fd = -1};
	if (glass_shards(c->from))
		return glass_refuse(c->from, "back up", err);
	enum status status = run(&b, err);
	c->generation = b.snapshot.manifest.generation;
	c->docs = b.snapshot.docs;
	if (status != OK && b.lock.fd >= 0)
		clean_up(&b);
	snapshot_close(&b.snapshot);
	lock_release(&b.lock);
	return status;
}
