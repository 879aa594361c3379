/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xap_query.h - what to find, as a tree.
 *
 *	xap_query_term(STR("skin"), 1, &kids[0]);
 *	xap_query_numbers(SLOT_YEAR, 2020, INFINITY, &kids[1]);
 *	xap_query_join(XAP_FILTER, kids, 2, 0, &query);
 *	xap_query_free(kids[0]), xap_query_free(kids[1]);
 *
 * Of the trees that Xapian 1.4 gets wrong those that are known, of MAX, PHRASE
 * and NEAR within others, are built so that it gets them right.
 */
#ifndef MEJU_XAPIAN_XAP_QUERY_H
#define MEJU_XAPIAN_XAP_QUERY_H

#include "common/xapian/xap_base.h"

XAP_BEGIN

enum xap_op {
	XAP_AND,     /* in all; the sum                                  */
	XAP_OR,      /* in some; the sum                                 */
	XAP_MAX,     /* in some; the highest                             */
	XAP_NOT,     /* in the first and in no other; the first's score  */
	XAP_MAYBE,   /* in the first; its score and those of the others  */
	XAP_FILTER,  /* in all; the first's score                        */
	XAP_PHRASE,  /* terms in order within `window` positions; the sum */
	XAP_NEAR,    /* terms in any order within `window`; the sum      */
	XAP_XOR,     /* in an odd number; the sum                        */
	XAP_SYNONYM, /* in some; scored as one term                      */
	XAP_ELITE,   /* OR of the best `window` of many                  */
};

/* No document; every document, without a score. */
MUST_CHECK enum status xap_query_none(struct xap_query **out);
MUST_CHECK enum status xap_query_all(struct xap_query **out);

/* `times`: how often the query has it, usually 1. */
MUST_CHECK enum status xap_query_term(
	struct str term, uint32_t times, struct xap_query **out);

/* Documents whose value in a slot is in [low, high], in byte order; without a
 * score.  An end of which `p` is NULL is open. */
MUST_CHECK enum status xap_query_values(
	unsigned slot, struct str low, struct str high, struct xap_query **out);

/* The same of numbers; infinite ends are open. */
MUST_CHECK enum status xap_query_numbers(
	unsigned slot, double low, double high, struct xap_query **out);

/* Every document, with one score. */
MUST_CHECK enum status xap_query_fixed(double score, struct xap_query **out);

/* Documents that have a number in a slot, which is their score. */
MUST_CHECK enum status xap_query_slot(unsigned slot, struct xap_query **out);

struct xap_prefix {
	struct str text;
	uint32_t limit; /* take so many terms; 0: all                 */
	bool common;    /* ... the most frequent, not the first       */
	enum xap_op as; /* SYNONYM, OR or MAX                         */
};

/* Terms that begin so. */
MUST_CHECK enum status xap_query_prefix(
	const struct xap_prefix *prefix, struct xap_query **out);

/* The score times `factor`, which is not negative. */
MUST_CHECK enum status xap_query_scale(
	const struct xap_query *kid, double factor, struct xap_query **out);

/* `window` is for PHRASE, NEAR, whose kids must be terms, and ELITE; else 0. */
MUST_CHECK enum status xap_query_join(enum xap_op op,
	struct xap_query *const *kids, uint32_t count, uint32_t window,
	struct xap_query **out);
void xap_query_free(struct xap_query *q);

/* Matches it nothing, wherever? */
bool xap_query_is_none(const struct xap_query *q);

/* Its different terms, not those of a prefix. */
MUST_CHECK enum status xap_query_terms(
	const struct xap_query *q, struct xap_walk **out);

/* For people; for a machine, and back: ERR_INVALID if the bytes are no
 * query's.  Bytes must be trusted. */
MUST_CHECK enum status xap_query_describe(
	const struct xap_query *q, struct buf *out);
MUST_CHECK enum status xap_query_pack(
	const struct xap_query *q, struct buf *out);
MUST_CHECK enum status xap_query_unpack(
	struct str bytes, struct xap_query **out);

XAP_END

#endif
