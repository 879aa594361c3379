/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/source.h"
#include "common/base/bytes.h"
#include "common/base/crc32c.h"
#include "common/base/file.h"
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

enum status sources_put(
	struct sources *s, struct str path, const struct source *source)
{
	uint32_t id;
	enum status status = map_add(&s->paths, path, &id);
	if (status == OK && id == s->v.len)
		return vec_push(&s->v, *source);
	if (status == OK)
		s->v.v[id] = *source;
	return status;
}

void sources_release(struct sources *s)
{
	map_release(&s->paths);
	vec_release(&s->v);
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
	enum status status = OK;
	for (uint64_t i = 0; i < count && !r.bad && status == OK; i++) {
		struct source x = {0};
		x.root = (uint32_t)read_varint_max(&r, UINT32_MAX);
		struct str path = read_text(&r);
		x.size = read_varint(&r);
		x.modified = (int64_t)read_u64(&r);
		x.hash = read_u64(&r);
		x.recheck = (int64_t)read_u64(&r);
		if (!r.bad)
			status = sources_put(s, path, &x);
	}
	return status != OK ? status : r.bad ? ERR_CORRUPT : OK;
}

static enum status decode(struct sources *s, struct str bytes)
{
	if (bytes.len < HEAD + 4 || memcmp(bytes.p, MAGIC, 8) != 0)
		return ERR_CORRUPT;
	if (get_u32(bytes.p + 8) != FORMAT_VERSION)
		return ERR_VERSION;
	if (get_u32(bytes.p + bytes.len - 4) !=
		crc32c(0, bytes.p, bytes.len - 4))
		return ERR_CORRUPT;
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

enum status sources_read(struct sources *s, const char *folder,
	uint64_t generation, struct error *err)
{
	char path[4096 + 32];
	struct buf bytes = {0};
	*s = (struct sources){0};
	sources_file(path, sizeof path, folder, generation);
	enum status status = file_read(path, SOURCES_FILE_MAX, &bytes, err);
	if (status == OK) {
		status = decode(s, buf_str(&bytes));
		if (status == ERR_CORRUPT)
			error_corrupt(err, path,
				"it is no list of sources or "
				"its checksum is wrong");
		else if (status != OK)
			error_set(err, status, "cannot read %s: %s", path,
				status_text(status));
	}
	buf_release(&bytes);
	if (status != OK)
		sources_release(s);
	return status;
}

static void put_table(const struct sources *s, struct buf *b)
{
	uint64_t count = 0;
	for (size_t i = 0; i < s->v.len; i++)
		count += s->v.v[i].hash != 0;
	buf_put_varint(b, count);
	for (size_t i = 0; i < s->v.len; i++) {
		const struct source *x = &s->v.v[i];
		if (!x->hash)
			continue;
		buf_put_varint(b, x->root);
		buf_put_text(b, map_key(&s->paths, (uint32_t)i));
		buf_put_varint(b, x->size);
		buf_put_u64(b, (uint64_t)x->modified);
		buf_put_u64(b, x->hash);
		buf_put_u64(b, (uint64_t)x->recheck);
	}
}

enum status sources_write(const struct sources *s, const char *folder,
	uint64_t generation, struct error *err)
{
	char path[4096 + 32];
	struct buf plain = {.max = PLAIN_MAX}, out = {0};
	sources_file(path, sizeof path, folder, generation);
	put_table(s, &plain);
	buf_put(&out, MAGIC, sizeof MAGIC);
	buf_put_u32(&out, FORMAT_VERSION);
	size_t bound = ZSTD_compressBound(plain.len);
	char *to = buf_reserve(&out, bound);
	enum status status = plain.status;
	if (status == OK && !to)
		status = ERR_NOMEM;
	if (status == OK) {
		size_t n = ZSTD_compress(to, bound, plain.p, plain.len, LEVEL);
		if (ZSTD_isError(n))
			status = ERR_NOMEM;
		else
			out.len += n;
	}
	if (status == OK) {
		buf_put_u32(&out, crc32c(0, out.p, out.len));
		status = out.status;
	}
	if (status == OK)
		status = file_replace(path, buf_str(&out), err);
	else
		error_set(err, status, "cannot write %s: %s", path,
			status_text(status));
	buf_release(&plain);
	buf_release(&out);
	return status;
}
