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
 *	vecf floats_at(const float *p, vec i);
 *	        p[i[0]], p[i[1]] and so on
 *	vec wide_bytes(const uint8_t *p);
 *	        p[0], p[1] and so on, a lane each
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

static void within(const uint32_t ids[BITPACK_COUNT],
	const float scores[BITPACK_COUNT], uint32_t from, uint32_t size,
	struct hits *to)
{
	for (unsigned i = 0; i < BITPACK_COUNT; i += LANES) {
		vec at = load(ids + i) - from;
		vecf inside =
			(vecf)((vec)load_floats(scores + i) & (vec)(at < size));
		unsigned mask = lanes_above(inside, 0, false);
		if (mask)
			append(to, load(ids + i), scores + i, mask);
	}
}

/* Rows and columns of 8 by 8 bits change places. */
static inline uint64_t transposed(uint64_t x)
{
	uint64_t t = (x ^ x >> 7) & 0x00aa00aa00aa00aa;
	x ^= t ^ t << 7;
	t = (x ^ x >> 14) & 0x0000cccc0000cccc;
	x ^= t ^ t << 14;
	t = (x ^ x >> 28) & 0x00000000f0f0f0f0;
	return x ^ t ^ t << 28;
}

/* A lane each: can it reach `least`, with what its range can add? */
static inline unsigned reaching(const uint32_t *ids, const float *scores,
	const struct rests *rests, float least)
{
	vec range = load(ids) >> rests->shift;
	vec beyond = (vec)(range > rests->count);
	range = (range & ~beyond) | (rests->count & beyond);
	vecf rest = floats_at(rests->v, range);
	return lanes_above(load_floats(scores) + rest, least, true);
}

static void reach(const uint32_t ids[BITPACK_COUNT],
	const float scores[BITPACK_COUNT], const struct rests *rests,
	float least, uint64_t bits[2])
{
	uint64_t left = 0, right = 0;
	for (unsigned row = 0; row < 8; row++) {
		unsigned mask = 0;
#pragma GCC unroll 4
		for (unsigned i = 0; i < 16; i += LANES)
			mask |= reaching(ids + 16 * row + i,
					scores + 16 * row + i, rests, least)
				<< i;
		left |= (uint64_t)(mask & 0xff) << 8 * row;
		right |= (uint64_t)(mask >> 8) << 8 * row;
	}
	bits[0] = transposed(left);
	bits[1] = transposed(right);
}

static void bound(
	float *sums, const uint8_t *maxima, size_t n, float unit, bool wanted)
{
	const vec none = (vec){0} + (wanted ? 0xff800000 : 0); /* -INFINITY */
	size_t i = 0;
	for (; i + LANES <= n; i += LANES) {
		vecf v = to_floats(wide_bytes(maxima + i));
		vec more = (vec)(unit * v) | ((vec)(v == 0) & none);
		store_floats(sums + i, load_floats(sums + i) + (vecf)more);
	}
	window_scalar.bound(sums + i, maxima + i, n - i, unit, wanted);
}

static const struct window_kernel window_kernel = {
	filter, within, reach, bound, sweep};
