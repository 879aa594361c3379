/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rune.h - one character out of bytes that may be no UTF-8.
 *
 *	uint32_t c;
 *	for (size_t at = 0; at < s.len; at += rune_get(s, at, &c))
 *		visit(c);
 *
 * Overlong forms, surrogates, numbers beyond U+10FFFF and sequences cut short
 * are bad; each bad byte is one U+FFFD of length 1 (The Unicode Standard,
 * table 3-7, says which sequences are well-formed).
 */
#ifndef MEJU_BASE_RUNE_H
#define MEJU_BASE_RUNE_H

#include "common/base/str.h"

#include <stdint.h>

enum { RUNE_BAD = 0xfffd };

static inline size_t rune_bad(uint32_t *c)
{
	*c = RUNE_BAD;
	return 1;
}

/* The character at `at` into `c`; returns its bytes.  REQUIRES: at < s.len. */
static inline size_t rune_get(struct str s, size_t at, uint32_t *c)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *p = (const unsigned char *)s.p + at;
	if (p[0] < 0x80) {
		*c = p[0];
		return 1;
	}
	size_t len = p[0] < 0xc2   ? 0
		     : p[0] < 0xe0 ? 2
		     : p[0] < 0xf0 ? 3
		     : p[0] < 0xf5 ? 4
				   : 0;
	if (len == 0 || len > s.len - at)
		return rune_bad(c);
	uint32_t v = p[0] & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return rune_bad(c);
		v = v << 6 | (p[i] & 0x3f);
	}
	if (v < least[len] || v > 0x10ffff || (v >= 0xd800 && v < 0xe000))
		return rune_bad(c);
	*c = v;
	return len;
}

/* The last character boundary of `s` at or before `at`. */
static inline size_t rune_floor(struct str s, size_t at)
{
	if (at >= s.len)
		return s.len;
	size_t back = at;
	while (back > 0 && at - back < 3 &&
		((unsigned char)s.p[back] & 0xc0) == 0x80)
		back--;
	uint32_t c;
	return back + rune_get(s, back, &c) > at ? back : at;
}

#endif
