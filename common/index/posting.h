/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * posting.h - the documents of one term, in ascending order.
 *
 * On disk (FORMAT.md, "Postings") a list is cut into blocks of 128 documents
 * and a shorter last one (block.h).  A list of up to 128 is one block, led by
 * its format byte if it is full; a longer one begins with its directory:
 *
 *	lowest f32, step f32  (*) scale of the bounds
 *	ranks   u16 x 5       (*) so many 65536ths have the impacts of the 10, 32,
 *	                      100, 320, 1000 best postings at least
 *	last    u32 per block  its last document
 *	offset  u32 per block  where it starts, counted behind the directory
 *	format  u8 per block   of its ids; 0 for a tail
 *	bound   u8 per block   (*) no posting of the block has an impact above
 *	                       lowest + bound * step
 *	range   u8 per range of 256 documents of the segment (*, and if
 *	                       posting_is_ranged()): 0 if none of them is
 *	                       here, else none has an impact above
 *	                       range * (lowest + 255 * step) / 255
 *	blocks
 *
 * (*) only lists with frequencies.
 *
 * The impact of a posting is tf / (tf + K), K = k1 (1 - b + b length / average)
 * with the average length of the segment when it was written (query/rank has
 * the formula); bounds are rounded up.
 *
 *	struct posting_cursor c;
 *	if (posting_open(&c, segment, &info) != OK)
 *		...
 *	for (uint32_t d = c.doc; d != DOC_END; d = posting_next(&c))
 *		visit(d, posting_freq(&c));
 *	return c.status;
 *
 * Errors:    damage ends a list early and sets c.status.
 * Ownership: a cursor borrows the segment; it allocates nothing.
 * Threads:   a cursor belongs to one thread; the segment may be shared.
 */
#ifndef MEJU_INDEX_POSTING_H
#define MEJU_INDEX_POSTING_H

#include "common/base/buf.h"
#include "common/index/block.h"
#include "common/index/dictionary.h"
#include "common/index/segment.h"

enum {
	POSTING_BLOCK = BITPACK_COUNT,
	POSTING_RANGE = 256, /* documents */
	POSTING_RANGED = 2048,
	POSTING_RANKS = 5,
};

#define DOC_END UINT32_MAX

/* Constants that the bounds are made with; ranking uses the same. */
#define BM25_K1 1.2
#define BM25_B 0.75

/* Which ranks those are. */
extern const uint16_t posting_rank_numbers[POSTING_RANKS];

/* Ranges of a segment. */
static inline uint32_t posting_ranges(uint32_t docs)
{
	return (docs + POSTING_RANGE - 1) / POSTING_RANGE;
}

/* Has a list of df postings the maxima of ranges?  A rarer one is decoded in
 * the time it takes to read as many. */
static inline bool posting_is_ranged(uint32_t df, uint32_t docs)
{
	return df >= POSTING_RANGED && df >= docs / POSTING_RANGE;
}

struct posting_cursor {
	uint32_t doc;       /* current; DOC_END behind the last */
	enum status status; /* why the list ended early         */

	const struct segment *segment;
	uint32_t df, blocks;
	const uint8_t *lasts, *offsets, *formats, *bounds;
	const uint8_t *ranks, *ranges; /* or NULL                  */
	const uint8_t *bytes, *end;    /* of the blocks               */
	float lowest, step;
	bool freqs;         /* the list has them           */
	bool decoded;       /* those of the current block  */
	uint32_t number;    /* of the current block        */
	uint32_t at;        /* current posting of it       */
	struct reader rest; /* where its frequencies are   */
	struct block block;
};

/* Positioned on the first document. */
MUST_CHECK enum status posting_open(struct posting_cursor *c,
	const struct segment *s, const struct term_info *info);

/* Positioned nowhere, if there are several blocks: for what goes block by block
 * or to some document only. */
MUST_CHECK enum status posting_open_idle(struct posting_cursor *c,
	const struct segment *s, const struct term_info *info);

uint32_t posting_next(struct posting_cursor *c);

/* To the first document >= target; never backwards. */
uint32_t posting_seek(struct posting_cursor *c, uint32_t target);

/* Frequency in the current document.  REQUIRES: c->doc != DOC_END and a list
 * with frequencies. */
uint32_t posting_freq(struct posting_cursor *c);

/* Have the frequencies of the current block decoded, c->block.freqs. */
bool posting_load_freqs(struct posting_cursor *c);

/*
 * A bound on the impacts of all documents in [target, *last], where *last is
 * the end of the block that target would be found in (DOC_END - 1 behind the
 * list).  Moves nothing, decodes nothing.  Whatever the bytes are, *last is
 * not below target.  REQUIRES: target >= c->doc, a list with frequencies.
 */
float posting_bound(
	const struct posting_cursor *c, uint32_t target, uint32_t *last);

/*
 * Block by block, in whatever order; numbers run from 0 to c->blocks - 1.
 * posting_block() decodes a block's ids into c->block, which makes it the
 * current one, whose first document is c->doc; false if it is damaged.
 */
bool posting_block(struct posting_cursor *c, uint32_t number);

/* The lowest document that a block could begin with. */
static inline uint32_t posting_block_from(
	const struct posting_cursor *c, uint32_t number)
{
	return number ? get_u32(c->lasts + 4 * (size_t)number - 4) + 1 : 0;
}

/* The last one; of a list's only block nothing is known but that it is below
 * DOC_END.  */
static inline uint32_t posting_block_last(
	const struct posting_cursor *c, uint32_t number)
{
	uint32_t last = DOC_END;
	if (c->blocks > 1)
		last = get_u32(c->lasts + 4 * (size_t)number);
	return last < DOC_END ? last : DOC_END - 1;
}

/* Its bytes, verified; false if they lie outside. */
bool posting_block_bytes(
	const struct posting_cursor *c, uint32_t number, struct reader *out);

/* Set the bits of its documents that are in a window of n words, a multiple of
 * 8, that begins at document `from`; c->block is then unspecified.  False if it
 * is damaged. */
bool posting_block_bits(struct posting_cursor *c, uint32_t number,
	uint64_t *bits, uint32_t n, uint32_t from);

/* The first block from `number` on that ends at or behind `target`, or
 * c->blocks. */
uint32_t posting_block_find(
	const struct posting_cursor *c, uint32_t number, uint32_t target);

/* The same of all blocks; quickest if documents are spread evenly. */
uint32_t posting_block_of(const struct posting_cursor *c, uint32_t target);

/* To a document in either direction; false if it is not in the list, and the
 * cursor then stands wherever. */
bool posting_find(struct posting_cursor *c, uint32_t doc);

/* An impact that at least k postings have; 0 if none is known. */
float posting_rank(const struct posting_cursor *c, uint64_t k);

/* What the bytes of c->ranges are multiplied by. */
float posting_range_step(const struct posting_cursor *c);

/* The impact of a posting in a segment of that average length. */
double posting_impact(uint32_t tf, uint32_t length, double average);

/* What a list is made of; the writer's side. */
struct posting_input {
	const uint32_t *docs, *tfs; /* tfs NULL: a plain list */
	uint32_t count;
	const uint32_t *lengths; /* by document            */
	double average;          /* length, of the segment */
	uint32_t limit;          /* documents of it        */
};

void posting_put(const struct posting_input *in, struct buf *out);

#endif
