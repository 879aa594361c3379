/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rerank.h - a closer look at the best documents: which of the words stand in
 * the title, and which stand close together.
 *
 * To the score of each of the first RERANK_DEPTH documents are added
 *
 *	title      setting * the weights of the words that its title has
 *	proximity  setting * for each two words that follow one another in the
 *	           query: the lower weight * c / (c + 1), where c adds up, over
 *	           the places of the one with fewer, 1 / d^2, d being the distance
 *	           to the nearest of the other, if that is at most
 *	           RERANK_DISTANCE; not for the parts of a compound or of
 *	           text without spaces, nor for those of a phrase
 *
 * and they are put in order anew; none gets less, so they stay before all
 * others.  A word that has several stems has the places of all.  Pairs of
 * neighbours, inverse squares: as in Buettcher, Clarke and Lushman 2006, with
 * the distances taken to the nearest.
 *
 *	struct reranking r = {...};
 *	status = rerank(&r, &top, 10);
 *	rerank_close(&r);
 *
 * Errors:    damage is ERR_CORRUPT.
 * Ownership: borrows everything.
 */
#ifndef MEJU_QUERY_RANK_RERANK_H
#define MEJU_QUERY_RANK_RERANK_H

#include "query/match/places.h"
#include "query/rank/rank.h"

enum {
	RERANK_DEPTH = 100,  /* documents                                */
	RERANK_DISTANCE = 4, /* 1: side by side                          */
	RERANK_WORDS = 32,   /* of a query; further ones are not looked at */
	RERANK_FORMS = 8,    /* stems of a word                          */
};

struct rerank_word {
	uint32_t terms[RERANK_FORMS];
	uint32_t count;
	double weight; /* 0: no document has it                          */
	bool apart;    /* it was not typed in one with the word before:
	                  the two are neighbours                         */
};

struct rerank_words {
	struct rerank_word v[RERANK_WORDS];
	uint32_t count;
};

/* Those of a plan that was not pruned; weights and dfs per term. */
void rerank_words(struct rerank_words *w, const struct planner *p,
	const double *weights, const uint64_t *dfs);

/* What is known beforehand of a document of the top, a bit for each word: does
 * its title have it; may it stand close to the word before? */
struct rerank_known {
	uint32_t leaf, doc, titled, near;
};

struct searcher;

struct reranking {
	const struct searcher *searcher;
	/* Another engine than that of leaves: where a term stands in one of its
	 * documents, which may take long; NULL: leaves are there.  If
	 * something is known, it is of all that are looked at. */
	enum status (*places)(const struct searcher *s, struct str term,
		uint32_t number, uint32_t doc, struct arena *arena,
		struct places *out);
	const struct rerank_known *known;
	uint32_t known_count;
	const struct rank_settings *settings;
	const struct leaf *const *leaves; /* by number                   */
	const struct planner *planner;
	const struct term_info *infos; /* per leaf, per term             */
	const struct rerank_words *words;
	struct arena *arena;        /* what is opened lives there        */
	struct rerank_lists *lists; /* of leaves so far; NULL at first   */
};

/* What a document gets. */
struct rerank_parts {
	double title, proximity;
};

void rerank_close(struct reranking *r);

/*
 * Put the first documents of a sorted top in order.  Of those behind the first
 * `wanted` only the number is right then.
 */
MUST_CHECK enum status rerank(
	struct reranking *r, struct topk *top, uint32_t wanted);

/* What one of those documents has got. */
MUST_CHECK enum status rerank_look(struct reranking *r, uint32_t leaf,
	uint32_t doc, struct rerank_parts *out);

#endif
