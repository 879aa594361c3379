/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/window.h"

#include <string.h>

enum { N = BITPACK_COUNT };

static inline uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/*
 * What is outside goes behind the window, which is cheaper than asking whether
 * it is; each to another float than the ones before, whose sum is not known
 * yet.
 */
static void add_some(
	const struct window *w, const uint32_t ids[N], const float scores[N])
{
	uint32_t from = w->from, size = w->size;
	float *acc = w->acc;
	for (unsigned i = 0; i < N; i += WINDOW_SLACK) {
#pragma GCC unroll 16
		for (unsigned j = 0; j < WINDOW_SLACK; j++)
			acc[least(ids[i + j] - from, size + j)] +=
				scores[i + j];
	}
}

/* Loads are what there are most of, so two ids share one. */
static void add_all(
	const struct window *w, const uint32_t ids[N], const float scores[N])
{
	uint32_t from = w->from;
	float *acc = w->acc;
#pragma GCC unroll 4
	for (unsigned i = 0; i < N; i += 2) {
		uint64_t two;
		memcpy(&two, ids + i, sizeof two);
		acc[(uint32_t)two - from] += scores[i];
		acc[(uint32_t)(two >> 32) - from] += scores[i + 1];
	}
}

void window_add(
	const struct window *w, const uint32_t ids[N], const float scores[N])
{
	if (ids[0] >= w->from && ids[N - 1] - w->from < w->size)
		add_all(w, ids, scores);
	else
		add_some(w, ids, scores);
}
