/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bitmap_template.h - bitmap.h for the vectors of vector.h.
 *
 * The including file defines
 *
 *	vec bit_counts(vec v);
 *	        lanes that add up to the number of bits set
 */

#include "common/simd/scan_template.h"

static inline uint64_t sum_of_lanes(vec v)
{
	uint64_t sum = 0;
	for (unsigned i = 0; i < LANES; i++)
		sum += v[i];
	return sum;
}

/* clang-format off */
#define COMBINE(name, op)                                                      \
	static uint64_t name(uint64_t *to, const uint64_t *with, size_t n)     \
	{                                                                      \
		vec counts = {0};                                              \
		uint32_t *a = (uint32_t *)to;                                  \
		const uint32_t *b = (const uint32_t *)with;                    \
		for (size_t i = 0; i < 2 * n; i += LANES) {                    \
			vec v = load(a + i) op load(b + i);                    \
			store(a + i, v);                                       \
			counts += bit_counts(v);                               \
		}                                                              \
		return sum_of_lanes(counts);                                   \
	}
COMBINE(intersect, &)
COMBINE(unite, |)
COMBINE(subtract, & ~)
/* clang-format on */

static uint64_t count(const uint64_t *words, size_t n)
{
	vec counts = {0};
	const uint32_t *p = (const uint32_t *)words;
	for (size_t i = 0; i < 2 * n; i += LANES)
		counts += bit_counts(load(p + i));
	return sum_of_lanes(counts);
}

static const struct bitmap_kernel bitmap_kernel = {
	intersect, unite, subtract, count, rank, skip};
