/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * segment.h - the file that holds an immutable part of the index: a header,
 * sections, checksums, a footer.
 *
 * On disk (FORMAT.md, "Segment"):
 *
 *	header    64 bytes: magic, version, CRC32C of itself
 *	sections  each starts at a multiple of 64, in ascending order, none in
 *	          another
 *	table     per section: tag u32, flags u32, offset u64, length u64
 *	pages     per 64 KiB of all before the table: CRC32C u32
 *	footer    64 bytes: offset of the table, number of sections, pages and
 *	          documents, CRC32C of table and pages, length of the file, id
 *	          (XXH3 of the sections), magic, CRC32C of itself
 *
 * Opening verifies header, footer and tables; a page is verified when it is
 * first touched.  Everything that reads a section says segment_touch() before
 * it looks at bytes it has not touched.
 *
 * Errors:    damage is ERR_CORRUPT with the file and the section named.
 * Ownership: sections are borrowed from the mapping, until segment_close().
 * Threads:   an open segment may be shared; touching is atomic.
 */
#ifndef MEJU_INDEX_SEGMENT_H
#define MEJU_INDEX_SEGMENT_H

#include "common/base/file.h"
#include "common/base/hash.h"

#include <stdatomic.h>

enum {
	FORMAT_VERSION = 1,
	PAGE_SHIFT = 16,
	PAGE_SIZE = 1 << PAGE_SHIFT,
	SECTION_ALIGN = 64,
	SEGMENT_SECTIONS_MAX = 64,
	SEGMENT_DOCS_MAX = 1 << 30,
	SEGMENT_NAME_MAX = 40, /* 32 hexadecimal digits, ".seg", zero */
	SEGMENT_FOOTER = 64,   /* bytes of header and of footer          */
	SEGMENT_OWN_CRC = 60,  /* where either keeps its own checksum    */
};

#define SEGMENT_MAGIC "mejuSEG"
#define SEGMENT_END_MAGIC "mejuEND"

#define SECTION_TAG(a, b, c, d)                                                \
	((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 |            \
		(uint32_t)(d) << 24)

enum section_tag {
	SECTION_META = SECTION_TAG('M', 'E', 'T', 'A'),
	SECTION_TERMS = SECTION_TAG('T', 'E', 'R', 'M'),
	SECTION_TERM_INDEX = SECTION_TAG('T', 'I', 'D', 'X'),
	SECTION_POSTINGS = SECTION_TAG('P', 'O', 'S', 'T'),
	SECTION_POSITIONS = SECTION_TAG('P', 'O', 'S', 'N'),
	SECTION_LENGTHS = SECTION_TAG('L', 'E', 'N', 'S'),
	SECTION_STORED = SECTION_TAG('S', 'T', 'O', 'R'),
	SECTION_STORED_INDEX = SECTION_TAG('S', 'I', 'D', 'X'),
	SECTION_STORED_DICTIONARY = SECTION_TAG('S', 'D', 'I', 'C'),
	SECTION_COLUMNS = SECTION_TAG('C', 'O', 'L', 'S'),
};

enum { SECTION_REQUIRED = 1 }; /* flag: a reader must know this section */

struct segment_section {
	uint32_t tag, flags;
	uint64_t off, len;
};

struct segment {
	char path[4096];
	struct mapping file;
	uint32_t docs;
	struct hash128 id;
	struct segment_section sections[SEGMENT_SECTIONS_MAX];
	unsigned count;
	const uint8_t *page_crcs;
	uint32_t pages;
	uint64_t body;            /* bytes that the pages cover        */
	_Atomic uint8_t *touched; /* one per page: verified            */
};

MUST_CHECK enum status segment_open(
	struct segment *s, const char *path, struct error *err);
void segment_close(struct segment *s);

/* The bytes of a section, unverified; empty if there is none. */
struct str segment_section(const struct segment *s, enum section_tag tag);

/* Verify the pages that bytes [p, p + len) of a section lie on.  ERR_CORRUPT
 * the first time and every time. */
MUST_CHECK enum status segment_touch_pages(
	const struct segment *s, uint64_t first, uint64_t last);

static inline MUST_CHECK enum status segment_touch(
	const struct segment *s, const void *p, size_t len)
{
	if (len == 0)
		return OK;
	uint64_t off = (uint64_t)((const char *)p - s->file.bytes.p);
	uint64_t first = off >> PAGE_SHIFT;
	uint64_t last = (off + len - 1) >> PAGE_SHIFT;
	if (first == last && last < s->pages &&
		atomic_load_explicit(&s->touched[first], memory_order_relaxed))
		return OK;
	return segment_touch_pages(s, first, last);
}

/* A whole section, verified. */
MUST_CHECK enum status segment_load(const struct segment *s,
	enum section_tag tag, struct str *out, struct error *err);

/* The sentence for damage found in a section. */
enum status segment_corrupt(const struct segment *s, enum section_tag tag,
	const char *why, struct error *err);

/*
 * Writing: sections one after the other, then finish, which makes the file
 * durable and gives it the name of its content below `folder`.
 */
struct segment_writer {
	struct output out;
	char folder[4096];
	struct segment_section sections[SEGMENT_SECTIONS_MAX];
	unsigned count;
	uint32_t page_crc; /* of the page being filled   */
	struct buf page_crcs;
	struct XXH3_state_s *content;
};

MUST_CHECK enum status segment_create(
	struct segment_writer *w, const char *folder, struct error *err);
void segment_begin(
	struct segment_writer *w, enum section_tag tag, unsigned flags);
void segment_put(struct segment_writer *w, const void *bytes, size_t len);

/* Bytes put into the section that is being written. */
uint64_t segment_at(const struct segment_writer *w);

/* One whole section. */
void segment_add(struct segment_writer *w, enum section_tag tag, unsigned flags,
	struct str bytes);

MUST_CHECK enum status segment_finish(struct segment_writer *w, uint32_t docs,
	char name[SEGMENT_NAME_MAX], struct error *err);
void segment_abandon(struct segment_writer *w);

#endif
