/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * score.h - BM25 of a whole block, in float.
 *
 *	score = weight tf / (base + slope length + tf)
 *
 * with base = k1 (1 - b) and slope = k1 b / average.  That is no score to rank
 * by, which is a double, but one to rule documents out by: every operation
 * rounds once, so a score is wrong by less than 9 parts in 2^24, and a sum of
 * n of them by less than n + 8.  What cannot be ruled out is at least
 *
 *	float least = score_floor(threshold, terms);
 *
 * Blocks are in row order (bitpack.h).  A slot without a posting has the id
 * UINT32_MAX and the frequency 0, and gets the score 0.
 *
 * Errors:    none.  REQUIRES: ids are documents' (or padding, but not in slot
 *            0); frequencies and lengths are below 2^31; base and weight are
 *            above 0.
 * Threads:   no state.
 */
#ifndef MEJU_SIMD_SCORE_H
#define MEJU_SIMD_SCORE_H

#include "common/simd/bitpack.h"

struct score {
	float weight, base, slope;
	const uint16_t *lengths;      /* of documents */
	const uint32_t *long_lengths; /* these if `lengths` is NULL */
};

struct score_kernel {
	void (*block)(const struct score *s, const uint32_t ids[BITPACK_COUNT],
		const uint32_t freqs[BITPACK_COUNT], float out[BITPACK_COUNT]);
};

extern const struct score_kernel score_scalar; /* the definition */

/* A document whose exact score is `threshold` or more has a sum of `terms`
 * float scores that is not below this. */
static inline float score_floor(double threshold, unsigned terms)
{
	return (float)(threshold * (1 - (terms + 16) * 0x1p-24));
}

#endif
