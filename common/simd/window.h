/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * window.h - sums of scores for a window of documents, and those that reach a
 * threshold.
 *
 *	struct window w = {.acc = zeros, .from = 8192, .size = 4096};
 *	for each block that overlaps it
 *		window_add(&w, block.ids, scores);
 *	kernel()->window->sweep(&w, least, NULL, &hits);
 *	for (size_t i = 0; i < hits.count; i++)
 *		consider(hits.ids[i], hits.scores[i]);
 *
 * Errors:    none.
 * Ownership: all memory is the caller's.
 * Threads:   no state.
 */
#ifndef MEJU_SIMD_WINDOW_H
#define MEJU_SIMD_WINDOW_H

#include "common/simd/bitpack.h"

#include <stdbool.h>
#include <stddef.h>

enum { WINDOW_SLACK = 16 };

/* The sum of document `from` + i is acc[i]; `size` is a multiple of 64.
 * REQUIRES: acc has WINDOW_SLACK floats more, whose values mean nothing. */
struct window {
	float *acc;
	uint32_t from, size;
};

/* REQUIRES: room for WINDOW_SLACK more than are ever appended. */
struct hits {
	uint32_t *ids;
	float *scores;
	size_t count;
};

/* v[i] belongs to ids from i << shift on; v[count] to all behind. */
struct rests {
	const float *v;
	uint32_t count;
	unsigned shift;
};

struct window_kernel {
	/* Append those of n scores that are at least `least`, with their ids,
	 * in their order; n is a multiple of 64. */
	void (*filter)(const uint32_t *ids, const float *scores, size_t n,
		float least, struct hits *to);

	/* Append those of a block's postings that are in the window, with a
	 * score above 0. */
	void (*within)(const uint32_t ids[BITPACK_COUNT],
		const float scores[BITPACK_COUNT], uint32_t from, uint32_t size,
		struct hits *to);

	/* The numbers of a block's postings that have at least `least` with
	 * what the ranges of their ids add, a bit each. */
	void (*reach)(const uint32_t ids[BITPACK_COUNT],
		const float scores[BITPACK_COUNT], const struct rests *rests,
		float least, uint64_t bits[2]);

	/* Add to each sum its byte times `unit`; -INFINITY if the byte is 0
	 * and `wanted`. */
	void (*bound)(float *sums, const uint8_t *maxima, size_t n, float unit,
		bool wanted);

	/* Append the documents of a window that have at least `least`, and
	 * their bit in `mask` (bitmap.h) unless that is NULL; set all sums to
	 * zero. */
	void (*sweep)(const struct window *w, float least, const uint64_t *mask,
		struct hits *to);
};

extern const struct window_kernel window_scalar; /* the definition */

/* Add a block's scores to the sums of its documents, as far as they are in
 * the window. */
void window_add(const struct window *w, const uint32_t ids[BITPACK_COUNT],
	const float scores[BITPACK_COUNT]);

#endif
