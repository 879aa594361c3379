/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * block.h - up to 128 postings in bytes: ascending ids and their frequencies.
 *
 * A full block's ids come in one of three formats, usually the smallest, named
 * by a byte that is kept beside the block (in the list's directory):
 *
 *	0 .. 32        gaps less one in row order (bitpack.h), that many bits
 *	               each: 16 * format bytes.  0 is a run: no bytes at all
 *	33             the same gaps less one as a pfor stream (pfor.h)
 *	64 + w         bitmap of w little-endian words of 64 bits, 2 to 64, whose
 *	               lowest bit is `from`: 8 * w bytes
 *
 * Its frequencies, less one, are a pfor stream in row order.  The
 * first gap counts from `from` - 1, `from` being the least id possible: the one
 * after the preceding block's last, or 0.
 *
 * A tail of n < 128 postings has no format byte and is a stream of bits
 * (bits.h) between two limits that are known, `from` and `limit`:
 *
 *	first  below what the others leave room for
 *	last   if n > 1: how far behind the least it can be, as the number of
 *	       its bits, below what the limit allows, and these but the highest
 *	rest   ascending between the two
 *	freqs  a bit, 1 if any is above 1; if so each less one, golomb 0
  *
 *	struct block b = {.kernel = bitpack()};
 *	if (block_get_ids(&b, &r, format, from, limit) == OK)
 *		for (unsigned i = 0; i < b.count; i++)
 *			visit(b.ids[bitpack_slot(i)]);
 *
 * Limits:    ids and `limit` are at most BLOCK_ID_MAX.
 * Errors:    bytes that end early or ids that are not below `limit` give
 *            ERR_CORRUPT; ids and freqs are then unspecified.
 * Ownership: the struct holds the decoded numbers and borrows nothing.
 */
#ifndef MEJU_INDEX_BLOCK_H
#define MEJU_INDEX_BLOCK_H

#include "common/base/bytes.h"
#include "common/simd/bitpack.h"

#define BLOCK_ID_MAX UINT32_C(0x7fffffff)

enum { BLOCK_PATCHED = 33, BLOCK_BITMAP = 64, BLOCK_WORDS_MAX = 64 };

/*
 * Posting i is at bitpack_slot(i) of either array.  Slots of a tail that hold
 * no posting have id UINT32_MAX and frequency 0.
 */
struct block {
	const struct bitpack_kernel *kernel; /* set by the caller */
	unsigned count;
	_Alignas(64) uint32_t ids[BITPACK_COUNT];
	_Alignas(64) uint32_t freqs[BITPACK_COUNT];
};

/* Writers take natural order; frequencies are at least 1.  Returns the format;
 * `quick`: of a list whose speed is worth bytes. */
uint8_t block_put_ids(struct buf *b, const uint32_t ids[BITPACK_COUNT],
	uint32_t from, bool quick);
void block_put_freqs(struct buf *b, const uint32_t freqs[BITPACK_COUNT]);
/* `freqs` NULL: ids alone.  The limit is one that the reader knows, too. */
void block_put_tail(struct buf *b, const uint32_t *ids, const uint32_t *freqs,
	unsigned n, uint32_t from, uint32_t limit);

/*
 * Readers move `r` behind what they decode.  REQUIRES: BITPACK_SLACK readable
 * bytes at r->end.
 */
MUST_CHECK enum status block_get_ids(struct block *b, struct reader *r,
	uint8_t format, uint32_t from, uint32_t limit);
MUST_CHECK enum status block_get_freqs(struct block *b, struct reader *r);

/* Ids, and frequencies if they were put, of 1 to 127 postings. */
MUST_CHECK enum status block_get_tail(struct block *b, struct reader *r,
	unsigned n, bool freqs, uint32_t from, uint32_t limit);

#endif
