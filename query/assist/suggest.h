/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * suggest.h - how a word that is being typed may go on: words of the index and
 * titles of articles that have a word with that beginning.
 *
 *	status = suggest_scope(&corpus, plan, terms, &arena, &within);
 *	status = suggest_words(
 *		&corpus, STR("ros"), STR(""), within, 8, &arena, v, &count);
 *
 * Case and accents do not matter: "celeb" goes on as "célébrité".  A word has
 * two letters or more and no digit, unless the beginning has a digit; of words
 * with one stem the most frequent stands for all; stop words of the corpus's
 * languages are left out.  Words come by how many documents have them, those
 * that often follow the word before first.
 *
 * A title counts once, however many documents have it; those come first that
 * begin with what is typed, then those of most documents.  Not all titles are
 * looked at: TITLES_READ documents, of words that begin so the most frequent.
 *
 * Errors:    only memory and damaged indexes.
 * Ownership: texts live in the arena.
 * Threads:   as the corpus.
 */
#ifndef MEJU_QUERY_ASSIST_SUGGEST_H
#define MEJU_QUERY_ASSIST_SUGGEST_H

#include "query/assist/corpus.h"
#include "query/match/plan.h"

enum {
	SUGGEST_WORD_MAX = 40, /* bytes of a word             */
	SUGGEST_POOL = 128,    /* words that may be suggested */
	SUGGEST_TITLES_READ = 10,
};

struct suggestion {
	struct str text;
	bool title;
	struct str id, url; /* of a title: of one document that has it */
	uint64_t docs;      /* live ones that have it, within the scope */
};

/* Documents by leaf, sets as in docset.h; NULL: all. */
typedef uint64_t *const *suggest_within;

/* The live documents that a plan matches.  `terms` are the planner's. */
MUST_CHECK enum status suggest_scope(const struct corpus *c,
	const struct plan *plan, const struct str *terms, struct arena *arena,
	suggest_within *out);

/* Words that begin with the letters of `begin`, at most `most`, into `out`.
 * `before`: the word before, which all documents within have, or empty. */
MUST_CHECK enum status suggest_words(const struct corpus *c, struct str begin,
	struct str before, suggest_within within, uint32_t most,
	struct arena *arena, struct suggestion *out, uint32_t *count);

/* The same of titles; with nothing in `begin` any of documents within. */
MUST_CHECK enum status suggest_titles(const struct corpus *c, struct str begin,
	suggest_within within, uint32_t most, struct arena *arena,
	struct suggestion *out, uint32_t *count);

#endif
