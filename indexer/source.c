/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/source.h"
#include "common/base/bytes.h"
#include "common/base/crc32c.h"
#include "common/base/file.h"
#include "common/index/manifest.h"
#include "common/index/segment.h"

#include <stdio.h>
#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

static const char MAGIC[8] = "mejuSRC";

enum { HEAD = 12, LEVEL = 1, PLAIN_MAX = INT32_MAX };

struct source *sources_find(struct sources *s, struct str path)
{
	uint32_t id = map_find(&s->paths, path);
	return id == MAP_NONE ? NULL : &s->v.v[id];
}

struct str sources_path(const struct sources *s, const struct source *which)
{
	return map_key(&s->paths, (uint32_t)(which - s->v.v));
}

static bool is_same(const struct source *a, const struct source *b)
{
	return a->root == b->root && a->size == b->size &&
	       a->modified == b->modified && a->hash == b->hash &&
	       a->recheck == b->recheck;
}

/* The entry of a path; a new one is nowhere. */
static enum status entry(
	struct sources *s, struct str path, struct source **out)
{
	uint32_t id;
	enum status status = map_add(&s->paths, path, &id);
	if (status == OK && id == s->v.len)
		status = vec_push(
			&s->v, (struct source){.file = SOURCE_NOWHERE});
	if (status == OK)
		*out = &s->v.v[id];
	return status;
}

enum status sources_put(
	struct sources *s, struct str path, const struct source *source)
{
	struct source *to;
	enum status status = entry(s, path, &to);
	if (status != OK)
		return status;
	uint32_t file = is_same(to, source) ? to->file : SOURCE_CHANGED;
	*to = *source;
	to->file = file;
	return OK;
}

enum status sources_meet(struct sources *s, struct str path, uint32_t root)
{
	struct source *to;
	enum status status = entry(s, path, &to);
	if (status == OK) {
		to->root = root;
		to->seen = true;
	}
	return status;
}

void sources_drop(struct source *which)
{
	which->hash = 0;
	which->file = SOURCE_CHANGED;
}

void sources_release(struct sources *s)
{
	map_release(&s->paths);
	vec_release(&s->v);
	vec_release(&s->entries);
}

void sources_file(
	char *out, size_t size, const char *folder, uint64_t generation)
{
	snprintf(out, size, "%s/%llu.sources", folder,
		(unsigned long long)generation);
}

static enum status read_table(struct sources *s, struct str plain)
{
	struct reader r = reader_from(plain);
	uint64_t count = read_varint_max(&r, reader_left(&r));
	uint32_t file = (uint32_t)s->entries.len;
	enum status status = vec_push(&s->entries, (uint32_t)count);
	for (uint64_t i = 0; i < count && !r.bad && status == OK; i++) {
		struct source x = {.file = file}, *to;
		x.root = (uint32_t)read_varint_max(&r, UINT32_MAX);
		struct str path = read_text(&r);
		x.size = read_varint(&r);
		x.modified = (int64_t)read_u64(&r);
		x.hash = read_u64(&r);
		x.recheck = (int64_t)read_u64(&r);
		if (!r.bad)
			status = entry(s, path, &to);
		if (!r.bad && status == OK)
			*to = x;
	}
	return status != OK ? status : r.bad ? ERR_CORRUPT : OK;
}

static enum status decode(struct sources *s, struct str bytes)
{
	if (bytes.len < HEAD + 4 || memcmp(bytes.p, MAGIC, 8) != 0)
		return ERR_CORRUPT;
	if (get_u32(bytes.p + bytes.len - 4) !=
		crc32c(0, bytes.p, bytes.len - 4))
		return ERR_CORRUPT;
	if (get_u32(bytes.p + 8) != FORMAT_VERSION)
		return ERR_VERSION;
	struct str frame = str_slice(bytes, HEAD, bytes.len - 4);
	unsigned long long size = ZSTD_getFrameContentSize(frame.p, frame.len);
	if (size > PLAIN_MAX)
		return ERR_CORRUPT;
	char *plain = malloc((size_t)size + 1);
	if (!plain)
		return ERR_NOMEM;
	size_t n = ZSTD_decompress(plain, (size_t)size, frame.p, frame.len);
	enum status status = ERR_CORRUPT;
	if (n == size)
		status = read_table(s, (struct str){plain, (size_t)size});
	else if (ZSTD_getErrorCode(n) == ZSTD_error_memory_allocation)
		status = ERR_NOMEM;
	free(plain);
	return status;
}

