/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * salvage.h - the stored documents that can still be read in a segment that is
 * damaged anywhere: its tables, its index of blocks, some blocks, its end.
 *
 *	salvage_open(&s, path, docs, &err);
 *	for (size_t i = 0; i < s.blocks.len; i++)
 *		if (salvage_block(&s, i) == OK)
 *			for (uint32_t k = 0; k < s.blocks.v[i].count; k++)
 *				use(s.records.v[k]);
 *	salvage_close(&s);
 *
 * Blocks are frames of zstd one behind the other, and each has a checksum of
 * its content; so a sound one is known as such on a page whose checksum is
 * wrong, and found where nothing says where it is.
 *
 * Errors:    ERR_NOT_FOUND (no file), ERR_NOMEM, ERR_IO.
 * Ownership: records hold until the next block is asked for.
 * Threads:   one at a time.
 */
#ifndef MEJU_INDEX_SALVAGE_H
#define MEJU_INDEX_SALVAGE_H

#include "common/base/vec.h"
#include "common/index/stored.h"

enum { SALVAGE_NO_NUMBER = -1 };

struct salvage_block {
	uint64_t off, len;
	uint32_t count; /* documents                                       */
	int64_t first;  /* number of its first document in the segment, or
	                   SALVAGE_NO_NUMBER                               */
	bool gap;       /* something before it cannot be read              */
};

struct salvage {
	struct segment segment;
	bool opened;         /* the segment, whose tables are sound then */
	struct mapping file; /* in its place, if it is not opened */
	struct str all;      /* the bytes of the file    */
	uint64_t from, to;   /* where blocks may lie     */
	struct ZSTD_DDict_s *dictionary;
	struct ZSTD_DCtx_s *context;
	VEC(struct salvage_block) blocks; /* the sound ones */
	struct buf plain;
	VEC(struct str) records; /* of the block asked for */
};

/* `docs`: how many documents the segment had. */
MUST_CHECK enum status salvage_open(
	struct salvage *s, const char *path, uint32_t docs, struct error *err);
void salvage_close(struct salvage *s);

/* Decode block `i` of s->blocks into s->records. */
MUST_CHECK enum status salvage_block(struct salvage *s, size_t i);

#endif
