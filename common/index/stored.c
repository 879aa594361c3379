/* SPDX-License-Identifier: GPL-3.0-or-later */
#define ZSTD_STATIC_LINKING_ONLY /* for a dictionary that is not copied */
#include "common/index/stored.h"
#include "common/base/bytes.h"

#include <stdlib.h>
#include <zstd.h>

enum { INDEX_ROW = 12, BLOCK_MAX = STORED_RECORD_MAX + 2 * STORED_BLOCK };

static uint64_t row_offset(const struct stored *s, uint32_t block)
{
	return get_u64(s->index + (size_t)block * INDEX_ROW);
}

static uint32_t row_doc(const struct stored *s, uint32_t block)
{
	return get_u32(s->index + (size_t)block * INDEX_ROW + 8);
}

enum status stored_open(
	struct stored *s, const struct segment *segment, struct error *err)
{
	struct str index, dictionary;
	*s = (struct stored){.segment = segment,
		.blocks = segment_section(segment, SECTION_STORED)};
	enum status status =
		segment_load(segment, SECTION_STORED_INDEX, &index, err);
	if (status == OK)
		status = segment_load(
			segment, SECTION_STORED_DICTIONARY, &dictionary, err);
	if (status != OK)
		return status;
	if (index.len < INDEX_ROW || index.len % INDEX_ROW)
		return segment_corrupt(segment, SECTION_STORED_INDEX,
			"its length makes no sense", err);
	s->index = (const uint8_t *)index.p;
	s->count = (uint32_t)(index.len / INDEX_ROW - 1);
	if (row_doc(s, 0) != 0 || row_doc(s, s->count) != segment->docs)
		return segment_corrupt(segment, SECTION_STORED_INDEX,
			"it does not cover all documents", err);
	if (dictionary.len == 0)
		return OK;
	s->dictionary =
		ZSTD_createDDict_byReference(dictionary.p, dictionary.len);
	return s->dictionary
		       ? OK
		       : error_set(err, ERR_NOMEM, "out of memory opening %s",
				 segment->path);
}

void stored_close(struct stored *s)
{
	ZSTD_freeDDict(s->dictionary);
	*s = (struct stored){0};
}

static uint32_t block_of(const struct stored *s, uint32_t doc)
{
	uint32_t low = 0, high = s->count;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;
		if (row_doc(s, middle) <= doc)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static enum status decode_block(struct stored_reader *r, const struct stored *s,
	uint32_t block, const char **why)
{
	uint64_t from = row_offset(s, block), to = row_offset(s, block + 1);
	*why = "a block lies outside";
	if (from > to || to > s->blocks.len)
		return ERR_CORRUPT;
	struct str packed = str_slice(s->blocks, (size_t)from, (size_t)to);
	*why = "a checksum is wrong";
	if (segment_touch(s->segment, packed.p, packed.len) != OK)
		return ERR_CORRUPT;
	unsigned long long size =
		ZSTD_getFrameContentSize(packed.p, packed.len);
	*why = "a block does not say its size";
	if (size > BLOCK_MAX)
		return ERR_CORRUPT;
	if (!r->context && (r->context = ZSTD_createDCtx()))
		/* the page's has been verified */
		ZSTD_DCtx_setParameter(r->context, ZSTD_d_forceIgnoreChecksum,
			ZSTD_d_ignoreChecksum);
	r->of = NULL;
	buf_clear(&r->bytes);
	char *to_bytes = buf_reserve(&r->bytes, (size_t)size + 1);
	if (!r->context || !to_bytes)
		return ERR_NOMEM;
	size_t n = ZSTD_decompress_usingDDict(r->context, to_bytes,
		(size_t)size, packed.p, packed.len, s->dictionary);
	*why = "a block cannot be decompressed";
	if (ZSTD_isError(n) || n != size)
		return ERR_CORRUPT;
	r->bytes.len = n;
	r->of = s;
	r->block = block;
	return OK;
}

static bool find_record(const struct stored_reader *r, uint32_t docs,
	uint32_t nth, struct str *out)
{
	struct reader in = reader_from(buf_str(&r->bytes));
	uint64_t before = 0, len = 0;
	for (uint32_t i = 0; i < docs && !in.bad; i++) {
		uint64_t n = read_varint_max(&in, STORED_RECORD_MAX);
		if (i < nth)
			before += n;
		else if (i == nth)
			len = n;
	}
	(void)read_bytes(&in, before);
	*out = read_bytes(&in, len);
	return !in.bad;
}

static enum status read_record(struct stored_reader *r, const struct stored *s,
	uint32_t doc, struct str *out, struct error *err)
{
	const char *why = "";
	uint32_t block = block_of(s, doc);
	enum status status = OK;
	if (r->of != s || r->block != block)
		status = decode_block(r, s, block, &why);
	uint32_t first = row_doc(s, block), next = row_doc(s, block + 1);
	if (status == OK &&
		(doc < first || doc >= next ||
			!find_record(r, next - first, doc - first, out))) {
		status = ERR_CORRUPT;
		why = "a block does not hold its documents";
	}
	if (status == ERR_NOMEM)
		return error_set(err, status, "out of memory reading %s",
			s->segment->path);
	if (status != OK)
		return segment_corrupt(s->segment, SECTION_STORED, why, err);
	return OK;
}

enum status stored_get(struct stored_reader *r, const struct stored *s,
	uint32_t doc, struct str *out, struct error *err)
{
	struct str kept = {0};
	if (doc >= s->segment->docs)
		return error_set(
			err, ERR_NOT_FOUND, "there is no document %u", doc);
	if (r->cache)
		kept = stored_cache_find(r->cache, &s->segment->id, doc);
	if (kept.p) {
		*out = kept;
		return OK;
	}
	enum status status = read_record(r, s, doc, out, err);
	if (status == OK && r->cache)
		stored_cache_put(r->cache, &s->segment->id, doc, *out);
	return status;
}

void stored_reader_release(struct stored_reader *r)
{
	ZSTD_freeDCtx(r->context);
	buf_release(&r->bytes);
	*r = (struct stored_reader){0};
}
