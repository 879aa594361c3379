/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stored.h - the documents of a segment, compressed, each to be had alone.
 *
 * On disk (FORMAT.md, "Stored documents") records are gathered into blocks of
 * some 32 KiB, compressed with zstd and a dictionary trained on a sample of
 * the segment's documents (SDIC, may be empty).  A block holds the lengths
 * of its records as varints, then the records.  SIDX says for each block its
 * offset (u64) and its first document (u32).
 *
 * Errors:    ERR_CORRUPT, ERR_NOMEM, ERR_LIMIT.
 * Ownership: stored_get() decodes into a reader's buffer, which holds until
 *            the next call.
 * Threads:   a struct stored may be shared once open; readers may not.
 */
#ifndef MEJU_INDEX_STORED_H
#define MEJU_INDEX_STORED_H

#include "common/base/buf.h"
#include "common/index/segment.h"
#include "common/index/stored_cache.h"

enum {
	STORED_BLOCK = 32 << 10,       /* bytes after which a block is closed */
	STORED_RECORD_MAX = 128 << 20, /* bytes of one record                 */
	STORED_DICTIONARY_MAX = 256 << 10,
	STORED_SAMPLE_MAX = 8 << 20, /* bytes a dictionary is trained on    */
};

struct ZSTD_DDict_s;

struct stored {
	const struct segment *segment;
	struct str blocks;
	const uint8_t *index; /* per block and one: offset u64, document u32 */
	uint32_t count;       /* of blocks */
	struct ZSTD_DDict_s *dictionary;
};

MUST_CHECK enum status stored_open(
	struct stored *s, const struct segment *segment, struct error *err);
void stored_close(struct stored *s);

/* Decodes blocks and remembers the last, for neighbours are asked together. */
struct stored_reader {
	struct ZSTD_DCtx_s *context;
	const struct stored *of;
	uint32_t block;
	struct buf bytes;
	struct stored_cache *cache; /* of whoever reads on; NULL: none */
};

MUST_CHECK enum status stored_get(struct stored_reader *r,
	const struct stored *s, uint32_t doc, struct str *out,
	struct error *err);
void stored_reader_release(struct stored_reader *r);

/* A dictionary for `total` bytes of records, trained on some of them laid end to
 * end; empty if it is no use. */
MUST_CHECK enum status stored_train(const struct buf *records,
	const size_t *lens, size_t count, uint64_t total,
	struct buf *dictionary);

/*
 * Compress runs of records into blocks; one packer a thread, all with the
 * same dictionary.  Blocks never span two calls.
 */
struct stored_packer {
	struct ZSTD_CCtx_s *context;
	struct ZSTD_CDict_s *dictionary;
	struct buf plain;
};

struct stored_run {
	struct buf blocks; /* compressed, end to end            */
	struct buf index;  /* per block: length u32, records u32 */
};

MUST_CHECK enum status stored_packer_init(
	struct stored_packer *p, struct str dictionary);
void stored_packer_release(struct stored_packer *p);
MUST_CHECK enum status stored_pack(struct stored_packer *p,
	const struct buf *records, const size_t *lens, size_t count,
	struct stored_run *out);

/* Put runs, in order, into the section that the segment writer has begun;
 * finish adds the two other sections. */
struct stored_writer {
	struct buf index;
	uint32_t blocks, docs;
};

void stored_put(struct stored_writer *w, struct segment_writer *segment,
	const struct stored_run *run);
MUST_CHECK enum status stored_finish(struct stored_writer *w,
	struct segment_writer *segment, struct str dictionary);

#endif
