/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bm25.h - what an occurrence of a term in a document is worth.
 *
 * BM25 in the form of Xapian's BM25Weight with k1 = 1.2, b = 0.75, k2 = k3 = 0
 * and no lower limit on the normalised length:
 *
 *	weight = log(t) (k1 + 1),   t = (N - n + 0.5) / (n + 0.5),
 *	         and t / 2 + 1 instead of a t below 2
 *	score  = weight tf / (k1 (b length / average + 1 - b) + tf)
 *
 * N live documents, n of them with the term.
 */
#ifndef MEJU_QUERY_RANK_BM25_H
#define MEJU_QUERY_RANK_BM25_H

#include "common/index/posting.h"

#include <math.h>

/* The statistics of everything that is searched. */
struct collection {
	uint64_t docs;
	double average; /* length of a document; 0 if there is none */
};

static inline double bm25_weight(uint64_t docs, uint64_t df)
{
	double t = ((double)(docs - df) + 0.5) / ((double)df + 0.5);
	if (t < 2)
		t = t * 0.5 + 1;
	return log(t) * (BM25_K1 + 1);
}

/* What lengths are multiplied by. */
static inline double bm25_inverse(double average)
{
	return average > 0 ? 1 / average : 0;
}

/* What a document's length holds against each of its words. */
static inline double bm25_brake(uint32_t length, double inverse)
{
	double normal = length * inverse;
	return BM25_K1 * (normal * BM25_B + (1 - BM25_B));
}

static inline double bm25_score(
	double weight, uint32_t tf, uint32_t length, double inverse)
{
	return weight * (tf / (bm25_brake(length, inverse) + tf));
}

#endif
