/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * similar.h - articles like a given one: a search for the words that tell
 * most of it.
 *
 *	struct similar like = {0};
 *	if (similar_words(&like, &corpus, &record, &arena) == OK)
 *		status = similar_plan(&like, &planner, record.id, &plan);
 *
 * A word tells the more, the more often the article has it, a word of its
 * title or of a heading counting more than once, and the fewer others have it.
 * The document is analysed again, in the language that it was indexed in; of a
 * very long one the first SIMILAR_TEXT_MAX bytes.
 *
 * Errors:    only memory and damaged indexes.
 * Ownership: words live in the arena.
 * Threads:   as the analyzer.
 */
#ifndef MEJU_QUERY_ASSIST_SIMILAR_H
#define MEJU_QUERY_ASSIST_SIMILAR_H

#include "common/index/record.h"
#include "query/assist/corpus.h"
#include "query/match/plan.h"

enum {
	SIMILAR_WORDS = 24,
	SIMILAR_TEXT_MAX = 128 << 10,
};

struct similar_word {
	struct str stem;
	double value;  /* by which they are chosen           */
	double weight; /* 0 to 1, of the search for them     */
};

struct similar {
	struct similar_word words[SIMILAR_WORDS]; /* most telling first */
	uint32_t count;
};

/* Words that at least one other document has. */
MUST_CHECK enum status similar_words(struct similar *s,
	const struct corpus *corpus, const struct record *r,
	struct arena *arena);

/* In place of *plan: documents that have any of the words and satisfy *plan,
 * but not the document `id`.  In place of *tree: the words, too, as leaves. */
MUST_CHECK enum status similar_plan(const struct similar *s, struct planner *p,
	struct str id, const struct node **tree, struct plan **plan);

#endif
