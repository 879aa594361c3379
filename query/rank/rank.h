/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rank.h - the best documents of one segment, by one of several algorithms
 * that all give the same documents in the same order with the same scores.
 *
 * The score of a document is a double, summed over the plan's operators in
 * query order; whatever is computed on the way may only rule documents out.
 *
 * Errors:    damage is ERR_CORRUPT.
 * Ownership: borrows everything.
 */
#ifndef MEJU_QUERY_RANK_RANK_H
#define MEJU_QUERY_RANK_RANK_H

#include "query/match/cursor.h"
#include "query/rank/bm25.h"
#include "query/rank/prior.h"
#include "query/rank/topk.h"

struct ranking {
	const struct collection *collection;
	const double *weights; /* per term of the plan: bm25_weight()       */
	const struct term_info *infos; /* and in the leaf; df 0: not there  */
	const struct leaf *leaf;
	uint32_t number;  /* of the leaf                               */
	uint64_t ordinal; /* of its first document, over all searched  */
	double scale;     /* by which stored bounds may be too low: the
	                            ratio of the collection's average length to
	                            the segment's, if that is above 1         */
	double shrink;    /* by which stored ranks may be too high: the
	                            same ratio, if that is below 1            */
	const struct prior *prior; /* added to every score, or NULL */
	struct topk *top;
};

/* What documents must score by words alone to be among the best. */
static inline double ranking_threshold(const struct ranking *r)
{
	double t = topk_threshold(r->top);
	return r->prior ? t - r->prior->high : t;
}

/* One that scores so much by words. */
static inline void ranking_add(
	const struct ranking *r, uint32_t doc, double score)
{
	if (r->prior)
		score += prior_get(r->prior, doc);
	topk_add(r->top,
		(struct ranked){score, r->ordinal + doc, r->number, doc});
}

/* The score of the document that the cursor stands on. */
double rank_score(const struct ranking *r, struct cursor *c);

/* Nothing in [target, *last] scores more.  REQUIRES: target >= c->doc. */
double rank_bound(const struct ranking *r, const struct cursor *c,
	uint32_t target, uint32_t *last);

/* What a document with endless repetitions of all words would score. */
double rank_ceiling(const struct plan *p, const double *weights);

/* Every document; returns how many live ones match.  The definition. */
uint64_t rank_exhaustive(const struct ranking *r, struct cursor *c);

/* Passes over blocks of documents whose bound is too low, and of an OR's kids
 * those that cannot lift a document over the threshold. */
void rank_maxscore(const struct ranking *r, struct cursor *c);

/* Any of very many words: each clause adds its part.  False if it is something
 * else, and nothing was done. */
bool rank_wide(const struct ranking *r, struct cursor *c);

#endif
