/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * flat.h - queries that are a few terms and not a tree: one term, the highest or
 * any of some, all of some, all of some and perhaps others, a phrase; within a
 * filter.
 *
 * Most queries are, and they have the fast algorithms, a file each:
 *
 *	highest.c      one term, or the highest of some: the blocks of each, the
 *	               best bounds first
 *	conjunction.c  all terms, perhaps others: the rarest one leads
 *	found.c        the same where few have all: these are found first
 *	disjunction.c  any term: windows of documents, sums in an array
 *	counting.c     how many, without scores: windows of bits; phrases,
 *	               which are ranked on the way
 *
 *	struct flat f;
 *	if (flat_open(&f, &ranking, plan, terms, &arena) == OK)
 *		flat_rank(&f);
 *	status = flat_close(&f);
 *
 * All give the documents, scores and counts that rank_exhaustive() gives.
 *
 * Errors:    ERR_UNSUPPORTED if the plan is a tree.  Damage is what
 *            flat_close() returns.
 * Ownership: everything lives in the arena.
 */
#ifndef MEJU_QUERY_RANK_FLAT_H
#define MEJU_QUERY_RANK_FLAT_H

#include "query/rank/list.h"

#include <float.h>

enum {
	FLAT_TERMS_MAX = 256,
	FLAT_WINDOW = 4096, /* documents that are looked at together */
	FLAT_WORDS = FLAT_WINDOW / 64,
};

struct flat {
	const struct ranking *ranking;
	struct arena *arena;
	struct list *lists[FLAT_TERMS_MAX]; /* in query order */
	uint32_t count;
	uint32_t musts; /* the first so many are wanted, the others not;
	                     0: any will do */
	bool highest;   /* any will do, and the highest score counts  */
	bool none;      /* nothing can match: the segment lacks a term */
	/* Documents that may match, a bit each, zeros up to a multiple of
	 * FLAT_WINDOW; NULL: all. */
	uint64_t *mask;
	bool filtered; /* by more than what is live */
	bool paired; /* a phrase of two, and the mask has just its documents */
	uint64_t named; /* documents that were found by name, and masked   */
	struct cursor *phrase; /* NULL, or what documents must satisfy */
	double least; /* the k-th best document of the segment has no less */
	enum status status;
};

MUST_CHECK enum status flat_open(struct flat *f, const struct ranking *r,
	const struct plan *plan, const struct str *terms, struct arena *arena);
enum status flat_close(struct flat *f);

/* The best documents into f->ranking->top. */
void flat_rank(struct flat *f);

/* How many live documents match. */
uint64_t flat_count(struct flat *f);

/* Both. */
uint64_t flat_rank_and_count(struct flat *f);

/* Words of the bits of so many documents. */
static inline size_t flat_words(uint32_t docs)
{
	return ((size_t)docs / FLAT_WINDOW + 1) * FLAT_WORDS;
}

/* Of the wanted lists. */
struct list *flat_rarest(const struct flat *f);

static inline bool flat_may(const struct flat *f, uint32_t doc)
{
	return !f->mask || (f->mask[doc >> 6] >> (doc & 63) & 1);
}

/* May any document of a range? */
static inline bool flat_may_any(const struct flat *f, uint32_t range)
{
	enum { WORDS = POSTING_RANGE / 64 };
	uint64_t any = 0;
	if (!f->mask)
		return true;
	for (unsigned i = 0; i < WORDS; i++)
		any |= f->mask[(size_t)range * WORDS + i];
	return any;
}

/* The exact score, of each list its part, in query order. */
double flat_exact(struct flat *f, uint32_t doc);

/* The same with the parts that wanted lists hold. */
double flat_sum(struct flat *f, uint32_t doc);

void flat_add(struct flat *f, uint32_t doc, double score);

/* A mask of what is live, if there is none. */
MUST_CHECK enum status flat_mask(struct flat *f);

/* Documents that a NAMED has by name: among the best with what they score, and
 * out of the mask.  REQUIRES: the mask has all filters. */
MUST_CHECK enum status flat_name(
	struct flat *f, const struct plan *named, const struct str *terms);

/* Let the threshold begin with what the lists are known to have; each document
 * of theirs must be one that matches. */
void flat_start(struct flat *f);

/* What a document's words must reach for it to matter. */
static inline double flat_threshold(const struct flat *f)
{
	double t = ranking_threshold(f->ranking);
	return t > f->least ? t : f->least;
}

/* The least float score that may reach that, less `rest`. */
static inline float flat_least(const struct flat *f, double rest)
{
	float least = score_floor(flat_threshold(f) - rest, f->count);
	return least > FLT_MIN ? least : FLT_MIN;
}

/* What flat_rank() and flat_count() choose from. */
void rank_highest(struct flat *f);
void rank_conjunction(struct flat *f);
bool found_is_quicker(const struct flat *f);
uint64_t rank_found(struct flat *f); /* and how many there are */
void rank_disjunction(struct flat *f);
/* `found` NULL, or flat_words() zeros to be set to what matches. */
uint64_t count_conjunction(struct flat *f, uint64_t *found);
uint64_t count_disjunction(struct flat *f);
uint64_t rank_phrase(struct flat *f, bool rank); /* and how many there are */

#endif
