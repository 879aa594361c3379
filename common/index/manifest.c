/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/manifest.h"
#include "common/base/bytes.h"
#include "common/base/crc32c.h"
#include "common/base/file.h"
#include "common/index/segment.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char MAGIC[8] = "mejuIDX";

enum { PATH_ROOM = 4096 + 16 };

static void copy_path(char out[PATH_ROOM], const char *folder)
{
	snprintf(out, PATH_ROOM, "%s/manifest.copy", folder);
}

void settings_put(const struct settings *s, struct buf *b)
{
	buf_put_varint(b, s->analyzer);
	buf_put_varint(b, s->title_weight);
	buf_put_varint(b, s->heading_weight);
	buf_put_varint(b, s->body_weight);
	buf_put_text(b, s->language);
	buf_put_text(b, s->site);
	buf_put_text(b, s->permalink);
}

static void encode(const struct manifest *m, struct buf *b)
{
	buf_put(b, MAGIC, sizeof MAGIC);
	buf_put_u32(b, FORMAT_VERSION);
	buf_put_varint(b, m->generation);
	buf_put_varint(b, m->next_ordinal);
	buf_put_varint(b, m->source_count);
	for (uint32_t i = 0; i < m->source_count; i++)
		buf_put_varint(b, m->sources[i]);
	settings_put(&m->settings, b);
	buf_put_varint(b, m->root_count);
	for (uint32_t i = 0; i < m->root_count; i++) {
		buf_put_text(b, m->roots[i].path);
		buf_put_u64(b, (uint64_t)m->roots[i].synced);
	}
	buf_put_varint(b, m->segment_count);
	for (uint32_t i = 0; i < m->segment_count; i++) {
		const struct manifest_segment *s = &m->segments[i];
		buf_put_u64(b, s->id.low);
		buf_put_u64(b, s->id.high);
		buf_put_varint(b, s->docs);
		buf_put_varint(b, s->ordinal);
		buf_put_varint(b, s->live);
	}
	buf_put_u32(b, crc32c(0, b->p ? b->p : "", b->len));
}

struct settings settings_read(struct reader *r)
{
	struct settings s = {0};
	s.analyzer = (uint32_t)read_varint_max(r, UINT32_MAX);
	s.title_weight = (uint32_t)read_varint_max(r, 1000);
	s.heading_weight = (uint32_t)read_varint_max(r, 1000);
	s.body_weight = (uint32_t)read_varint_max(r, 1000);
	s.language = read_text(r);
	s.site = read_text(r);
	s.permalink = read_text(r);
	return s;
}

static void read_sources(struct reader *r, struct manifest *m)
{
	uint64_t before = 0;
	m->source_count = (uint32_t)read_varint_max(r, MANIFEST_SOURCES_MAX);
	for (uint32_t i = 0; i < m->source_count; i++) {
		m->sources[i] = read_varint(r);
		if (m->sources[i] <= before || m->sources[i] > m->generation)
			r->bad = true;
		before = m->sources[i];
	}
}

static bool read_roots(struct reader *r, struct manifest *m)
{
	m->root_count = (uint32_t)read_varint_max(r, MANIFEST_ROOTS_MAX);
	m->roots = arena_alloc(&m->arena, m->root_count * sizeof *m->roots);
	for (uint32_t i = 0; m->roots && i < m->root_count; i++) {
		m->roots[i].path = read_text(r);
		m->roots[i].synced = (int64_t)read_u64(r);
	}
	return m->roots;
}

static bool read_segments(struct reader *r, struct manifest *m)
{
	m->segment_count = (uint32_t)read_varint_max(r, MANIFEST_SEGMENTS_MAX);
	m->segments =
		arena_alloc(&m->arena, m->segment_count * sizeof *m->segments);
	for (uint32_t i = 0; m->segments && i < m->segment_count; i++) {
		struct manifest_segment *s = &m->segments[i];
		s->id.low = read_u64(r);
		s->id.high = read_u64(r);
		s->docs = (uint32_t)read_varint_max(r, SEGMENT_DOCS_MAX);
		s->ordinal = read_varint(r);
		s->live = read_varint(r);
		if (s->ordinal > m->next_ordinal ||
			s->docs > m->next_ordinal - s->ordinal)
			r->bad = true;
	}
	return m->segments;
}

