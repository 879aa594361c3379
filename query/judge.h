/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * judge.h - how good rankings are, by judgements of people.
 *
 * Measures as trec_eval has them, averaged over the queries that are judged:
 * nDCG@10 (gain is the grade, discount log2(rank + 1)), average precision,
 * recall at 100 and reciprocal rank (a grade above 0 is relevant), to a depth
 * of 1000.
 *
 * Threads: one at a time.
 */
#ifndef MEJU_QUERY_JUDGE_H
#define MEJU_QUERY_JUDGE_H

#include "common/base/buf.h"
#include "common/base/map.h"
#include "common/base/vec.h"

enum {
	JUDGE_DEPTH = 1000,
	JUDGE_FILE_MAX = 256 << 20,
};

struct judgement {
	uint32_t query, document;
	int grade;
};

struct judge {
	struct map queries, documents;
	VEC(struct judgement) all;   /* sorted by query, document */
	double ndcg, ap, recall, rr; /* sums so far             */
	uint32_t judged;             /* queries with a relevant document */
};

/* Lines "query<TAB>document<TAB>grade" or TREC's "query 0 document grade". */
MUST_CHECK enum status judge_read(
	struct judge *j, const char *path, struct error *err);

/* Rank the ids that a query found, best first. */
MUST_CHECK enum status judge_query(struct judge *j, struct str query,
	const struct str *ids, uint32_t count);

/* "nDCG@10 0.3254  MAP ...", over the queries that were asked. */
void judge_print(const struct judge *j, struct buf *out);
void judge_release(struct judge *j);

#endif
