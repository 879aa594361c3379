/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/window.h"

#include <stdbool.h>
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

static void matches(const struct window *w, uint64_t *bits)
{
	memset(bits, 0, w->size / 8);
	for (uint32_t i = 0; i < w->size; i++) {
		uint64_t bit = w->acc[i] > 0;
		bits[i / 64] |= bit << i % 64;
	}
}

const struct window_kernel window_scalar = {filter, sweep, matches};