static enum status read_file(struct sources *s, const char *folder,
	uint64_t generation, struct error *err)
{
	char path[4096 + 32];
	struct buf bytes = {0};
	sources_file(path, sizeof path, folder, generation);
	enum status status = file_read(path, SOURCES_FILE_MAX, &bytes, err);
	if (status == OK) {
		status = decode(s, buf_str(&bytes));
		if (status == ERR_CORRUPT)
			error_corrupt(err, path,
				"it is no list of sources or its checksum is "
				"wrong; mend the index with `meju-index check "
				"--repair`");
		else if (status != OK)
			error_set(err, status, "cannot read %s: %s", path,
				status_text(status));
	}
	buf_release(&bytes);
	return status;
}

enum status sources_read(struct sources *s, const char *folder,
	const uint64_t *chain, uint32_t count, struct error *err)
{
	enum status status = OK;
	*s = (struct sources){0};
	for (uint32_t i = 0; i < count && status == OK; i++)
		status = read_file(s, folder, chain[i], err);
	if (status != OK)
		sources_release(s);
	return status;
}

/* Is the entry written if the files from `first` on are? */
static bool is_due(const struct source *x, uint32_t first)
{
	if (x->file == SOURCE_NOWHERE || x->file < first)
		return false;
	return x->hash || first > 0; /* where nothing is before, nothing goes */
}

static uint32_t count_due(const struct sources *s, uint32_t first)
{
	uint32_t n = 0;
	for (size_t i = 0; i < s->v.len; i++)
		n += is_due(&s->v.v[i], first);
	return n;
}

static void put_table(const struct sources *s, uint32_t first, struct buf *b)
{
	buf_put_varint(b, count_due(s, first));
	for (size_t i = 0; i < s->v.len; i++) {
		const struct source *x = &s->v.v[i];
		if (!is_due(x, first))
			continue;
		buf_put_varint(b, x->root);
		buf_put_text(b, map_key(&s->paths, (uint32_t)i));
		buf_put_varint(b, x->size);
		buf_put_u64(b, (uint64_t)x->modified);
		buf_put_u64(b, x->hash);
		buf_put_u64(b, (uint64_t)x->recheck);
	}
}

static enum status encode(
	const struct sources *s, uint32_t first, struct buf *out)
{
	struct buf plain = {.max = PLAIN_MAX};
	put_table(s, first, &plain);
	buf_put(out, MAGIC, sizeof MAGIC);
	buf_put_u32(out, FORMAT_VERSION);
	size_t bound = ZSTD_compressBound(plain.len);
	char *to = buf_reserve(out, bound);
	enum status status = to ? plain.status : ERR_NOMEM;
	if (status == OK) {
		size_t n = ZSTD_compress(to, bound, plain.p, plain.len, LEVEL);
		if (ZSTD_isError(n))
			status = ERR_NOMEM;
		else
			out->len += n;
	}
	if (status == OK) {
		buf_put_u32(out, crc32c(0, out->p, out->len));
		status = out->status;
	}
	buf_release(&plain);
	return status;
}

enum status sources_write(struct sources *s, const char *folder,
	uint64_t generation, uint64_t *chain, uint32_t *count,
	struct error *err)
{
	char path[4096 + 32];
	struct buf bytes = {0};
	uint32_t first = (uint32_t)s->entries.len;
	uint32_t due = count_due(s, SOURCE_CHANGED);
	if (due == 0)
		return OK;
	for (; first > 0 && (s->entries.v[first - 1] / 2 <= due ||
				    first >= MANIFEST_SOURCES_MAX);
		first--)
		due = count_due(s, first - 1);
	*count = first;
	if (due == 0)
		return OK;
	sources_file(path, sizeof path, folder, generation);
	enum status status = encode(s, first, &bytes);
	if (status == OK)
		status = file_replace(path, buf_str(&bytes), err);
	else
		error_set(err, status, "cannot write %s: %s", path,
			status_text(status));
	buf_release(&bytes);
	if (status == OK)
		chain[(*count)++] = generation;
	return status;
}
