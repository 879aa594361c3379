/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wordbreak.h - Unicode's default word boundaries (UAX #29, 15.0), untailored,
 * and what else the tokenizer asks about a code point.
 *
 *	for (size_t at = 0; at < text.len; at = end) {
 *		end = wordbreak_next(text, at);
 *		...
 *	}
 *
 * Walking a text this way takes linear time.  Malformed bytes read as U+FFFD.
 *
 * Threads: no state.
 */
#ifndef MEJU_TEXT_WORDBREAK_H
#define MEJU_TEXT_WORDBREAK_H

#include "common/base/str.h"

#include <stdint.h>

enum wordbreak_class {
	WB_OTHER,
	WB_CR,
	WB_LF,
	WB_NEWLINE,
	WB_EXTEND,
	WB_ZWJ,
	WB_FORMAT,
	WB_KATAKANA,
	WB_HEBREW_LETTER,
	WB_ALETTER,
	WB_SINGLE_QUOTE,
	WB_DOUBLE_QUOTE,
	WB_MIDNUMLET,
	WB_MIDLETTER,
	WB_MIDNUM,
	WB_NUMERIC,
	WB_EXTENDNUMLET,
	WB_REGIONAL_INDICATOR,
	WB_WSEGSPACE,
};

enum {
	WB_IS_PICTURE = 1, /* Extended_Pictographic                           */
	WB_IS_WORD = 2,    /* letter or digit: categories L, N and such
	                      symbols as break like letters                   */
	WB_IS_CJK = 4,     /* Han, Hiragana, Katakana and their marks         */
	WB_IS_CLUSTER = 8, /* letter of Thai, Lao, Khmer, Myanmar ...         */
	WB_IS_HANGUL = 16, /* syllable or jamo                                */
	WB_IS_UNSPACED = WB_IS_CJK | WB_IS_CLUSTER,
};

struct wordbreak_kind {
	uint8_t class; /* enum wordbreak_class */
	uint8_t flags; /* WB_IS_...            */
};

struct wordbreak_kind wordbreak_kind(uint32_t c);

/*
 * The first word boundary after `at`.
 * REQUIRES: `at` is a word boundary of the text, and less than text.len.
 */
size_t wordbreak_next(struct str text, size_t at);

#endif
