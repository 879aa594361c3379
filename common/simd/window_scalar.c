/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/window.h"

#include <math.h>
#include <string.h>

static void append(struct hits *to, uint32_t id, float score)
{
	to->ids[to->count] = id;
	to->scores[to->count++] = score;
}

static void filter(const uint32_t *ids, const float *scores, size_t n,
	float least, struct hits *to)
{
	for (size_t i = 0; i < n; i++) {
		if (scores[i] >= least)
			append(to, ids[i], scores[i]);
	}
}

static void sweep(const struct window *w, float least, const uint64_t *mask,
	struct hits *to)
{
	for (uint32_t i = 0; i < w->size; i++) {
		bool wanted = !mask || mask[i / 64] >> i % 64 & 1;
		if (wanted && w->acc[i] >= least)
			append(to, w->from + i, w->acc[i]);
	}
	memset(w->acc, 0, w->size * sizeof *w->acc);
}

static void within(const uint32_t ids[BITPACK_COUNT],
	const float scores[BITPACK_COUNT], uint32_t from, uint32_t size,
	struct hits *to)
{
	for (unsigned i = 0; i < BITPACK_COUNT; i++)
		if (ids[i] - from < size && scores[i] > 0)
			append(to, ids[i], scores[i]);
}

static void reach(const uint32_t ids[BITPACK_COUNT],
	const float scores[BITPACK_COUNT], const struct rests *rests,
	float least, uint64_t bits[2])
{
	bits[0] = bits[1] = 0;
	for (unsigned i = 0; i < BITPACK_COUNT; i++) {
		unsigned slot = bitpack_slot(i);
		uint32_t range = ids[slot] >> rests->shift;
		range = range < rests->count ? range : rests->count;
		uint64_t bit = scores[slot] + rests->v[range] >= least;
		bits[i / 64] |= bit << i % 64;
	}
}

static void bound(
	float *sums, const uint8_t *maxima, size_t n, float unit, bool wanted)
{
	for (size_t i = 0; i < n; i++)
		sums[i] += maxima[i] || !wanted ? unit * maxima[i] : -INFINITY;
}

const struct window_kernel window_scalar = {
	filter, within, reach, bound, sweep};
