/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * utf8.h - bytes to code points and back; the border to utf8proc.
 *
 * Decoding never fails: each maximal subpart of an ill-formed sequence reads
 * as one U+FFFD (The Unicode Standard, section 3.9, "U+FFFD Substitution of
 * Maximal Subparts", table 3-8).
 *
 * Threads: no state.
 */
#ifndef MEJU_TEXT_UTF8_H
#define MEJU_TEXT_UTF8_H

#include "common/base/buf.h"
#include "common/base/str.h"

#include <stdint.h>

enum {
	UTF8_MAX = 4,
	UTF8_BAD = 0xfffd,
	UTF8_MARKS_MAX = 30, /* on one letter: UAX #15, "Stream-Safe Text" */
};

/*
 * The code point at text.p[*at], which moves past it.
 * REQUIRES: *at < text.len.
 */
static inline uint32_t utf8_next(struct str text, size_t *at);

/* Append one code point; what is no scalar value is written as U+FFFD. */
void utf8_put(struct buf *out, uint32_t c);

/* The start of the character that byte `at` belongs to, so that a text may be
 * cut there; steps back three bytes at most. */
size_t utf8_floor(struct str text, size_t at);

/* Lower case of one code point by Unicode's simple mapping. */
uint32_t utf8_lower(uint32_t c);
bool utf8_is_lower(uint32_t c);
bool utf8_is_upper(uint32_t c);

/* A nonspacing or enclosing mark. */
bool utf8_is_mark(uint32_t c);

/* A letter, mark, number or connector such as '_': what words are made of. */
bool utf8_is_word(uint32_t c);

/* Columns that a character takes on a terminal: 0, 1 or 2. */
unsigned utf8_width(uint32_t c);

/* May a grapheme cluster end between `a` and `b`?  `state` is 0 at first. */
bool utf8_grapheme_break(uint32_t a, uint32_t b, int32_t *state);

enum utf8_form {
	UTF8_NFC,
	UTF8_NFD,
	UTF8_NFKC_FOLD, /* NFKC case fold, ignorable code points left out */
};

/*
 * `n` code points to the given form, in `out`, which has room for `cap`;
 * returns how many they are, `cap` at most: what has no room is cut.  Of more
 * than UTF8_MARKS_MAX marks in a row the last are dropped.
 */
size_t utf8_normalize(const uint32_t *in, size_t n, enum utf8_form form,
	uint32_t *out, size_t cap);

/* utf8_next() at what is not ASCII. */
uint32_t utf8_next_long(struct str text, size_t *at);

static inline uint32_t utf8_next(struct str text, size_t *at)
{
	uint8_t byte = (uint8_t)text.p[*at];
	if (byte >= 0x80)
		return utf8_next_long(text, at);
	++*at;
	return byte;
}

#endif
