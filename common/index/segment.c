/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/segment.h"
#include "common/base/bytes.h"
#include "common/base/crc32c.h"

#include <stdio.h>
#include <stdlib.h>

static enum status damaged(
	const struct segment *s, const char *why, struct error *err)
{
	return error_corrupt(err, s->path, why);
}

static enum status read_footer(struct segment *s, struct error *err)
{
	struct str file = s->file.bytes;
	const char *f = file.p + file.len - SEGMENT_FOOTER;
	if (memcmp(f + 48, SEGMENT_END_MAGIC, 8) != 0)
		return damaged(s, "it does not end as a segment", err);
	if (get_u32(f + SEGMENT_OWN_CRC) != crc32c(0, f, SEGMENT_OWN_CRC))
		return damaged(s, "the checksum of the footer is wrong", err);
	uint64_t table = get_u64(f);
	uint64_t count = get_u32(f + 8), pages = get_u32(f + 12);
	uint64_t size = count * 24 + pages * 4;
	if (get_u64(f + 24) != file.len)
		return damaged(s, "its length has changed", err);
	if (count > SEGMENT_SECTIONS_MAX || table > file.len ||
		size > file.len - SEGMENT_FOOTER - SECTION_ALIGN ||
		table + size + SEGMENT_FOOTER != file.len ||
		pages != (table + PAGE_SIZE - 1) >> PAGE_SHIFT)
		return damaged(s, "the footer contradicts itself", err);
	if (get_u32(f + 16) != crc32c(0, file.p + table, size))
		return damaged(s, "the checksum of its tables is wrong", err);
	s->docs = get_u32(f + 20);
	if (s->docs > SEGMENT_DOCS_MAX)
		return damaged(s, "it claims too many documents", err);
	s->id = (struct hash128){get_u64(f + 32), get_u64(f + 40)};
	s->body = table;
	s->count = (unsigned)count;
	s->pages = (uint32_t)pages;
	s->page_crcs = (const uint8_t *)file.p + table + count * 24;
	return OK;
}

static bool known(uint32_t tag)
{
	switch (tag) {
	case SECTION_META:
	case SECTION_TERMS:
	case SECTION_TERM_INDEX:
	case SECTION_POSTINGS:
	case SECTION_POSITIONS:
	case SECTION_LENGTHS:
	case SECTION_STORED:
	case SECTION_STORED_INDEX:
	case SECTION_STORED_DICTIONARY:
	case SECTION_COLUMNS:
		return true;
	default:
		return false;
	}
}

static enum status read_sections(struct segment *s, struct error *err)
{
	const char *p = s->file.bytes.p + s->body;
	uint64_t end = SECTION_ALIGN;
	for (unsigned i = 0; i < s->count; i++, p += 24) {
		struct segment_section *x = &s->sections[i];
		*x = (struct segment_section){get_u32(p), get_u32(p + 4),
			get_u64(p + 8), get_u64(p + 16)};
		if (x->off % SECTION_ALIGN || x->off < end ||
			x->off > s->body || x->len > s->body - x->off)
			return damaged(s, "a section lies outside", err);
		if (x->flags & SECTION_REQUIRED && !known(x->tag))
			return error_set(err, ERR_VERSION,
				"%s has a section that this meju does not "
				"know; use a newer meju or rebuild the index",
				s->path);
		end = x->off + x->len;
	}
	return OK;
}

static enum status read_header(struct segment *s, struct error *err)
{
	const char *h = s->file.bytes.p;
	if (memcmp(h, SEGMENT_MAGIC, 8) != 0)
		return error_set(
			err, ERR_INVALID, "%s is no meju segment", s->path);
	if (get_u32(h + SEGMENT_OWN_CRC) != crc32c(0, h, SEGMENT_OWN_CRC))
		return damaged(s, "the checksum of the header is wrong", err);
	if (get_u32(h + 8) != FORMAT_VERSION)
		return error_set(err, ERR_VERSION,
			"%s has format version %u and this meju reads %u; "
			"use a newer meju or rebuild the index",
			s->path, get_u32(h + 8), FORMAT_VERSION);
	return OK;
}

static enum status segment_read(struct segment *s, struct error *err)
{
	if (s->file.bytes.len < SECTION_ALIGN + SEGMENT_FOOTER)
		return damaged(s, "it is too short", err);
	enum status status = read_header(s, err);
	if (status == OK)
		status = read_footer(s, err);
	if (status == OK)
		status = read_sections(s, err);
	if (status != OK)
		return status;
	s->touched = calloc(s->pages ? s->pages : 1, 1);
	if (!s->touched)
		return error_set(
			err, ERR_NOMEM, "out of memory opening %s", s->path);
	return OK;
}

enum status segment_open(struct segment *s, const char *path, struct error *err)
{
	*s = (struct segment){0};
	snprintf(s->path, sizeof s->path, "%s", path);
	enum status status = mapping_open(&s->file, path, err);
	if (status == OK)
		status = segment_read(s, err);
	if (status != OK)
		segment_close(s);
	return status;
}

void segment_close(struct segment *s)
{
	mapping_close(&s->file);
	free((void *)s->touched);
	s->touched = NULL;
	s->count = 0;
}

struct str segment_section(const struct segment *s, enum section_tag tag)
{
	for (unsigned i = 0; i < s->count; i++)
		if (s->sections[i].tag == (uint32_t)tag)
			return (struct str){
				s->file.bytes.p + s->sections[i].off,
				(size_t)s->sections[i].len};
	return STR("");
}

enum status segment_touch_pages(
	const struct segment *s, uint64_t first, uint64_t last)
{
	if (last >= s->pages)
		return ERR_CORRUPT;
	for (uint64_t i = first; i <= last; i++) {
		if (atomic_load_explicit(&s->touched[i], memory_order_relaxed))
			continue;
		uint64_t off = i << PAGE_SHIFT;
		size_t len = s->body - off < PAGE_SIZE ? (size_t)(s->body - off)
						       : PAGE_SIZE;
		if (crc32c(0, s->file.bytes.p + off, len) !=
			get_u32(s->page_crcs + 4 * i))
			return ERR_CORRUPT;
		atomic_store_explicit(&s->touched[i], 1, memory_order_relaxed);
	}
	return OK;
}

enum status segment_corrupt(const struct segment *s, enum section_tag tag,
	const char *why, struct error *err)
{
	unsigned t = (unsigned)tag;
	return error_set(err, ERR_CORRUPT,
		"%s is damaged: section %c%c%c%c: %s", s->path, (char)t,
		(char)(t >> 8), (char)(t >> 16), (char)(t >> 24), why);
}

enum status segment_load(const struct segment *s, enum section_tag tag,
	struct str *out, struct error *err)
{
	struct str bytes = segment_section(s, tag);
	if (bytes.len && segment_touch(s, bytes.p, bytes.len) != OK)
		return segment_corrupt(s, tag, "a checksum is wrong", err);
	*out = bytes;
	return OK;
}
