/* SPDX-License-Identifier: GPL-3.0-or-later */
#define ZSTD_STATIC_LINKING_ONLY /* for the header of a frame */
#include "common/index/salvage.h"
#include "common/base/bytes.h"

#include <stdlib.h>
#include <zstd.h>

enum {
	INDEX_ROW = 12,
	FRAME_MAGIC_BYTES = 4,
	BLOCK_MAX = STORED_RECORD_MAX + 2 * STORED_BLOCK,
	TRIED = 8, /* blocks that a dictionary is tried on, and places where
	              there may be one */
	AHEAD = 1 << 12, /* rows of an index that one is looked for in */
};

static const char FRAME_MAGIC[] = "\x28\xb5\x2f\xfd";
static const char DICTIONARY_MAGIC[] = "\x37\xa4\x30\xec";

static bool starts_with(const struct salvage *s, uint64_t at, const char *magic)
{
	return at + FRAME_MAGIC_BYTES <= s->all.len &&
	       memcmp(s->all.p + at, magic, FRAME_MAGIC_BYTES) == 0;
}

/* The frame at or behind `at`; s->to if there is none. */
static uint64_t next_frame(const struct salvage *s, uint64_t at)
{
	const char *found = at < s->to ? memmem(s->all.p + at, s->to - at,
						 FRAME_MAGIC, FRAME_MAGIC_BYTES)
				       : NULL;
	return found ? (uint64_t)(found - s->all.p) : s->to;
}

/* The lengths of the records, then the records; no more and no less. */
static enum status split(struct salvage *s)
{
	struct reader r = reader_from(buf_str(&s->plain));
	uint64_t sum = 0;
	enum status status = OK;
	s->records.len = 0;
	while (!r.bad && status == OK && sum < reader_left(&r)) {
		uint64_t n = read_varint_max(&r, STORED_RECORD_MAX);
		sum += n;
		status = vec_push(&s->records, ((struct str){NULL, (size_t)n}));
	}
	for (size_t i = 0; status == OK && i < s->records.len; i++)
		s->records.v[i] = read_bytes(&r, s->records.v[i].len);
	if (status != OK)
		return status;
	return r.bad || reader_left(&r) ? ERR_CORRUPT : OK;
}

/* Is what these bytes say what was written? */
static bool is_vouched(
	const struct salvage *s, struct str frame, bool has_checksum)
{
	return has_checksum || (s->opened && segment_touch(&s->segment, frame.p,
						     frame.len) == OK);
}

static enum status decode(struct salvage *s, uint64_t at, size_t len)
{
	struct str frame = str_slice(s->all, (size_t)at, (size_t)at + len);
	ZSTD_frameHeader head;
	if (ZSTD_getFrameHeader(&head, frame.p, frame.len) != 0 ||
		head.frameContentSize > BLOCK_MAX ||
		!is_vouched(s, frame, head.checksumFlag))
		return ERR_CORRUPT;
	size_t size = (size_t)head.frameContentSize;
	buf_clear(&s->plain);
	char *to = buf_reserve(&s->plain, size + 1);
	if (!to)
		return ERR_NOMEM;
	size_t n = ZSTD_decompress_usingDDict(
		s->context, to, size, frame.p, frame.len, s->dictionary);
	if (ZSTD_isError(n) || n != size)
		return ERR_CORRUPT;
	s->plain.len = n;
	return split(s);
}

/* The bytes of the frame at `at`, as far as one can tell; 0: there is none. */
static size_t frame_length(const struct salvage *s, uint64_t at)
{
	if (!starts_with(s, at, FRAME_MAGIC))
		return 0;
	size_t n = ZSTD_findFrameCompressedSize(s->all.p + at, s->to - at);
	return ZSTD_isError(n) ? 0 : n;
}

enum status salvage_block(struct salvage *s, size_t i)
{
	return decode(s, s->blocks.v[i].off, (size_t)s->blocks.v[i].len);
}

static enum status find_blocks(struct salvage *s)
{
	bool gap = false;
	for (uint64_t at = s->from; at < s->to;) {
		size_t n = frame_length(s, at);
		enum status status = n ? decode(s, at, n) : ERR_CORRUPT;
		if (status == OK)
			status = vec_push(
				&s->blocks, ((struct salvage_block){at, n,
						    (uint32_t)s->records.len,
						    SALVAGE_NO_NUMBER, gap}));
		if (status == ERR_NOMEM)
			return status;
		gap = status != OK;
		at = status == OK ? at + n : next_frame(s, at + 1);
	}
	return OK;
}

/* ---- which numbers the documents had ---- */

static uint64_t row_offset(const struct salvage *s, const char *row)
{
	return s->from + get_u64(row);
}

static uint32_t row_doc(const char *row)
{
	return get_u32(row + 8);
}

/* The index of blocks, which nobody vouches for.  Without tables it is behind
 * the last block, and ends where its last row says so. */
static struct str find_index(const struct salvage *s, uint32_t docs)
{
	const struct salvage_block *last = &s->blocks.v[s->blocks.len - 1];
	uint64_t end = last->off + last->len;
	uint64_t at = (end + SECTION_ALIGN - 1) / SECTION_ALIGN * SECTION_ALIGN;
	if (s->opened)
		return segment_section(&s->segment, SECTION_STORED_INDEX);
	for (uint64_t to = at; to + INDEX_ROW <= s->all.len; to += INDEX_ROW)
		if (row_offset(s, s->all.p + to) == end &&
			row_doc(s->all.p + to) == docs)
			return str_slice(s->all, at, to + INDEX_ROW);
	return STR("");
}

/* A row is believed that knows where a block is and how many documents it
 * has. */
