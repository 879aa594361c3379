/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/bitmap.h"

enum { N = BITPACK_COUNT };

/*
 * Neighbours in row order are eight numbers apart, hence never in the same
 * byte: no load waits for the store before it, as it would with words.
 */
static void add_all(uint8_t *bytes, uint32_t from, const uint32_t ids[N])
{
#pragma GCC unroll 8
	for (unsigned i = 0; i < N; i++) {
		uint32_t bit = ids[i] - from;
		bytes[bit / 8] |= (uint8_t)(1 << bit % 8);
	}
}

/* What is outside changes nothing, each in another byte. */
static void add_some(
	uint8_t *bytes, uint32_t bits, uint32_t from, const uint32_t ids[N])
{
	for (unsigned i = 0; i < N; i++) {
		uint32_t bit = ids[i] - from, inside = bit < bits;
		bytes[inside ? bit / 8 : i % 64] |=
			(uint8_t)(inside << bit % 8);
	}
}

void bitmap_add(
	uint64_t *words, uint32_t n, uint32_t from, const uint32_t ids[N])
{
	if (ids[0] >= from && ids[N - 1] - from < 64 * n)
		add_all((uint8_t *)words, from, ids);
	else
		add_some((uint8_t *)words, 64 * n, from, ids);
}
