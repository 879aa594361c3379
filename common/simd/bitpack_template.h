/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bitpack_template.h - the kernel, for vectors of 4, 8 or 16 lanes.
 *
 * The including file defines
 *
 *	LANES   numbers in a vector
 *	vec     uint32_t __attribute__((vector_size(4 * LANES)))
 *	vec four_bytes(const uint8_t *p, unsigned bits, vec at);
 *	        in each lane the four bytes that begin at p[at[lane]], where
 *	        bytes beyond a lane's own value may be anything
 *	vec bits_before(unsigned bits);
 *	        where each lane's value begins, counted from where four_bytes()
 *	        counts that lane's bytes
 *	vec shift_right(vec v, vec by);
 *	        by 0 to 7; shifting in anything
 *	vec scan(vec v);
 *	        in each lane the sum of the lanes before it
 *	unsigned count_less(const uint32_t p[16], uint32_t than);
 *
 * A vector's values are LANES * bits / 8 bytes from the next vector's, half a
 * byte off in every second vector of four lanes.  A value and its first byte's
 * other bits must fit four bytes: beyond WIDEST bits the scalar kernel takes
 * over, which blocks of postings hardly ever need.
 */
#include <string.h>

enum { WIDEST = 25, VECTORS = BITPACK_COUNT / LANES, ROW = 16 / LANES };

struct layout {
	vec at[2], shift[2];
	uint32_t mask;
};

static inline struct layout layout(unsigned bits)
{
	struct layout l = {.mask = (UINT32_C(1) << bits) - 1};
	for (unsigned odd = 0; odd < 2; odd++) {
		vec bit = bits_before(bits) + odd * (LANES * bits % 8);
		l.at[odd] = (bit >> 3) * 0x01010101 + 0x03020100;
		l.shift[odd] = bit & 7;
	}
	return l;
}

static inline vec values(const uint8_t *in, const struct layout *l,
	unsigned vector, unsigned bits)
{
	vec v = four_bytes(
		in + vector * LANES * bits / 8, bits, l->at[vector % 2]);
	return shift_right(v, l->shift[vector % 2]) & l->mask;
}

static inline vec load(const uint32_t *p)
{
	vec v;
	memcpy(&v, p, sizeof v);
	return v;
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
		store(out + i * LANES, values(in, &l, i, bits));
}

static uint32_t unpack_delta(const uint8_t *in, uint32_t out[BITPACK_COUNT],
	unsigned bits, uint32_t base)
{
	if (bits > WIDEST)
		return bitpack_scalar.unpack_delta(in, out, bits, base);
	struct layout l = layout(bits);
	vec sum[ROW] = {0};
#pragma GCC unroll 32
	for (unsigned i = 0; i < VECTORS; i++) {
		sum[i % ROW] += values(in, &l, i, bits);
		store(out + i * LANES, sum[i % ROW]);
	}
	base++;
#pragma GCC unroll 4
	for (unsigned i = 0; i < ROW; i++) {
		vec lane = sum[i] + 8;
		vec before = scan(lane);
		sum[i] = before + base;
		base += before[LANES - 1] + lane[LANES - 1];
	}
#pragma GCC unroll 32
	for (unsigned i = 0; i < VECTORS; i++)
		store(out + i * LANES,
			load(out + i * LANES) + sum[i % ROW] + i / ROW);
	return base - 1;
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
