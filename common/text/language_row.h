/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * language_row.h - what this folder's files know of a language; languages.txt
 * explains the columns.
 */
#ifndef MEJU_TEXT_LANGUAGE_ROW_H
#define MEJU_TEXT_LANGUAGE_ROW_H

#include "common/text/language.h"

enum stem_library { STEM_NONE, STEM_XAPIAN, STEM_SNOWBALL };

enum script {
	SCRIPT_NONE,
	SCRIPT_LATIN,
	SCRIPT_GREEK,
	SCRIPT_CYRILLIC,
	SCRIPT_ARMENIAN,
	SCRIPT_HEBREW,
	SCRIPT_ARABIC,
	SCRIPT_DEVANAGARI,
	SCRIPT_TAMIL,
	SCRIPT_THAI,
	SCRIPT_LAO,
	SCRIPT_MYANMAR,
	SCRIPT_KHMER,
	SCRIPT_KANA,
	SCRIPT_HAN,
	SCRIPT_HANGUL,
	SCRIPTS,
};

struct language_row {
	struct str code;
	struct str name;
	struct str names;    /* all of them, lower case, space separated */
	const char *stemmer; /* as the library calls it                  */
	enum stem_library library;
	uint8_t kept; /* of language_kept() */
	struct str keep, shown, elide;
};

struct language_word {
	struct str word;
	uint64_t first;   /* its first eight bytes, zeros behind them       */
	uint64_t written; /* bit l: so a stop word of language l is written */
	uint64_t folded;  /* bit l: so it is when folded                    */
};

/* Languages that a letter speaks for, bit l for language l. */
struct language_letter {
	uint32_t letter;
	uint64_t languages;
};

const struct language_row *language_row(language l);

/* The languages written in a script, bit l for language l. */
uint64_t language_by_script(enum script s);

/* The languages that a letter speaks for. */
uint64_t language_by_letter(uint32_t c);

/* Rows of the table of words are fewer than this. */
enum { LANGUAGE_WORDS_MAX = 2048 };

/* The row of a word in the table, or LANGUAGE_WORDS_MAX. */
unsigned language_word_find(struct str word);

/* The same of up to eight bytes, zeros behind them. */
unsigned language_short_find(uint64_t word, size_t len);

/* NULL beyond the last row. */
const struct language_word *language_word(unsigned row);

#endif
