/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spell.h - what somebody may have meant by a word that the index hardly has:
 * words of the index that are one or two errors away, or two words of it that
 * were written as one.
 *
 *	struct spell s = {.corpus = &corpus, .arena = &arena};
 *	struct spell_guess v[SPELL_GUESSES];
 *	if (spell_word(&s, STR("rosacae"), v, &count) == OK && count)
 *		try(v[0].text);
 *
 * A guess is worth the logarithm of its documents less what its errors cost,
 * by how often people make them (swapped neighbours, doubled letters and vowels
 * cost least, a wrong first letter most).
 *
 * Words are lower-cased and unfolded, as the dictionary's surface words are; of
 * another kind, such as TERM_TAG, as terms of that are, and never two for one.
 *
 * Errors:    memory, damage.
 * Ownership: guesses live in the arena.
 */
#ifndef MEJU_QUERY_ASSIST_SPELL_H
#define MEJU_QUERY_ASSIST_SPELL_H

#include "common/base/arena.h"
#include "query/assist/corpus.h"

enum { SPELL_GUESSES = 6 };

struct spell {
	const struct corpus *corpus;
	struct arena *arena;
	enum term_kind kind; /* 0: surface words */
};

struct spell_guess {
	struct str text; /* a word, or two with a space between       */
	uint64_t df;     /* documents; of two words, of the rarer one */
	double cost;     /* of its errors                             */
	double worth;
};

/* The most likely, best first; never the word itself. */
MUST_CHECK enum status spell_word(const struct spell *s, struct str word,
	struct spell_guess *out, uint32_t *count);

/* Documents with a word. */
MUST_CHECK enum status spell_df(
	const struct spell *s, struct str word, uint64_t *out);

#endif
