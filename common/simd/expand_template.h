/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expand_template.h - unpack_bitmap() of bitpack.h, for a kernel that has
 *
 *	void put_bits(const uint8_t *in, unsigned words, uint16_t *out);
 *	        the numbers of the bits set, ascending; up to 32 more may be
 *	        written
 *	void to_rows(const uint16_t *in, uint32_t from, uint32_t *out);
 *	        128 numbers to row order, with `from` added
 */

static unsigned unpack_bitmap(const uint8_t *in, unsigned words, uint32_t from,
	uint32_t out[BITPACK_COUNT])
{
	_Alignas(64) uint16_t numbers[BITPACK_COUNT + 32];
	unsigned count = 0;
	for (unsigned w = 0; w < words; w++)
		count += (unsigned)__builtin_popcountll(get_u64(in + 8 * w));
	if (count == BITPACK_COUNT) {
		put_bits(in, words, numbers);
		to_rows(numbers, from, out);
	}
	return count;
}
