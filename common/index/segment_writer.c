/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/bytes.h"
#include "common/base/crc32c.h"
#include "common/index/segment.h"

#include <stdio.h>
#include <unistd.h>
#include <xxhash.h>

/* Pad header or footer with zeros and close it with its own checksum. */
static void seal(struct buf *b)
{
	char *zeros = buf_reserve(b, SEGMENT_FOOTER);
	if (!zeros)
		return;
	memset(zeros, 0, SEGMENT_FOOTER);
	b->len = SEGMENT_OWN_CRC;
	buf_put_u32(b, crc32c(0, b->p, SEGMENT_OWN_CRC));
}

/* Everything before the table of sections goes through here. */
static void put(struct segment_writer *w, const char *p, size_t len)
{
	XXH3_128bits_update(w->content, p, len);
	while (len) {
		size_t room = PAGE_SIZE - (w->out.len & (PAGE_SIZE - 1));
		size_t n = len < room ? len : room;
		w->page_crc = crc32c(w->page_crc, p, n);
		output_put(&w->out, p, n);
		if (n == room) {
			buf_put_u32(&w->page_crcs, w->page_crc);
			w->page_crc = 0;
		}
		p += n;
		len -= n;
	}
}

static void pad(struct segment_writer *w)
{
	static const char zeros[SECTION_ALIGN];
	put(w, zeros, -w->out.len & (SECTION_ALIGN - 1));
}

enum status segment_create(
	struct segment_writer *w, const char *folder, struct error *err)
{
	*w = (struct segment_writer){.out.fd = -1};
	char path[4096 + 32];
	snprintf(w->folder, sizeof w->folder, "%s", folder);
	snprintf(path, sizeof path, "%s/new.%ld.seg", folder, (long)getpid());
	unlink(path);
	w->content = XXH3_createState();
	if (!w->content)
		return error_set(
			err, ERR_NOMEM, "out of memory writing %s", path);
	XXH3_128bits_reset(w->content);
	enum status status = output_open(&w->out, path, err);
	if (status != OK) {
		segment_abandon(w);
		return status;
	}
	struct buf header = {0};
	buf_put(&header, SEGMENT_MAGIC, 8);
	buf_put_u32(&header, FORMAT_VERSION);
	seal(&header);
	status = header.status;
	put(w, header.p, header.len);
	buf_release(&header);
	if (status != OK) {
		segment_abandon(w);
		return error_set(err, status, "out of memory writing %s", path);
	}
	return OK;
}

static void end_section(struct segment_writer *w)
{
	if (w->count)
		w->sections[w->count - 1].len = segment_at(w);
}

void segment_begin(
	struct segment_writer *w, enum section_tag tag, unsigned flags)
{
	end_section(w);
	pad(w);
	w->sections[w->count++] = (struct segment_section){
		.tag = (uint32_t)tag, .flags = flags, .off = w->out.len};
}

void segment_put(struct segment_writer *w, const void *bytes, size_t len)
{
	put(w, bytes, len);
}

uint64_t segment_at(const struct segment_writer *w)
{
	return w->out.len - w->sections[w->count - 1].off;
}

void segment_add(struct segment_writer *w, enum section_tag tag, unsigned flags,
	struct str bytes)
{
	segment_begin(w, tag, flags);
	segment_put(w, bytes.p, bytes.len);
}

static void put_tables(struct segment_writer *w, struct buf *b)
{
	for (unsigned i = 0; i < w->count; i++) {
		buf_put_u32(b, w->sections[i].tag);
		buf_put_u32(b, w->sections[i].flags);
		buf_put_u64(b, w->sections[i].off);
		buf_put_u64(b, w->sections[i].len);
	}
	buf_put_str(b, buf_str(&w->page_crcs));
}

static void put_footer(struct segment_writer *w, uint32_t docs,
	struct str tables, struct buf *b)
{
	XXH128_hash_t id = XXH3_128bits_digest(w->content);
	buf_put_u64(b, w->out.len);
	buf_put_u32(b, w->count);
	buf_put_u32(b, (uint32_t)(w->page_crcs.len / 4));
	buf_put_u32(b, crc32c(0, tables.p, tables.len));
	buf_put_u32(b, docs);
	buf_put_u64(b, w->out.len + tables.len + SEGMENT_FOOTER);
	buf_put_u64(b, id.low64);
	buf_put_u64(b, id.high64);
	buf_put(b, SEGMENT_END_MAGIC, 8);
	seal(b);
}

static enum status put_end(struct segment_writer *w, uint32_t docs)
{
	struct buf tables = {0}, footer = {0};
	end_section(w);
	pad(w);
	if (w->out.len & (PAGE_SIZE - 1))
		buf_put_u32(&w->page_crcs, w->page_crc);
	put_tables(w, &tables);
	put_footer(w, docs, buf_str(&tables), &footer);
	enum status status = w->page_crcs.status;
	if (status == OK)
		status = tables.status;
	if (status == OK)
		status = footer.status;
	output_put(&w->out, tables.p, tables.len);
	output_put(&w->out, footer.p, footer.len);
	buf_release(&tables);
	buf_release(&footer);
	return status;
}

enum status segment_finish(struct segment_writer *w, uint32_t docs,
	char name[SEGMENT_NAME_MAX], struct error *err)
{
	char from[4096], to[4096 + SEGMENT_NAME_MAX];
	enum status status = put_end(w, docs);
	if (status != OK)
		error_set(err, status, "out of memory writing %s", w->out.path);
	else
		status = output_finish(&w->out, err);
	if (status == OK) {
		XXH128_hash_t id = XXH3_128bits_digest(w->content);
		snprintf(name, SEGMENT_NAME_MAX, "%016llx%016llx.seg",
			(unsigned long long)id.high64,
			(unsigned long long)id.low64);
		snprintf(from, sizeof from, "%s", w->out.path);
		snprintf(to, sizeof to, "%s/%s", w->folder, name);
		status = file_rename(from, to, err);
	}
	segment_abandon(w);
	return status;
}

void segment_abandon(struct segment_writer *w)
{
	output_abandon(&w->out);
	buf_release(&w->page_crcs);
	XXH3_freeState(w->content);
	w->content = NULL;
}
