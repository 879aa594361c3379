/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stemmer.h - the stemmers of all languages, each made when first asked for.
 *
 * Which library serves a language is said in languages.txt: the one whose
 * stems agree better with Snowball's own vocabularies.
 *
 * Stemming takes longer than all else that is done to a word, and most tokens
 * are known words in other cases and compounds: the last stems are kept.
 *
 * Errors:    a language whose stemmer is missing in the installed library
 *            has unstemmed words; only memory fails.
 * Ownership: a zeroed struct is empty; it owns its stemmers until release.
 * Threads:   one at a time.
 */
#ifndef MEJU_TEXT_STEMMER_H
#define MEJU_TEXT_STEMMER_H

#include "common/base/buf.h"
#include "common/text/language.h"

struct stem_slot;

struct stemmer {
	void *made[LANGUAGE_MAX]; /* a handle of the language's library */
	uint64_t missing;         /* bit l: not in the library          */
	struct stem_slot *known;  /* stems of short words, by their hash */
	unsigned bits;            /* slots are two to the power of that  */
	size_t kept;              /* stems since there are so many slots */
};

/* The stem of a folded word, appended to `out`. */
MUST_CHECK enum status stemmer_word(
	struct stemmer *s, language l, struct str word, struct buf *out);

void stemmer_release(struct stemmer *s);

#endif
