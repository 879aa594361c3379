/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fold.h - differences of writing that searching should not see.
 *
 * Lower:  lower case and canonical composition; nothing else.
 * Marked: NFKC case fold; digits of any script to ASCII; apostrophes straight;
 *         ignorable code points gone; marks stripped but of letters that the
 *         language keeps or its stemmer needs to see.
 * Plain:  as marked, but only letters that the language keeps have marks.
 *
 * Marks are stripped from Latin, Greek, Cyrillic, Arabic and Hebrew letters,
 * never from others.  Folding plain twice is folding once.
 *
 * Errors:    out->status, as ever; only memory can fail.
 * Threads:   no state.
 */
#ifndef MEJU_TEXT_FOLD_H
#define MEJU_TEXT_FOLD_H

#include "common/base/buf.h"
#include "common/text/language.h"

enum fold { FOLD_LOWER, FOLD_MARKED, FOLD_PLAIN };

/* Bytes that are folded; what is longer is cut at a character. */
enum { FOLD_MAX = 2048 };

/* A word's form, appended to `out`. */
void fold(struct str word, language l, enum fold form, struct buf *out);

/* The same without its short cut: the definition. */
void fold_plain(struct str word, language l, enum fold form, struct buf *out);

/*
 * The short cut: of a word of ASCII all forms are the same bytes, written to
 * `to`, which has room for its length rounded up to ASCII_STEP.  False for any
 * other word, and for one with an I in Turkish.
 */
bool fold_ascii(struct str word, language l, char *to);

#endif