static void number_by_index(struct salvage *s, struct str index, uint32_t docs)
{
	const char *row = index.p;
	const char *end = index.p + index.len / INDEX_ROW * INDEX_ROW;
	for (size_t i = 0; i < s->blocks.len && index.len; i++) {
		struct salvage_block *b = &s->blocks.v[i];
		const char *at = row;
		for (int n = 0; n < AHEAD && at + INDEX_ROW < end &&
				row_offset(s, at) != b->off;
			n++)
			at += INDEX_ROW;
		if (at + INDEX_ROW >= end || row_offset(s, at) != b->off)
			continue;
		row = at + INDEX_ROW;
		if (row_doc(row) <= docs && row_doc(row) >= row_doc(at) &&
			row_doc(row) - row_doc(at) == b->count)
			b->first = row_doc(at);
	}
}

/* By counting on from where numbers are known. */
static void number_by_count(struct salvage *s, uint32_t docs)
{
	struct salvage_block *v = s->blocks.v;
	size_t n = s->blocks.len;
	bool to_end = s->opened && v[n - 1].off + v[n - 1].len == s->to;
	if (!v[0].gap && v[0].first == SALVAGE_NO_NUMBER)
		v[0].first = 0;
	for (size_t i = 1; i < n; i++)
		if (v[i].first == SALVAGE_NO_NUMBER && !v[i].gap &&
			v[i - 1].first != SALVAGE_NO_NUMBER)
			v[i].first = v[i - 1].first + v[i - 1].count;
	if (to_end && v[n - 1].first == SALVAGE_NO_NUMBER &&
		v[n - 1].count <= docs)
		v[n - 1].first = (int64_t)docs - v[n - 1].count;
	for (size_t i = n - 1; i-- > 0;)
		if (v[i].first == SALVAGE_NO_NUMBER && !v[i + 1].gap &&
			v[i + 1].first >= v[i].count)
			v[i].first = v[i + 1].first - v[i].count;
}

static void number_blocks(struct salvage *s, uint32_t docs)
{
	if (s->blocks.len == 0)
		return;
	number_by_index(s, find_index(s, docs), docs);
	number_by_count(s, docs);
}

/* ---- where things are ---- */

static void use_dictionary(struct salvage *s, const char *p, size_t len)
{
	ZSTD_freeDDict(s->dictionary);
	s->dictionary = len ? ZSTD_createDDict_byReference(p, len) : NULL;
}

/* Can one of the first blocks be read with this dictionary? */
static bool is_readable(struct salvage *s)
{
	uint64_t at = next_frame(s, s->from);
	for (int i = 0; i < TRIED && at < s->to; i++) {
		size_t n = frame_length(s, at);
		if (n && decode(s, at, n) == OK)
			return true;
		at = next_frame(s, at + 1);
	}
	return false;
}

/* It begins with its magic; where it ends is tried: at a multiple of 64 or,
 * with zeros up to there, before. */
static bool try_dictionary(struct salvage *s, uint64_t at)
{
	uint64_t most = at + STORED_DICTIONARY_MAX;
	for (uint64_t to = at + SECTION_ALIGN;
		to <= s->all.len && to - SECTION_ALIGN < most;
		to += SECTION_ALIGN) {
		uint64_t end = to + 1;
		do {
			end--;
			use_dictionary(s, s->all.p + at, (size_t)(end - at));
			if (is_readable(s))
				return true;
		} while (to - end < SECTION_ALIGN && s->all.p[end - 1] == '\0');
	}
	return false;
}

/* Without tables: writers put blocks first, then their index, then the
 * dictionary, if there is one. */
static void search_dictionary(struct salvage *s)
{
	if (is_readable(s))
		return;
	int tried = 0;
	for (uint64_t at = SECTION_ALIGN; at < s->all.len && tried < TRIED;
		at += SECTION_ALIGN) {
		if (!starts_with(s, at, DICTIONARY_MAGIC))
			continue;
		if (try_dictionary(s, at))
			return;
		tried++;
	}
	use_dictionary(s, "", 0);
}

static void find_sections(struct salvage *s)
{
	s->all = s->opened ? s->segment.file.bytes : s->file.bytes;
	s->from = SECTION_ALIGN < s->all.len ? SECTION_ALIGN : s->all.len;
	s->to = s->all.len;
	if (!s->opened) {
		search_dictionary(s);
		return;
	}
	struct str blocks = segment_section(&s->segment, SECTION_STORED);
	struct str dictionary =
		segment_section(&s->segment, SECTION_STORED_DICTIONARY);
	s->from = blocks.len ? (uint64_t)(blocks.p - s->all.p) : s->to;
	s->to = s->from + blocks.len;
	use_dictionary(s, dictionary.p, dictionary.len);
}

enum status salvage_open(
	struct salvage *s, const char *path, uint32_t docs, struct error *err)
{
	struct error ignored;
	*s = (struct salvage){.context = ZSTD_createDCtx()};
	enum status status = segment_open(&s->segment, path, &ignored);
	s->opened = status == OK;
	status = s->context ? OK : ERR_NOMEM;
	if (status == OK && !s->opened)
		status = mapping_open(&s->file, path, err);
	if (status == OK) {
		find_sections(s);
		status = find_blocks(s);
	}
	if (status == OK)
		number_blocks(s, docs);
	else
		salvage_close(s);
	return status == ERR_NOMEM ? error_set(err, status,
					     "out of memory reading %s", path)
				   : status;
}

void salvage_close(struct salvage *s)
{
	ZSTD_freeDDict(s->dictionary);
	ZSTD_freeDCtx(s->context);
	segment_close(&s->segment);
	mapping_close(&s->file);
	vec_release(&s->blocks);
	vec_release(&s->records);
	buf_release(&s->plain);
	*s = (struct salvage){0};
}
