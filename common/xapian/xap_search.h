/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xap_search.h - from a query to hits, counted values, more terms.
 *
 *	struct xap_search how = {.limit = 10, .exact = true};
 *	xap_db_search(db, query, &how, &found, &err);
 *	const struct xap_hit *hits = xap_result_hits(found, &count);
 *	for (uint32_t i = 0; i < count; i++)
 *		xap_result_doc(found, i, &doc, &err);
 *	xap_result_free(found);
 *
 * A struct xap_search of zeros is Xapian's own way to search, but for the
 * limit.
 *
 * Where a server fails or has been overtaken, the whole search fails, and the
 * connections of `db` are closed, since Xapian 1.4 leaves the other servers
 * waiting for the rest of it.  xap_db_reopen() makes them anew: another search
 * may follow, or there the server that is gone or late is named.  (The error
 * of the search names one that is late, not always one that hung up.)
 */
#ifndef MEJU_XAPIAN_XAP_SEARCH_H
#define MEJU_XAPIAN_XAP_SEARCH_H

#include "common/xapian/xap_base.h"

XAP_BEGIN

enum xap_scheme {
	XAP_BM25,
	XAP_BM25_PLUS,
	XAP_TF_IDF,
	XAP_COORD, /* the number of terms that match */
	XAP_BOOL,  /* 0                              */
};

/* As the parameters of Xapian's BM25Weight and BM25PlusWeight. */
struct xap_bm25 {
	double k1, k2, k3, b, min_length;
	double delta; /* of BM25_PLUS */
};

enum xap_order {
	XAP_BY_SCORE,
	XAP_BY_KEYS,
	XAP_BY_KEYS_THEN_SCORE,
	XAP_BY_SCORE_THEN_KEYS,
};

/* A value to sort by, in byte order. */
struct xap_key {
	unsigned slot;
	bool down;
};

/* What is left to decide between documents. */
enum xap_rest { XAP_UP, XAP_DOWN, XAP_ANY }; /* by number */

struct xap_search {
	uint32_t offset, limit; /* limit 0: totals only, which are vague */
	uint32_t check;         /* look at so many matches, if there are */
	bool exact;             /* ... at all: totals and counts are exact */
	uint32_t query_length;  /* 0: the number of its terms            */

	enum xap_scheme scheme;
	const struct xap_bm25 *bm25; /* NULL: Xapian's defaults          */
	const char *tf_idf;          /* NULL: "ntn"                      */

	/* Servers can sort by one key only. */
	enum xap_order order;
	const struct xap_key *keys;
	uint32_t key_count;
	enum xap_rest rest;

	/* The best `collapse` documents of the same value in a slot, and of
	 * those without one all; 0: all of all. */
	uint32_t collapse;
	unsigned collapse_slot;

	int min_percent;  /* of the highest score that there could be */
	double min_score; /* lower ones are no hits                   */

	/* Slots of which to count values; see xap_result_values(). */
	const unsigned *count_slots;
	uint32_t count_slots_count;

	/* Documents known to be relevant, which change weights of terms. */
	const uint32_t *relevant;
	uint32_t relevant_count;

	/* Seconds after which `check` and `exact` are given up, not the
	 * search; 0: none. */
	double time_limit;
};

struct xap_hit {
	uint32_t doc, rank; /* rank: from 0, the offset counted in */
	double score;
	int percent;
	uint32_t collapsed; /* how many others at least it stands for */
	struct str collapse_value, sort_key; /* the result's             */
};

struct xap_totals {
	uint32_t low, estimate, high; /* number of matches             */
	uint32_t all_low, all_estimate, all_high; /* before collapsing */
	double best, possible; /* the highest score: found, and a bound */
};

/* ERR_INVALID of a group without databases. */
MUST_CHECK enum status xap_db_search(struct xap_db *db,
	const struct xap_query *query, const struct xap_search *how,
	struct xap_result **out, struct error *err);
void xap_result_free(struct xap_result *result);

/* Best first; the result's. */
const struct xap_hit *xap_result_hits(
	const struct xap_result *result, uint32_t *count);

void xap_result_totals(
	const struct xap_result *result, struct xap_totals *totals);

/* Get the documents of some hits at once, which spares servers a question
 * each. */
MUST_CHECK enum status xap_result_fetch(struct xap_result *result,
	uint32_t from, uint32_t count, struct error *err);

MUST_CHECK enum status xap_result_doc(const struct xap_result *result,
	uint32_t hit, struct xap_doc **out, struct error *err);

/* Those of the query that a hit has. */
MUST_CHECK enum status xap_result_terms(const struct xap_result *result,
	uint32_t hit, struct xap_walk **out, struct error *err);

/* In how many documents a term of the query is, and its highest score. */
MUST_CHECK enum status xap_result_term(const struct xap_result *result,
	struct str term, uint32_t *docs, double *score, struct error *err);

/*
 * The most frequent values in how->count_slots[which] of the matches that were
 * looked at; `seen`, unless NULL, is how many these were.
 */
MUST_CHECK enum status xap_result_values(const struct xap_result *result,
	uint32_t which, uint32_t limit, uint32_t *seen, struct xap_walk **out,
	struct error *err);

struct xap_expand {
	uint32_t limit;
	const uint32_t *relevant; /* documents to take terms from       */
	uint32_t relevant_count;
	const struct xap_query *but; /* without its terms; may be NULL  */
	struct str prefix;           /* only terms that begin so        */
	bool bo1; /* by Bo1, else as Robertson's probabilities say */
	double k; /* ... with this parameter; 0: 1               */
	double min_worth;
	bool exact; /* frequencies over all of a group, which is slower */
};

/* Terms that are in relevant documents more than in others. */
MUST_CHECK enum status xap_db_expand(const struct xap_db *db,
	const struct xap_expand *how, struct xap_walk **out, struct error *err);

XAP_END

#endif
