/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * topk.h - the best k documents seen so far.
 *
 * A document is better if its score is higher or, at the same score, its
 * ordinal is lower.  Once k documents are held, a document of a lower score
 * than topk_threshold() cannot enter.
 *
 * Ownership: the array belongs to the caller's arena.
 */
#ifndef MEJU_QUERY_RANK_TOPK_H
#define MEJU_QUERY_RANK_TOPK_H

#include "common/base/arena.h"
#include "common/base/status.h"

#include <stdint.h>

struct ranked {
	double score;
	uint64_t ordinal; /* over all that is searched */
	uint32_t leaf, doc;
};

struct topk {
	struct ranked *v; /* a heap, the worst first, until topk_sort() */
	uint32_t len, k;
};

MUST_CHECK enum status topk_init(
	struct topk *t, struct arena *arena, uint32_t k);

/* Below this score nothing enters; -1 while there is room. */
static inline double topk_threshold(const struct topk *t)
{
	return t->len < t->k ? -1 : t->k ? t->v[0].score : 1e308;
}

void topk_add(struct topk *t, struct ranked r);

/* Best first; nothing may be added afterwards. */
void topk_sort(struct topk *t);

/* Best first. */
void topk_order(struct ranked *v, uint32_t count);

#endif
