/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * window_template.h - window.h for the vectors of vector.h.
 *
 * The including file defines
 *
 *	unsigned lanes_above(vecf v, float least, bool or_equal);
 *	        bit i: lane i is above `least`, or just it; `or_equal` is a
 *	        constant
 *	void store_lanes(uint32_t *a, float *b, vec x, vecf y, unsigned mask);
 *	        lanes whose bit is set one after the other, x to a and y to b;
 *	        as many bytes as a vector has may be written
 *
 * Scores are looked at by 64, a word of a bitmap, because those that reach the
 * threshold are rare.
 */

static inline uint64_t above(const float *scores, float least, bool or_equal)
{
	uint64_t bits = 0;
#pragma GCC unroll 16
	for (unsigned i = 0; i < 64; i += LANES) {
		vecf v = load_floats(scores + i);
		bits |= (uint64_t)lanes_above(v, least, or_equal) << i;
	}
	return bits;
}

static inline void append(
	struct hits *to, vec ids, const float *scores, unsigned mask)
{
	store_lanes(to->ids + to->count, to->scores + to->count, ids,
		load_floats(scores), mask);
	to->count += count_lanes(mask);
}

static inline unsigned lanes_of(uint64_t bits, unsigned i)
{
	return bits >> i & ((UINT64_C(1) << LANES) - 1);
}

static void filter(const uint32_t *ids, const float *scores, size_t n,
	float least, struct hits *to)
{
	for (; n > 0; n -= 64, ids += 64, scores += 64) {
		uint64_t bits = above(scores, least, true);
		if (!bits)
			continue;
		for (unsigned i = 0; i < 64; i += LANES)
			append(to, load(ids + i), scores + i,
				lanes_of(bits, i));
	}
}

static void sweep(const struct window *w, float least, const uint64_t *mask,
	struct hits *to)
{
	static const uint32_t order[] = {
		0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
	for (uint32_t at = 0; at < w->size; at += 64) {
		float *scores = w->acc + at;
		uint64_t bits = above(scores, least, true);
		if (mask)
			bits &= mask[at / 64];
		for (unsigned i = 0; bits && i < 64; i += LANES)
			append(to, load(order) + (w->from + at + i), scores + i,
				lanes_of(bits, i));
#pragma GCC unroll 16
		for (unsigned i = 0; i < 64; i += LANES)
			store_floats(scores + i, (vecf){0});
	}
}

static void matches(const struct window *w, uint64_t *bits)
{
	for (uint32_t at = 0; at < w->size; at += 64)
		bits[at / 64] = above(w->acc + at, 0, false);
}

static const struct window_kernel window_kernel = {filter, sweep, matches};
