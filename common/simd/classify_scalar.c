/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/classify.h"

/* Bit k of a byte's entry says to which mask it belongs. */
enum {
	LETTER = 1,
	DIGIT = 2,
	HYPHEN = 4,
	POINT = 8,
	COLON = 16,
	COMMA = 32,
	LINE = 64,
	SIGN = 128,
};

#define X10(v) v, v, v, v, v, v, v, v, v, v
#define X26(v) X10(v), X10(v), v, v, v, v, v, v

/* clang-format off */
static const uint8_t kinds[256] = {
	['0'] = X10(DIGIT), ['A'] = X26(LETTER), ['a'] = X26(LETTER),
	['-'] = HYPHEN, ['.'] = POINT, ['\''] = POINT, [':'] = COLON,
	[','] = COMMA, [';'] = COMMA, ['_'] = LINE, ['+'] = SIGN,
	['#'] = SIGN,
};
/* clang-format on */

/* Eight numbers of eight bits, rows and columns exchanged: blocks of one bit,
 * of two by two, of four by four. */
static uint64_t transpose(uint64_t x)
{
	uint64_t swap = (x ^ x >> 7) & UINT64_C(0x00aa00aa00aa00aa);
	x ^= swap ^ swap << 7;
	swap = (x ^ x >> 14) & UINT64_C(0x0000cccc0000cccc);
	x ^= swap ^ swap << 14;
	swap = (x ^ x >> 28) & UINT64_C(0x00000000f0f0f0f0);
	return x ^ swap ^ swap << 28;
}

static void block(const char in[CLASSIFY_BYTES], struct classes *out)
{
	uint64_t masks[8] = {0}, high = 0;
	for (unsigned i = 0; i < CLASSIFY_BYTES; i += 8) {
		uint64_t x = 0;
		for (unsigned k = 0; k < 8; k++) {
			uint8_t byte = (uint8_t)in[i + k];
			x |= (uint64_t)kinds[byte] << 8 * k;
			high |= (uint64_t)(byte >> 7) << (i + k);
		}
		x = transpose(x);
		for (unsigned k = 0; k < 8; k++)
			masks[k] |= (x >> 8 * k & 0xff) << i;
	}
	*out = (struct classes){.letters = masks[0],
		.digits = masks[1],
		.high = high,
		.hyphens = masks[2],
		.points = masks[3],
		.colons = masks[4],
		.commas = masks[5],
		.lines = masks[6],
		.signs = masks[7]};
}

const struct classify_kernel classify_scalar = {block};
