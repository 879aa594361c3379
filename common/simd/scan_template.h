/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scan_template.h - the functions of bitmap.h that go word by word: the same
 * for all, compiled for each, since counting bits is one instruction or many.
 */

static inline uint64_t scan_word(const uint8_t *bits, uint64_t at)
{
	uint64_t word;
	memcpy(&word, bits + at / 64 * 8, sizeof word);
	return word;
}

static uint32_t rank(const uint8_t *bits, uint32_t at)
{
	uint64_t below = (UINT64_C(1) << at % 64) - 1;
	unsigned n =
		(unsigned)__builtin_popcountll(scan_word(bits, at) & below);
	for (uint32_t i = 0; i < at / 64 * 64; i += 64)
		n += (unsigned)__builtin_popcountll(scan_word(bits, i));
	return n;
}

static uint64_t skip(
	const uint8_t *bits, uint64_t from, uint64_t end, uint32_t ones)
{
	while (ones > 0 && from < end) {
		uint64_t word = scan_word(bits, from) >> from % 64;
		unsigned n = (unsigned)__builtin_popcountll(word);
		if (n < ones) {
			ones -= n;
			from = (from / 64 + 1) * 64;
			continue;
		}
		for (; ones > 1; ones--)
			word &= word - 1;
		from += (unsigned)__builtin_ctzll(word) + 1u;
		ones = 0;
	}
	return ones || from > end ? UINT64_MAX : from;
}
