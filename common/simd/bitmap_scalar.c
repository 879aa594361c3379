/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/bitmap.h"

#include <string.h>

#include "common/simd/scan_template.h"

static uint64_t count(const uint64_t *words, size_t n)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += (unsigned)__builtin_popcountll(words[i]);
	return sum;
}

static uint64_t intersect(uint64_t *to, const uint64_t *with, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] &= with[i];
	return count(to, n);
}

static uint64_t unite(uint64_t *to, const uint64_t *with, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] |= with[i];
	return count(to, n);
}

static uint64_t subtract(uint64_t *to, const uint64_t *what, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] &= ~what[i];
	return count(to, n);
}

const struct bitmap_kernel bitmap_scalar = {
	intersect, unite, subtract, count, rank, skip};
