/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bitpack.h - blocks of 128 numbers of 0 to 32 bits each.
 *
 * Packed form, the same on every machine: a little-endian stream of bits in
 * which value i of the array takes bits [i * bits, (i + 1) * bits), so that a
 * block is 16 * bits bytes.
 *
 * Ascending numbers are kept as gaps less one.  To sum gaps without waiting
 * for the neighbour, their array is in row order: entry bitpack_slot(i) belongs
 * to number i, which makes 8 rows of 16 lanes, lane l with numbers 8l to
 * 8l + 7:
 *
 *	row 0:  0  8 16 .. 120      a running sum over rows, one scan over the
 *	row 1:  1  9 17 .. 121      16 sums of lanes, and one more addition
 *	...                         to each row
 *	row 7:  7 15 23 .. 127
 *
 * What accompanies the numbers (frequencies) is stored in the same order; who
 * wants number i asks for its slot.
 *
 * Errors:    none.  Whatever the bytes are, decoding reads at most
 *            BITPACK_SLACK bytes behind a block and writes 128 numbers.
 * Threads:   no state.
 */
#ifndef MEJU_SIMD_BITPACK_H
#define MEJU_SIMD_BITPACK_H

#include <stdint.h>

enum {
	BITPACK_COUNT = 128,
	BITPACK_SLACK = 64,
	BITPACK_BYTES_MAX = 16 * 32,
};

struct bitpack_kernel {
	void (*unpack)(
		const uint8_t *in, uint32_t out[BITPACK_COUNT], unsigned bits);

	/*
	 * Unpack gaps less one in row order and sum them up from `base`,
	 * modulo 2^32.  Returns number 127, which is the greatest unless a
	 * sum wrapped around.
	 */
	uint32_t (*unpack_delta)(const uint8_t *in, uint32_t out[BITPACK_COUNT],
		unsigned bits, uint32_t base);

	/* The second half of that, for gaps less one that are unpacked. */
	uint32_t (*sum)(uint32_t gaps[BITPACK_COUNT], uint32_t base);

	/*
	 * How many bits of `words` little-endian words of 64 are set; if 128,
	 * also the numbers that they stand for, in row order, the lowest bit
	 * being `from`.  REQUIRES: 1 to 64 words.
	 */
	unsigned (*unpack_bitmap)(const uint8_t *in, unsigned words,
		uint32_t from, uint32_t out[BITPACK_COUNT]);

	/* Frequencies are kept less one, too. */
	void (*add_one)(uint32_t numbers[BITPACK_COUNT]);

	/*
	 * How many of the ascending numbers, in row order, are less than
	 * `target`: the first that is not, or 128.
	 */
	unsigned (*lower_bound)(
		const uint32_t ascending[BITPACK_COUNT], uint32_t target);
};

extern const struct bitpack_kernel bitpack_scalar; /* the definition */

/* Of the best kernel (kernel.h); keep the pointer. */
const struct bitpack_kernel *bitpack(void);

/* Pack values below 2^bits into exactly 16 * bits bytes. */
void bitpack_pack(
	const uint32_t in[BITPACK_COUNT], uint8_t *out, unsigned bits);

/* Where number i lies in row order. */
static inline unsigned bitpack_slot(unsigned i)
{
	return (i % 8) << 4 | i / 8;
}

/* The bits that `v` needs; none for zero. */
static inline unsigned bitpack_width(uint32_t v)
{
	return 63 - (unsigned)__builtin_clzll(2 * (uint64_t)v + 1);
}

#endif
