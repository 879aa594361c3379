/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * position.h - where in each document a term stands.
 *
 * On disk (FORMAT.md, "Positions") the positions of a list are cut into the
 * same blocks as its postings.  A list of one block is that block; a longer
 * one begins with a u32 per block, where it starts, counted behind these.
 * The positions of each document ascend (two may be equal) and are stored as
 * gaps, the first from 0.  A document has tf positions less those that the
 * weights of its fields account for ("excess").  A block is either
 *
 *	few    (the tfs of its postings sum up to POSITION_FEW or less) the
 *	       excesses and the gaps, golomb 6, in one stream of bits
 *	many   the excesses as a stream of bits; gaps in the codes of rice.h,
 *	       which depend on the lengths of the documents
 *
 * Excesses are a bit, 1 if there are any, and if so golomb 0 (bits.h) of each
 * posting with tf > 1.
 *
 * Errors:    position_get() returns NULL and sets r->status.
 * Ownership: a reader owns what it has decoded, which holds until the next
 *            call.
 * Threads:   a reader belongs to one thread.
 */
#ifndef MEJU_INDEX_POSITION_H
#define MEJU_INDEX_POSITION_H

#include "common/base/vec.h"
#include "common/index/posting.h"
#include "common/index/rice.h"

enum {
	POSITION_FEW = 16,
	POSITIONS_MAX = 1 << 26, /* of one block */
};

/* Append the positions of a list; arrays as in builder.h. */
void position_put(const struct posting_input *in, const uint32_t *counts,
	const uint32_t *positions, struct buf *out);

struct position_reader {
	enum status status;
	const struct segment *segment;
	const uint8_t *offsets, *blocks, *end;
	uint32_t count; /* of blocks                          */
	uint32_t block; /* opened one, UINT32_MAX: none       */
	uint32_t at;    /* posting of it that was asked for   */
	bool many;      /* its positions are in `rice`        */
	struct rice_reader rice;
	uint32_t only; /* the position, if the term has one  */
	bool one;
	uint32_t starts[POSITION_FEW + 1]; /* if few: of each posting   */
	VEC(uint32_t) values; /* of all, or (many) of posting `at` */
};

MUST_CHECK enum status position_open(struct position_reader *r,
	const struct segment *s, const struct term_info *info);
void position_close(struct position_reader *r);

/* The `*count` ascending positions of the cursor's document. */
const uint32_t *position_get(
	struct position_reader *r, struct posting_cursor *c, uint32_t *count);

#endif
