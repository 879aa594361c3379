/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * floor.h - a threshold to begin with, before any document has been ranked.
 *
 * The k-th highest of any scores of different documents, each no higher than
 * the document's own, is no higher than the k-th best score in all.
 *
 *	struct floor fl;
 *	floor_begin(&fl, k);
 *	floor_put(&fl, score);             as often as you like
 *	double least = floor_value(&fl);   0 until k were put
 *
 * Threads: one at a time.
 */
#ifndef MEJU_QUERY_RANK_FLOOR_H
#define MEJU_QUERY_RANK_FLOOR_H

#include <stdint.h>

enum { FLOOR_MAX = 1024 };

struct floor {
	uint32_t k, len;    /* k 0: more than FLOOR_MAX were wanted */
	float v[FLOOR_MAX]; /* a heap, the lowest first */
};

static inline void floor_begin(struct floor *f, uint32_t k)
{
	f->k = k <= FLOOR_MAX ? k : 0;
	f->len = 0;
}

void floor_enter(struct floor *f, float score);

static inline void floor_put(struct floor *f, float score)
{
	if (f->len < f->k || (f->k && score > f->v[0]))
		floor_enter(f, score);
}

static inline float floor_value(const struct floor *f)
{
	return f->k && f->len == f->k ? f->v[0] : 0;
}

#endif
