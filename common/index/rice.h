/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rice.h - the positions of a block's documents as Golomb-Rice codes: of each
 * gap some low bits as they are, and the rest in unary.
 *
 * How many low bits, both sides know beforehand: a document of length L with c
 * positions gets floor(log2((L + 100) / (c + 1))), no rounding but that, plus
 * what the block's shift adds, within 0 to RICE_WIDTH_MAX.  (A constant of 100 did best for documents
 * whose fields lie that far apart; with 1/8 of all, the codes take 8.5 bits a
 * position where pfor takes 9.9.)  Layout:
 *
 *	shift  u8, RICE_SHIFT_ZERO meaning 0
 *	low    all low bits, lowest first, zeros up to a full byte
 *	high   per gap as many zeros as the rest says, then a one; zeros up to a
 *	       full byte
 *
 * The first gap of a document counts from 0.
 *
 * Errors:    ERR_CORRUPT.
 * Threads:   no state.
 */
#ifndef MEJU_INDEX_RICE_H
#define MEJU_INDEX_RICE_H

#include "common/base/bytes.h"

enum {
	RICE_DOCS_MAX = 128,
	RICE_SHIFT_ZERO = 8,
	RICE_SHIFT_MAX = 24,
	RICE_WIDTH_MAX = 24,
};

/* The documents of a block: of each its length, and where in an array of all
 * their positions its own begin; starts[n] is the number of all. */
struct rice_docs {
	const uint32_t *lengths, *starts;
	unsigned n;
};

/* REQUIRES: each document's positions ascend. */
void rice_put(
	struct buf *b, const struct rice_docs *docs, const uint32_t *positions);

/*
 * The documents' positions, one document at a time, whose numbers are slots of
 * row order (bitpack.h); slots without a document have a count of 0.  Documents
 * in ascending order cost what lies between them a word at a time.
 *
 *	struct rice_reader x;
 *	if (rice_open(&x, &r, lengths, counts) == OK &&
 *		rice_doc(&x, bitpack_slot(5), out) == OK)
 *		...
 *
 * Borrows the bytes, behind which 8 are readable.
 */
struct rice_reader {
	const uint8_t *low, *high;
	uint64_t end;  /* bits of the high stream       */
	uint64_t at;   /* high bits that are behind us  */
	uint32_t ones; /* ... and ones among them       */
	uint32_t counts[RICE_DOCS_MAX];
	uint32_t ends[RICE_DOCS_MAX];   /* sums of counts, up to this one's  */
	uint32_t widths[RICE_DOCS_MAX]; /* low bits of each gap              */
	uint32_t lows[RICE_DOCS_MAX];   /* where those behind its own begin  */
};

/* REQUIRES: counts that add up to less than 2^26. */
MUST_CHECK enum status rice_open(struct rice_reader *x, struct reader *r,
	const uint32_t lengths[RICE_DOCS_MAX],
	const uint32_t counts[RICE_DOCS_MAX]);

/* The positions of a document; room for its count at `positions`. */
MUST_CHECK enum status rice_doc(
	struct rice_reader *x, unsigned slot, uint32_t *positions);

#endif
