/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/bitmap.h"

/*
 * Neighbours in row order are eight numbers apart, hence never in the same
 * byte: no load waits for the store before it, as it would with words.
 */
void bitmap_add(uint64_t *words, uint32_t n, uint32_t from,
	const uint32_t ids[BITPACK_COUNT])
{
	uint8_t *bytes = (uint8_t *)words;
#pragma GCC unroll 8
	for (unsigned i = 0; i < BITPACK_COUNT; i++) {
		uint32_t bit = ids[i] - from, inside = bit < 64 * n;
		bytes[inside ? bit / 8 : 0] |= (uint8_t)(inside << bit % 8);
	}
}
