/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/glass.h"
#include "common/base/bytes.h"
#include "common/base/crc32c.h"
#include "common/text/analyzer.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>

double glass_boost(uint32_t boost)
{
	static const double LIMIT = 4; /* as query/rank/prior.c has it */
	double v = log2((double)boost / 1000);
	return GLASS_BOOST_ZERO + (v < -LIMIT ? -LIMIT : v > LIMIT ? LIMIT : v);
}

void glass_info_put(const struct glass_info *info, struct buf *out)
{
	size_t from = out->len;
	buf_put_varint(out, GLASS_SCHEMA);
	settings_put(&info->settings, out);
	buf_put_u64(out, info->index.low);
	buf_put_u64(out, info->index.high);
	buf_put_varint(out, info->shard);
	buf_put_varint(out, info->shards);
	buf_put_varint(out, info->generation);
	struct str bytes = str_slice(buf_str(out), from, out->len);
	buf_put_u32(out, crc32c(0, bytes.p, bytes.len));
}

static enum status refuse(const char *name, const char *what, struct error *err)
{
	return error_set(err, ERR_VERSION,
		"%s was written with another %s; use the meju that wrote it, "
		"or index again",
		name, what);
}

enum status glass_info_get(struct str bytes, const char *name,
	struct glass_info *out, struct error *err)
{
	struct reader r = reader_from(bytes);
	struct glass_info info = {0};
	if (bytes.len == 0)
		return error_set(err, ERR_INVALID,
			"%s is a database of Xapian, but none that meju-index "
			"has made",
			name);
	if (bytes.len < 4 || crc32c(0, bytes.p, bytes.len - 4) !=
				     get_u32(bytes.p + bytes.len - 4))
		return error_corrupt(err, name,
			"the checksum of what it says of itself is wrong");
	r.end -= 4;
	if (read_varint(&r) != GLASS_SCHEMA)
		return refuse(name, "schema", err);
	info.settings = settings_read(&r);
	if (!r.bad && info.settings.analyzer != ANALYZER_VERSION)
		return refuse(name, "analysis of text", err);
	info.index.low = read_u64(&r);
	info.index.high = read_u64(&r);
	info.shard = (uint32_t)read_varint_max(&r, GLASS_SHARDS_MAX);
	info.shards = (uint32_t)read_varint_max(&r, GLASS_SHARDS_MAX);
	info.generation = read_varint(&r);
	if (r.bad || reader_left(&r) || info.shard >= info.shards)
		return error_corrupt(
			err, name, "what it says of itself makes no sense");
	*out = info;
	return OK;
}

enum status glass_info_read(const struct xap_db *db, const char *name,
	struct arena *arena, struct glass_info *out, struct error *err)
{
	struct buf bytes = {0};
	enum status status = xap_db_metadata(db, STR(GLASS_KEY), &bytes, err);
	struct str copy = arena_dup(arena, buf_str(&bytes));
	buf_release(&bytes);
	if (status == OK && !copy.p)
		status = error_set(err, ERR_NOMEM, "out of memory");
	return status == OK ? glass_info_get(copy, name, out, err) : status;
}

uint32_t glass_shard(struct str id, uint32_t shards)
{
	return (uint32_t)(hash64(id) % shards);
}

void glass_path(char *out, size_t size, const char *folder, uint32_t shard,
	uint32_t shards)
{
	snprintf(out, size, "%s/shard-%u-of-%u", folder, shard, shards);
}

enum status glass_look(const char *folder, uint32_t *shards, struct error *err)
{
	uint32_t found = 0;
	DIR *dir = opendir(folder);
	if (!dir && errno != ENOENT && errno != ENOTDIR)
		return error_errno(err, "cannot read the folder %s", folder);
	errno = 0;
	for (struct dirent *e; dir && !found && (e = readdir(dir));) {
		unsigned shard, count;
		char end;
		if (sscanf(e->d_name, "shard-%4u-of-%4u%c", &shard, &count,
			    &end) == 2 &&
			shard < count && count <= GLASS_SHARDS_MAX)
			found = count;
	}
	enum status status =
		dir && !found && errno
			? error_errno(err, "cannot read the folder %s", folder)
			: OK;
	if (dir)
		closedir(dir);
	if (status == OK)
		*shards = found;
	return status;
}

uint32_t glass_shards(const char *folder)
{
	uint32_t shards = 0;
	return glass_look(folder, &shards, NULL) == OK ? shards : 0;
}

enum status glass_refuse(
	const char *folder, const char *what, struct error *err)
{
	return error_set(err, ERR_UNSUPPORTED,
		"%s is made of databases of Xapian, which meju-index cannot "
		"%s; `meju-index convert` makes an index of the native engine "
		"of it",
		folder, what);
}

bool glass_next_key(struct str *keys, struct str *key)
{
	struct reader r = reader_from(*keys);
	*key = read_text(&r);
	if (r.bad || keys->len == 0)
		return false;
	*keys = str_slice(*keys, keys->len - reader_left(&r), keys->len);
	return true;
}
