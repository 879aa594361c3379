/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * posting.h - the documents of one term, in ascending order.
 *
 * On disk (FORMAT.md, "Postings") a list is cut into blocks of 128 documents
 * and a shorter last one (block.h).  A list of one block is that block; a
 * longer one begins with its directory:
 *
 *	lowest f32, step f32  (stems) scale of the bounds
 *	last   u32 per block  its last document
 *	offset u32 per block  where it starts, counted behind the directory
 *	bound  u8 per block   (stems) no posting of the block has an impact
 *	                      above lowest + bound * step
 *	blocks
 *
 * The impact of a posting is tf / (tf + K), K = k1 (1 - b + b length / average)
 * with the average length of the segment when it was written (bm25.h has the
 * formula); bounds are rounded up.
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
#include "common/index/dictionary.h"
#include "common/index/segment.h"

enum { POSTING_BLOCK = 128 };

#define DOC_END UINT32_MAX

/* Constants of the bounds; ranking with others can't use them. */
#define BM25_K1 1.2
#define BM25_B 0.75

struct posting_cursor {
	uint32_t doc;       /* current; DOC_END behind the last */
	enum status status; /* why the list ended early         */

	const struct segment *segment;
	uint32_t df, count;         /* documents, blocks        */
	const uint8_t *lasts, *offsets, *bounds;
	const uint8_t *blocks, *end;
	float lowest, step;
	bool freqs;
	uint32_t block;             /* current                  */
	uint32_t at, len;           /* posting of the block     */
	const uint8_t *tf_bytes;    /* not yet decoded, or NULL */
	uint32_t docs[POSTING_BLOCK], tfs[POSTING_BLOCK];
};

/* Positioned on the first document. */
MUST_CHECK enum status posting_open(struct posting_cursor *c,
	const struct segment *s, const struct term_info *info);

uint32_t posting_next(struct posting_cursor *c);

/* To the first document >= target; never backwards. */
uint32_t posting_seek(struct posting_cursor *c, uint32_t target);

/* Frequency in the current document.  REQUIRES: c->doc != DOC_END. */
uint32_t posting_freq(struct posting_cursor *c);

/*
 * A bound on the impacts of all documents in [target, *last], where *last is
 * the end of the block that target would be found in (DOC_END - 1 behind the
 * list).  Moves nothing, decodes nothing.  REQUIRES: target >= c->doc.
 */
float posting_bound(const struct posting_cursor *c, uint32_t target,
	uint32_t *last);

/* What a list is made of; the writer's side. */
struct posting_input {
	const uint32_t *docs, *tfs; /* tfs NULL: a plain list */
	uint32_t count;
	const uint32_t *lengths;    /* by document            */
	double average;             /* length, of the segment */
};

void posting_put(const struct posting_input *in, struct buf *out);

#endif
