/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bitpack_template.h - the kernel, for vectors of 4, 8 or 16 lanes.
 *
 * The including file defines
 *
 *	LANES   numbers in a vector
 *	vec     uint32_t __attribute__((vector_size(4 * LANES)))
 *	vec four_bytes(const uint8_t *p, size_t half, vec at);
 *	        in each lane the four bytes that begin at p + at[lane]; a kernel
 *	        that loads two halves counts the upper one's from p + half.
 *	        Bytes that are not the lane's own may be anything
 *	vec bits_before(unsigned bits);
 *	        where each lane's value begins, counted as `at` is
 *	vec shift_right(vec v, vec by);
 *	        by 0 to 7
 *	vec scan(vec v);
 *	        in each lane the sum of the lanes up to it
 *	vec last_lane(vec v);
 *	        the last one in every lane
 *	unsigned count_less(const uint32_t p[16], uint32_t than);
 *
 * The width is a variable, not one of 33 copies of the code: what depends on
 * it is one shuffle and one shift, computed once a block, and lists that mix
 * widths pay for no mispredicted jump.  Values start LANES * bits / 8 bytes
 * after the vector before, with four lanes half a byte off in every second
 * vector.  A value with the bits before it in its first byte must fit in four
 * bytes; beyond WIDEST bits the scalar kernel takes over, which is as good as
 * never.
 */
#include <string.h>

enum { WIDEST = 25, VECTORS = BITPACK_COUNT / LANES, ROW = 16 / LANES };

struct layout {
	vec at[2], shift[2]; /* of even and of odd vectors */
	uint32_t mask;
	size_t half, one, two; /* bytes of half a vector, of one, of two */
};

static inline struct layout layout(unsigned bits)
{
	struct layout l = {
		.mask = (UINT32_C(1) << bits) - 1,
		.half = LANES * bits / 16,
		.one = LANES * bits / 8,
		.two = LANES * bits / 4,
	};
	for (unsigned odd = 0; odd < 2; odd++) {
		vec bit = bits_before(bits) + odd * (LANES * bits % 8);
		l.at[odd] = (bit >> 3) * 0x01010101 + 0x03020100;
		l.shift[odd] = bit & 7;
	}
	return l;
}

/* Vector i; `in` is moved on after every second one. */
static inline vec values(const uint8_t **in, const struct layout *l, unsigned i)
{
	unsigned odd = i % 2;
	vec v = four_bytes(*in + odd * l->one, l->half, l->at[odd]);
	*in += odd * l->two;
	return shift_right(v, l->shift[odd]) & l->mask;
}

static inline void store(uint32_t *p, vec v)
{
	memcpy(p, &v, sizeof v);
}

static void unpack(
	const uint8_t *in, uint32_t out[BITPACK_COUNT], unsigned bits)
{
	if (bits > WIDEST) {
		bitpack_scalar.unpack(in, out, bits);
		return;
	}
	struct layout l = layout(bits);
#pragma GCC unroll 32
	for (unsigned i = 0; i < VECTORS; i++)
		store(out + i * LANES, values(&in, &l, i));
}

/* Gaps less one to their sums, which go to `out`. */
static inline uint32_t sum_rows(vec rows[VECTORS], uint32_t *out, uint32_t base)
{
	vec lanes[ROW] = {0};
#pragma GCC unroll 32
	for (unsigned i = 0; i < VECTORS; i++)
		rows[i] = lanes[i % ROW] += rows[i] + 1;
	vec before = (vec){0} + base;
#pragma GCC unroll 4
	for (unsigned i = 0; i < ROW; i++) {
		vec through = before + scan(lanes[i]);
		lanes[i] = through - lanes[i];
		before = last_lane(through);
	}
#pragma GCC unroll 32
	for (unsigned i = 0; i < VECTORS; i++)
		store(out + i * LANES, rows[i] + lanes[i % ROW]);
	return before[0];
}

static uint32_t unpack_delta(const uint8_t *in, uint32_t out[BITPACK_COUNT],
	unsigned bits, uint32_t base)
{
	if (bits > WIDEST)
		return bitpack_scalar.unpack_delta(in, out, bits, base);
	struct layout l = layout(bits);
	vec rows[VECTORS];
#pragma GCC unroll 32
	for (unsigned i = 0; i < VECTORS; i++)
		rows[i] = values(&in, &l, i);
	return sum_rows(rows, out, base);
}

static uint32_t sum(uint32_t gaps[BITPACK_COUNT], uint32_t base)
{
	vec rows[VECTORS];
	memcpy(rows, gaps, sizeof rows);
	return sum_rows(rows, gaps, base);
}

static unsigned lower_bound(
	const uint32_t ascending[BITPACK_COUNT], uint32_t target)
{
	unsigned lane = count_less(ascending + 7 * 16, target);
	if (lane == 16)
		return BITPACK_COUNT;
	unsigned count = 8 * lane;
#pragma GCC unroll 8
	for (unsigned row = 0; row < 7; row++)
		count += ascending[16 * row + lane] < target;
	return count;
}
