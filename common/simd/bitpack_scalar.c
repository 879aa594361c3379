/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/bytes.h"
#include "common/simd/kernel.h"

static void unpack(
	const uint8_t *in, uint32_t out[BITPACK_COUNT], unsigned bits)
{
	uint64_t mask = (UINT64_C(1) << bits) - 1;
	for (unsigned i = 0; i < BITPACK_COUNT; i++)
		out[i] = (uint32_t)(get_u64(in + i * bits / 8) >>
					    (i * bits % 8) &
				    mask);
}

static uint32_t sum(uint32_t gaps[BITPACK_COUNT], uint32_t base)
{
	for (unsigned i = 0; i < BITPACK_COUNT; i++) {
		base += gaps[bitpack_slot(i)] + 1;
		gaps[bitpack_slot(i)] = base;
	}
	return base;
}

static uint32_t unpack_delta(const uint8_t *in, uint32_t out[BITPACK_COUNT],
	unsigned bits, uint32_t base)
{
	unpack(in, out, bits);
	return sum(out, base);
}

unsigned bitpack_unpack_bitmap(const uint8_t *in, unsigned words, uint32_t from,
	uint32_t out[BITPACK_COUNT])
{
	unsigned count = 0;
	for (unsigned w = 0; w < words; w++, from += 64) {
		for (uint64_t bits = get_u64(in + 8 * w); bits;
			bits &= bits - 1, count++)
			out[bitpack_slot(count % BITPACK_COUNT)] =
				from + (uint32_t)__builtin_ctzll(bits);
	}
	return count;
}

static void add_one(uint32_t numbers[BITPACK_COUNT])
{
	for (unsigned i = 0; i < BITPACK_COUNT; i++)
		numbers[i]++;
}

static unsigned lower_bound(
	const uint32_t ascending[BITPACK_COUNT], uint32_t target)
{
	unsigned count = 0;
	for (unsigned i = 0; i < BITPACK_COUNT; i++)
		count += ascending[i] < target;
	return count;
}

const struct bitpack_kernel bitpack_scalar = {
	unpack, unpack_delta, sum, bitpack_unpack_bitmap, add_one, lower_bound};
