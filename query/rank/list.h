/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * list.h - a term that scores, in one segment, block by block.
 *
 *	struct list l;
 *	struct list_block b;
 *	list_open(&l, &ranking, &info, weight);
 *	for (uint32_t i = 0; i < l.c.blocks && list_load(&l, i, &b); i++)
 *		use(b.ids, b.scores);
 *	return list_status(&l);
 *
 * Scores of blocks are floats that rule documents out (score.h); exact ones
 * come from list_exact().
 *
 * The last two blocks stay decoded.  What is known of ranges of documents
 * (posting.h) is stored with frequent lists; for that, list_spread() decodes a
 * rare one whole and keeps it.
 *
 * Errors:    list_status().
 * Ownership: borrows the segment; what is kept lives in the arena, and is no
 *            more than POSTING_RANGED postings or a 256th of the segment's
 *            documents.
 */
#ifndef MEJU_QUERY_RANK_LIST_H
#define MEJU_QUERY_RANK_LIST_H

#include "common/base/arena.h"
#include "common/index/probe.h"
#include "common/simd/kernel.h"
#include "query/rank/rank.h"

/* A block's postings in row order; slots without one as in block.h and
 * score.h. */
struct list_block {
	const uint32_t *ids, *freqs;
	const float *scores;
	unsigned count;
};

/* A block that was asked for. */
struct list_slot {
	struct probe probe;
	bool scored;
	_Alignas(64) float scores[BITPACK_COUNT];
};

struct list {
	struct posting_cursor c;
	struct list_slot slots[2], *slot; /* the one last asked for */
	struct term_info info;
	const struct ranking *ranking;
	const struct kernel *kernel;
	double weight, inverse; /* bm25.h */
	struct score score;
	struct kept *kept;     /* all blocks, or NULL                       */
	const uint32_t *found; /* frequency of what list_has() has found;
	                                NULL: the slot knows it             */
	const uint8_t *ranges; /* a byte per range, 0: no document          */
	double unit;           /* no document of a range scores more than
	                                its byte times this                 */
	double bound, part;    /* where an algorithm keeps them             */
};

MUST_CHECK enum status list_open(struct list *l, const struct ranking *r,
	const struct term_info *info, double weight);

/* Have `ranges` and `unit`. */
MUST_CHECK enum status list_spread(struct list *l, struct arena *arena);

/* Decode and score a block, which stays until another is asked for; false if it
 * is damaged. */
bool list_load(struct list *l, uint32_t block, struct list_block *out);

/* No document of a block with this byte for its bound scores more.  REQUIRES:
 * more than one block. */
double list_bound(const struct list *l, unsigned byte);

/* So many documents as k have at least this score; 0 if nothing is known. */
double list_rank(const struct list *l, uint64_t k);

/* The score of a document, 0 if it does not have the term. */
double list_exact(struct list *l, uint32_t doc);

/* The score of a posting of a block. */
double list_exact_at(
	const struct list *l, const struct list_block *b, unsigned slot);

bool list_seek(struct list *l, uint32_t doc);

/* Has the document the term?  Rising documents are found quickest. */
static inline bool list_has(struct list *l, uint32_t doc)
{
	struct probe *p = &l->slot->probe;
	if (!probe_covers(p, doc) || !p->words)
		return list_seek(l, doc);
	l->found = NULL;
	return probe_find_bit(p, doc);
}

/* The score of what list_has() has found. */
double list_exact_found(struct list *l, uint32_t doc);

enum status list_status(const struct list *l);

#endif
