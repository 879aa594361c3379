/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * language.h - the languages that meju knows: their codes, stemmers, stop
 * words and peculiarities; and which of them a text is written in.
 *
 * A language is a small number, the index of its row in one table; number 0 is
 * LANGUAGE_NONE, whose words are folded but not stemmed.  Numbers are not
 * stored on disk (codes are).
 *
 * Threads: the table is constant; everything here may be called from any
 *          thread.
 */
#ifndef MEJU_TEXT_LANGUAGE_H
#define MEJU_TEXT_LANGUAGE_H

#include "common/base/buf.h"

#include <stdint.h>

typedef uint8_t language; /* index into the table */

enum { LANGUAGE_NONE = 0, LANGUAGE_MAX = 64 };

/* Rows of the table, LANGUAGE_NONE included. */
unsigned language_count(void);

/* ISO 639-1 code ("en"), "" for LANGUAGE_NONE.  REQUIRES: l is a row. */
struct str language_code(language l);

/* All codes, with spaces between. */
void language_codes(struct buf *out);

/* English name ("English"), "" for LANGUAGE_NONE. */
struct str language_name(language l);

/*
 * With how many bytes a stem of language `l` begins as its word does, as far
 * as it has them: of a word of ASCII that begins with a letter, and taking e,
 * i and y for one letter behind the first.
 */
enum { LANGUAGE_KEPT_MAX = 3 };
unsigned language_kept(language l);

/*
 * The language that `tag` means: a code, a BCP 47 tag ("pt-BR"), a POSIX
 * locale ("de_DE.UTF-8") or an English name in any case.  LANGUAGE_NONE if it
 * names none of ours.
 */
language language_find(struct str tag);

/*
 * The language of a text by its scripts and stop words, LANGUAGE_NONE where
 * nothing speaks for one.  Looks at no more than the first 64 KiB.
 */
language language_detect(struct str text);

/* What speaks for a language: words that only it has count one, those of n
 * languages a n-th. */
struct language_lead {
	language best;
	double words, next; /* for it, and for the next best */
	unsigned total;     /* that were looked at           */
};

/* The same, and why. */
language language_detect_lead(struct str text, struct language_lead *out);

/* Is `word` (folded, not stemmed: "the") a stop word of language `l`? */
bool language_is_stop(language l, struct str word);

#endif