static enum status decode(struct manifest *m, struct str bytes)
{
	struct reader r = reader_from(bytes);
	struct str magic = read_bytes(&r, sizeof MAGIC);
	uint32_t version = read_u32(&r);
	if (r.bad || reader_left(&r) < 4 ||
		memcmp(magic.p, MAGIC, sizeof MAGIC) != 0)
		return ERR_CORRUPT;
	r.end -= 4;
	if (crc32c(0, bytes.p, bytes.len - 4) != get_u32(r.end))
		return ERR_CORRUPT;
	if (version != FORMAT_VERSION)
		return ERR_VERSION;
	m->generation = read_varint(&r);
	m->next_ordinal = read_varint(&r);
	read_sources(&r, m);
	m->settings = settings_read(&r);
	if (!read_roots(&r, m) || !read_segments(&r, m))
		return ERR_NOMEM;
	return r.bad || reader_left(&r) ? ERR_CORRUPT : OK;
}

static enum status explain(
	enum status status, const char *path, struct error *err)
{
	switch (status) {
	case ERR_CORRUPT:
		return error_corrupt(err, path,
			"it is no manifest or its checksum is wrong; mend the "
			"index with `meju-index check --repair`");
	case ERR_VERSION:
		return error_set(err, status,
			"%s was written by a newer meju; use that, or "
			"rebuild the index",
			path);
	default:
		return error_set(err, status, "cannot read %s: %s", path,
			status_text(status));
	}
}

/* Nothing of that name: no index, or one that has lost it. */
static enum status miss(const char *folder, struct error *err)
{
	char path[PATH_ROOM];
	copy_path(path, folder);
	if (access(path, F_OK) == 0)
		return error_set(err, ERR_CORRUPT,
			"the index %s has lost its manifest; mend it with "
			"`meju-index check --repair`",
			folder);
	return error_set(err, ERR_NOT_FOUND,
		"%s is no meju index (make one with `meju-index -d %s PATH`)",
		folder, folder);
}

static bool is_no_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && !S_ISDIR(st.st_mode);
}

static enum status read_at(
	struct manifest *m, const char *path, struct error *err)
{
	struct buf bytes = {0};
	*m = (struct manifest){0};
	enum status status = file_read(path, MANIFEST_FILE_MAX, &bytes, err);
	if (status == OK) {
		struct str copy = arena_dup(&m->arena, buf_str(&bytes));
		status = copy.p ? decode(m, copy) : ERR_NOMEM;
		if (status != OK)
			explain(status, path, err);
	}
	buf_release(&bytes);
	if (status != OK)
		manifest_release(m);
	return status;
}

const char *settings_difference(
	const struct settings *a, const struct settings *b)
{
	if (a->analyzer != b->analyzer)
		return "analysis of text";
	if (a->title_weight != b->title_weight ||
		a->heading_weight != b->heading_weight ||
		a->body_weight != b->body_weight)
		return "weights of fields";
	if (!str_eq(a->language, b->language))
		return "--language";
	if (!str_eq(a->site, b->site))
		return "--site";
	return str_eq(a->permalink, b->permalink) ? NULL : "--permalink";
}

enum status manifest_read(
	struct manifest *m, const char *folder, struct error *err)
{
	char path[PATH_ROOM];
	snprintf(path, sizeof path, "%s/manifest", folder);
	enum status status = read_at(m, path, err);
	if (status == ERR_IO && is_no_folder(folder))
		return error_set(err, ERR_NOT_FOUND,
			"%s is no folder, and so no meju index", folder);
	return status == ERR_NOT_FOUND ? miss(folder, err) : status;
}

enum status manifest_read_copy(
	struct manifest *m, const char *folder, struct error *err)
{
	char path[PATH_ROOM];
	copy_path(path, folder);
	return read_at(m, path, err);
}

enum status manifest_write(
	const struct manifest *m, const char *folder, struct error *err)
{
	char path[PATH_ROOM];
	struct buf bytes = {0};
	struct error ignored;
	encode(m, &bytes);
	snprintf(path, sizeof path, "%s/manifest", folder);
	enum status status = bytes.status;
	if (status == OK)
		status = file_replace(path, buf_str(&bytes), err);
	else
		error_set(err, status, "out of memory writing %s", path);
	copy_path(path, folder);
	if (status == OK)
		(void)!file_replace(path, buf_str(&bytes), &ignored);
	buf_release(&bytes);
	return status;
}

void manifest_release(struct manifest *m)
{
	arena_release(&m->arena);
	*m = (struct manifest){0};
}

void manifest_segment_path(
	char *out, size_t size, const char *folder, struct hash128 id)
{
	snprintf(out, size, "%s/%016llx%016llx.seg", folder,
		(unsigned long long)id.high, (unsigned long long)id.low);
}
