/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bitpack_template.h - bitpack.h for vectors of 4, 8 or 16 lanes.
 *
 * The including file defines, on top of vector.h,
 *
 *	WIDEST  bits of a value that four_bytes() can read, with those before it
 *	        in its first byte: 25 at most
 *	WIDER   the kernel for wider ones, which are as good as never
 *	vec four_bytes(const uint8_t *p, vec at);
 *	        in each lane the four bytes that begin at p + at[lane]; those
 *	        that are not the value's own may be anything
 *	vec shift_right(vec v, vec by);
 *	        by 0 to 7
 *	vec add_gap(vec sum, vec v, vec mask);
 *	        sum + (v & mask) + 1
 *	vec scan(vec v);
 *	        in each lane the sum of the lanes up to it
 *	vec last_lane(vec v);
 *	        the last one in every lane
 *	unsigned count_less(const uint32_t p[16], uint32_t than);
 *
 * The width is a variable, not one of 33 copies of the code: what depends on
 * it is one shuffle and one shift, which a table knows, and lists that mix
 * widths pay for no mispredicted jump.  Vector i begins LANES * i * bits / 8
 * bytes into the block, with four lanes half a byte off in every second one.
 */
enum { VECTORS = BITPACK_COUNT / LANES, ROW = 16 / LANES };

#if LANES == 4
#define BITS_BEFORE(b, lane) ((lane) % 4 * (b) + (lane) / 4 * ((b) % 2 * 4))
enum { ENTRIES = 8, ODD = 4 };
#else
#define BITS_BEFORE(b, lane) ((lane) * (b))
enum { ENTRIES = LANES, ODD = 0 };
#endif
#if LANES == 16
#define EACH(f, b) EIGHT(f, b, 0), EIGHT(f, b, 8)
#else
#define EACH(f, b) EIGHT(f, b, 0)
#endif
#define EIGHT(f, b, i)                                                         \
	f(b, i), f(b, i + 1), f(b, i + 2), f(b, i + 3), f(b, i + 4),           \
		f(b, i + 5), f(b, i + 6), f(b, i + 7)
#define AT(b, lane) (BITS_BEFORE(b, lane) >> 3) * 0x01010101 + 0x03020100
#define SHIFT(b, lane) BITS_BEFORE(b, lane) & 7
/* clang-format off */
#define LAYOUT(b) {{EACH(AT, b)}, {EACH(SHIFT, b)}}
/* clang-format on */

/* Where values of each width lie; with four lanes, first those of even and
 * then those of odd vectors. */
static const struct layout {
	_Alignas(64) uint32_t at[ENTRIES], shift[ENTRIES];
} layouts[] = {LAYOUT(0), LAYOUT(1), LAYOUT(2), LAYOUT(3), LAYOUT(4), LAYOUT(5),
	LAYOUT(6), LAYOUT(7), LAYOUT(8), LAYOUT(9), LAYOUT(10), LAYOUT(11),
	LAYOUT(12), LAYOUT(13), LAYOUT(14), LAYOUT(15), LAYOUT(16), LAYOUT(17),
	LAYOUT(18), LAYOUT(19), LAYOUT(20), LAYOUT(21), LAYOUT(22), LAYOUT(23),
	LAYOUT(24), LAYOUT(25)};

static inline vec low_bits(unsigned bits)
{
	return (vec){0} + ((UINT32_C(1) << bits) - 1);
}

/* Vector i, with bits of the following values above its own. */
static inline vec values(const uint8_t *in, size_t bits, unsigned i)
{
	const struct layout *l = &layouts[bits];
	vec at = load(l->at + i % 2 * ODD), by = load(l->shift + i % 2 * ODD);
	return shift_right(four_bytes(in + LANES * i * bits / 8, at), by);
}

static void unpack(
	const uint8_t *in, uint32_t out[BITPACK_COUNT], unsigned bits)
{
	if (bits > WIDEST) {
		WIDER.unpack(in, out, bits);
		return;
	}
	vec mask = low_bits(bits);
#pragma GCC unroll 32
	for (unsigned i = 0; i < VECTORS; i++)
		store(out + i * LANES, values(in, bits, i) & mask);
}

/* Rows of gaps summed lane by lane become sums over all lanes before, too.
 * Returns the last of them in every lane. */
static inline vec add_lanes(const vec rows[8], vec before, uint32_t *out)
{
	vec through = before + scan(rows[7]);
	before = through - rows[7];
#pragma GCC unroll 8
	for (unsigned r = 0; r < 8; r++)
		store(out + r * 16, rows[r] + before);
	return last_lane(through);
}

static uint32_t unpack_delta(const uint8_t *in, uint32_t out[BITPACK_COUNT],
	unsigned bits, uint32_t base)
{
	if (bits > WIDEST)
		return WIDER.unpack_delta(in, out, bits, base);
	vec mask = low_bits(bits), rows[8], lanes = {base}, before = {0};
#pragma GCC unroll 4
	for (unsigned part = 0; part < ROW; part++, lanes = (vec){0}) {
#pragma GCC unroll 8
		for (unsigned r = 0; r < 8; r++)
			rows[r] = lanes = add_gap(
				lanes, values(in, bits, r * ROW + part), mask);
		before = add_lanes(rows, before, out + part * LANES);
	}
	return out[BITPACK_COUNT - 1];
}

static uint32_t sum(uint32_t gaps[BITPACK_COUNT], uint32_t base)
{
	vec rows[8], lanes = {base}, before = {0};
#pragma GCC unroll 4
	for (unsigned part = 0; part < ROW; part++, lanes = (vec){0}) {
		uint32_t *column = gaps + part * LANES;
#pragma GCC unroll 8
		for (unsigned r = 0; r < 8; r++)
			rows[r] = lanes = add_gap(
				lanes, load(column + r * 16), (vec){0} - 1);
		before = add_lanes(rows, before, column);
	}
	return gaps[BITPACK_COUNT - 1];
}

static void add_one(uint32_t numbers[BITPACK_COUNT])
{
	for (unsigned i = 0; i < BITPACK_COUNT; i += LANES)
		store(numbers + i, load(numbers + i) + 1);
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
