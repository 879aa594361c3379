/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * list.h - a term that scores, in one segment, block by block.
 *
 *	struct list l;
 *	list_open(&l, &ranking, &info, weight);
 *	for (uint32_t b = 0; b < l.c.blocks && list_load(&l, b); b++)
 *		use(l.c.block.ids, l.scores);
 *	return l.c.status;
 *
 * Scores of blocks are floats that rule documents out (score.h); exact ones
 * come from list_exact().
 *
 * Errors:    damage is in c.status and probe.status.
 * Ownership: borrows the segment; allocates nothing.
 */
#ifndef MEJU_QUERY_RANK_LIST_H
#define MEJU_QUERY_RANK_LIST_H

#include "common/index/probe.h"
#include "common/simd/kernel.h"
#include "query/rank/rank.h"

struct list {
	struct posting_cursor c; /* moves by blocks      */
	struct probe probe;      /* moves by documents   */
	struct term_info info;
	const struct ranking *ranking;
	const struct kernel *kernel;
	double weight, inverse; /* bm25.h */
	struct score score;
	uint32_t scored; /* block that `scores` is of; UINT32_MAX: none */
	double most;     /* the bound of an only block; -1: not known yet */
	double bound;    /* where an algorithm keeps one */
	_Alignas(64) float scores[BITPACK_COUNT];
};

MUST_CHECK enum status list_open(struct list *l, const struct ranking *r,
	const struct term_info *info, double weight);

/* Decode and score a block; false if it is damaged. */
bool list_load(struct list *l, uint32_t block);

/* No document of blocks [from, to) scores more.  REQUIRES: from < to. */
double list_bound(struct list *l, uint32_t from, uint32_t to);

/* The score of a document, 0 if it does not have the term.  Documents may only
 * rise from call to call. */
double list_exact(struct list *l, uint32_t doc);

/* The score of the posting in a slot of the block that is loaded. */
double list_exact_at(const struct list *l, unsigned slot);

/* Has the document the term?  As for list_exact(), they may only rise. */
static inline bool list_has(struct list *l, uint32_t doc)
{
	return probe_find(&l->probe, doc);
}

/* The score of what list_has() has found. */
double list_exact_found(struct list *l, uint32_t doc);

enum status list_status(const struct list *l);

#endif
