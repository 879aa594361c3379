/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xap.h - Xapian in C: opaque types, and no exception ever gets out.
 *
 *	struct xap_stem *stem;
 *	if (xap_stem_new("english", &stem) != OK)
 *		...
 *	if (xap_stem_word(stem, STR("gardening"), &out) != OK)
 *		...
 *	xap_stem_free(stem);
 *
 * A search, from an index to hits:
 *
 *	xap_db_memory(&db, &err);
 *	xap_doc_new(&doc);
 *	xap_doc_term(doc, STR("Zgut"), 3);
 *	xap_doc_position(doc, STR("Zgut"), 0);
 *	xap_db_add(db, doc, &number, &err);
 *	xap_query_term(STR("Zgut"), &query);
 *	xap_db_search(db, query, &how, hits, &count, &total, &err);
 *	xap_query_free(query), xap_doc_free(doc), xap_db_free(db);
 *
 * Errors:    every call is one try block; what Xapian or the C++ library
 *            throws becomes a status.  Calls that reach a database also give
 *            Xapian's sentence in `err`, which may be NULL; in others only
 *            memory can fail, or an argument is ERR_INVALID.
 * Ownership: handles belong to the caller, NULL may be freed; queries copy
 *            the queries they are made of, results are copied out.
 * Threads:   a handle belongs to one thread at a time.
 */
#ifndef MEJU_XAPIAN_XAP_H
#define MEJU_XAPIAN_XAP_H

#ifdef __cplusplus
extern "C" {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic" /* compound literals */
#endif
#include "common/base/buf.h"
#include "common/base/status.h"
#include "common/base/str.h"

#include <stdint.h>
#ifdef __cplusplus
#pragma GCC diagnostic pop
#endif

struct xap_stem;

/* ERR_NOT_FOUND if Xapian has no stemmer of that name ("english"). */
MUST_CHECK enum status xap_stem_new(
	const char *language, struct xap_stem **out);
void xap_stem_free(struct xap_stem *stem);

/* The stem of a lower-cased word, appended to `out`. */
MUST_CHECK enum status xap_stem_word(
	struct xap_stem *stem, struct str word, struct buf *out);

/* A document to be added: its terms, their places, values by slot. */
struct xap_doc;

MUST_CHECK enum status xap_doc_new(struct xap_doc **out);
void xap_doc_free(struct xap_doc *doc);

/* `freq` more occurrences of a term; 0 for one that only filters. */
MUST_CHECK enum status xap_doc_term(
	struct xap_doc *doc, struct str term, uint32_t freq);

/* A place of a term, which counts for no frequency. */
MUST_CHECK enum status xap_doc_position(
	struct xap_doc *doc, struct str term, uint32_t position);

/* A number in a slot, so that byte order is its order. */
MUST_CHECK enum status xap_doc_number(
	struct xap_doc *doc, unsigned slot, double value);

struct xap_db;

/* A new, empty database in memory. */
MUST_CHECK enum status xap_db_memory(struct xap_db **out, struct error *err);
void xap_db_free(struct xap_db *db);

/* Documents are numbered from 1. */
MUST_CHECK enum status xap_db_add(struct xap_db *db, const struct xap_doc *doc,
	uint32_t *number, struct error *err);

struct xap_query;

enum xap_op {
	XAP_AND,    /* in all; the sum                                  */
	XAP_OR,     /* in some; the sum                                 */
	XAP_MAX,    /* in some; the highest                             */
	XAP_NOT,    /* in the first and in no other; the first's score  */
	XAP_MAYBE,  /* in the first; its score and those of the others  */
	XAP_FILTER, /* in all; the first's score                        */
	XAP_PHRASE, /* terms in order within `window` positions; the sum */
	XAP_NEAR,   /* terms in any order within `window`; the sum      */
};

/* No document; every document, without a score. */
MUST_CHECK enum status xap_query_none(struct xap_query **out);
MUST_CHECK enum status xap_query_all(struct xap_query **out);

MUST_CHECK enum status xap_query_term(struct str term, struct xap_query **out);

/* Documents whose number in a slot is in [low, high]; no score. */
MUST_CHECK enum status xap_query_range(
	unsigned slot, double low, double high, struct xap_query **out);

/* Every document, with one score. */
MUST_CHECK enum status xap_query_fixed(double score, struct xap_query **out);

/* The score times `factor`, which is not negative. */
MUST_CHECK enum status xap_query_scale(
	const struct xap_query *kid, double factor, struct xap_query **out);

/* `window` is for PHRASE and NEAR, whose kids must be terms; else 0. */
MUST_CHECK enum status xap_query_join(enum xap_op op,
	struct xap_query *const *kids, uint32_t count, uint32_t window,
	struct xap_query **out);
void xap_query_free(struct xap_query *q);

/* As the parameters of Xapian's BM25Weight. */
struct xap_bm25 {
	double k1, k2, k3, b, min_length;
};

struct xap_search {
	struct xap_bm25 bm25;
	uint32_t offset, limit;
	unsigned order_slot; /* at the same score the lower value is first */
	bool exact;          /* count all that match                       */
};

struct xap_hit {
	uint32_t doc;
	double score;
};

/* Best first; `hits` has room for how->limit.  `total` is an estimate unless
 * how->exact. */
MUST_CHECK enum status xap_db_search(struct xap_db *db,
	const struct xap_query *query, const struct xap_search *how,
	struct xap_hit *hits, uint32_t *count, uint64_t *total,
	struct error *err);

#ifdef __cplusplus
}
#endif

#endif
