/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ascii.h - what ASCII allows: eight bytes of text at a time, as one number.
 *
 * Threads: no state.
 */
#ifndef MEJU_TEXT_ASCII_H
#define MEJU_TEXT_ASCII_H

#include "common/base/bytes.h"

/* The same byte eight times. */
#define ASCII_EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

enum { ASCII_STEP = 8 };

/* The `n` bytes at `p`, 0 to 8, as a number; none beyond them are read. */
static inline uint64_t ascii_few(const char *p, size_t n)
{
	if (n == 8)
		return get_u64(p);
	if (n >= 4)
		return get_u32(p) | (uint64_t)get_u32(p + n - 4)
					    << (8 * (n - 4));
	if (n == 0)
		return 0;
	uint64_t first = (uint8_t)p[0], middle = (uint8_t)p[n / 2],
		 last = (uint8_t)p[n - 1];
	return first | middle << (8 * (n / 2)) | last << (8 * (n - 1));
}

/* The top bit of each byte of `x` that lies within [low, high], all of which
 * are ASCII, and none but top bits. */
static inline uint64_t ascii_within(uint64_t x, unsigned low, unsigned high)
{
	uint64_t x7 = x & ASCII_EACH(0x7f);
	return (x7 + ASCII_EACH(0x80 - low)) & ~(x7 + ASCII_EACH(0x7f - high)) &
	       ~x & ASCII_EACH(0x80);
}

/*
 * Lower-case `s` into `to`, which has room for its length rounded up to
 * ASCII_STEP.  False if not all of it is ASCII.
 */
static inline bool ascii_lower(struct str s, char *to)
{
	uint64_t seen = 0;
	for (size_t i = 0; i < s.len; i += ASCII_STEP) {
		size_t n = s.len - i < ASCII_STEP ? s.len - i : ASCII_STEP;
		uint64_t x = ascii_few(s.p + i, n);
		seen |= x;
		x |= ascii_within(x, 'A', 'Z') >> 2;
		memcpy(to + i, &x, sizeof x);
	}
	return !(seen & ASCII_EACH(0x80));
}

static inline bool ascii_has_digit(struct str s)
{
	uint64_t digits = 0;
	for (size_t i = 0; i < s.len; i += ASCII_STEP) {
		size_t n = s.len - i < ASCII_STEP ? s.len - i : ASCII_STEP;
		digits |= ascii_within(ascii_few(s.p + i, n), '0', '9');
	}
	return digits;
}

#endif
