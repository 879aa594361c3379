/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * explain.h - why a hit has its score: what each word of the query adds to it.
 *
 * Every leaf of the query has a part or several, in the order in which they
 * were typed, then come settings of the ranking that add or take something; the
 * parts of all add up to the score, in which those of words are
 *
 *	part = weight * share,   share = times / (times + brake)
 *
 * and the brake, the same for all words, is long articles' handicap: 1.2 in
 * one as long as the average (rank/bm25.h).
 *
 * Ownership: the explanation lives in the arena.
 */
#ifndef MEJU_QUERY_ASSIST_EXPLAIN_H
#define MEJU_QUERY_ASSIST_EXPLAIN_H

#include "query/search.h"

enum explained {
	EXPLAINED_FORM,      /* a stem that the article has             */
	EXPLAINED_PREFIX,    /* any of the words that begin so          */
	EXPLAINED_FILTER,    /* it only narrows                         */
	EXPLAINED_ABSENT,    /* the article does not have it            */
	EXPLAINED_LEFT_OUT,  /* a stop word, or no word at all          */
	EXPLAINED_UNCOUNTED, /* typed before, or only with others that the
	                        article does not have                  */
	EXPLAINED_NOWHERE,   /* no article has it                      */
	/* Not of a word: settings of the ranking (rank/settings.h). */
	EXPLAINED_NAME,
	EXPLAINED_RECENCY,
	EXPLAINED_BOOST,
	EXPLAINED_TITLE,
	EXPLAINED_PROXIMITY,
};

/* "form", "filter" ..., for machines. */
const char *explained_name(enum explained e);

struct explained_part {
	const struct node *leaf; /* NULL: a setting */
	struct str word;         /* as node_print() has the leaf; or of settings
	                        "name", "recency" ...                 */
	enum explained how;
	double part;
	/* EXPLAINED_FORM */
	struct str form;
	struct str synonym; /* of a rule that it is of; empty: typed */
	uint64_t articles;  /* that have it */
	uint32_t times;     /* in this one  */
	double weight, share;
};

struct explanation {
	double score;
	uint32_t length; /* of the article, in words   */
	double average;  /* of all                     */
	double brake;
	struct explained_part *parts;
	uint32_t count;
};

MUST_CHECK enum status explain_hit(struct searcher *s,
	const struct search_result *r, const struct search_hit *hit,
	struct arena *arena, struct explanation *out, struct error *err);

/*
 * Numbers that are rounded one by one do not add up.  Each call adds a number
 * and returns by how much the rounded sum has grown.
 */
struct rounding {
	double per;   /* steps in a one: 1e4 for four digits */
	double exact; /* sum */
	double steps; /* the rounded sum */
};

double rounding_add(struct rounding *r, double number);

#endif
