/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bitmap.h - windows of documents as bits: document `from` + i is bit i % 64
 * of word i / 64.
 *
 *	uint64_t all[64] = {0}, live[64];
 *	bitmap_add(all, 64, from, block.ids);
 *	count = kernel()->bitmap->intersect(all, live, 64);
 *
 * Lengths are in words, a multiple of 8.  Errors: none.  Threads: no state.
 */
#ifndef MEJU_SIMD_BITMAP_H
#define MEJU_SIMD_BITMAP_H

#include "common/simd/bitpack.h"

#include <stddef.h>

/* What a function makes of `to` it also counts. */
struct bitmap_kernel {
	uint64_t (*intersect)(uint64_t *to, const uint64_t *with, size_t n);
	uint64_t (*unite)(uint64_t *to, const uint64_t *with, size_t n);
	uint64_t (*subtract)(uint64_t *to, const uint64_t *what, size_t n);
	uint64_t (*count)(const uint64_t *words, size_t n);

	/* Ones among the first `at` bits; the word of bit `at` is readable. */
	uint32_t (*rank)(const uint8_t *bits, uint32_t at);

	/* The place behind the `ones`-th one from bit `from` on, or UINT64_MAX
	 * if it is not before `end`; words that begin before it are readable. */
	uint64_t (*skip)(const uint8_t *bits, uint64_t from, uint64_t end,
		uint32_t ones);
};

extern const struct bitmap_kernel bitmap_scalar; /* the definition */

/* Set the bits of a block's ids, as far as they are in the window. */
void bitmap_add(uint64_t *words, uint32_t n, uint32_t from,
	const uint32_t ids[BITPACK_COUNT]);

#endif
