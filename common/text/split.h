/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * split.h - a token cut into the words that it is made of.
 *
 *	gut-skin  node.js  snake_case  camelCase  HTMLParser  C++-like
 *
 * Not cut: between letters and digits ("mp3"), at the dots and commas of a
 * number, at apostrophes.  An apostrophe's affix that is no word goes: the
 * possessive "'s", the article in French "l'eau", the case ending in Turkish
 * "Ankara'da".
 *
 * Ownership: pieces borrow from the token.
 * Threads:   no state.
 */
#ifndef MEJU_TEXT_SPLIT_H
#define MEJU_TEXT_SPLIT_H

#include "common/base/str.h"
#include "common/text/language.h"

enum { PIECES_MAX = 63 };

struct pieces {
	struct str v[PIECES_MAX]; /* in order, none empty */
	unsigned count;
};

void split(struct str token, language l, struct pieces *out);

/*
 * The short cut: letters and digits of ASCII that split() leaves alone.  Not
 * all such tokens are known to it.
 */
bool split_is_plain(struct str token);

#endif
