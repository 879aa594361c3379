/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * why.h - why an article is not among the results: it is not in the index, or
 * lacks a word, or a filter takes it out, or others rank before it.
 *
 * Ownership: the answer lives in the arena; release the result, too.
 */
#ifndef MEJU_QUERY_ASSIST_WHY_H
#define MEJU_QUERY_ASSIST_WHY_H

#include "query/assist/locate.h"

enum why_verdict {
	WHY_UNKNOWN,  /* there is no such article             */
	WHY_SHOWN,    /* it is among the results              */
	WHY_RANKED,   /* it is found, but others before it    */
	WHY_EXCLUDED, /* it does not fit                      */
};

/* How the article stands to a leaf of the query. */
enum why_state {
	WHY_HAS,
	WHY_LACKS,    /* a word, or several of a phrase           */
	WHY_APART,    /* it has the words, but not so: not side by
			 side, in this field, in this form       */
	WHY_FILTERED, /* a filter that it does not fit            */
	WHY_UNWANTED, /* it has what is not wanted                */
	WHY_IGNORED,  /* nothing to look for, or a stop word     */
};

struct why_leaf {
	const struct node *leaf;
	struct str word; /* as node_print() has it               */
	enum why_state state;
	/* WHY_LACKS */
	struct str missing;  /* stems that it lacks: "leaky, gut" */
	struct str synonyms; /* that it lacks, too                */
	uint64_t articles;   /* that have the most frequent one  */
	struct str near;     /* forms that it has: "trigger's"   */
	/* WHY_FILTERED */
	struct str value; /* what it has instead; empty: nothing */
};

struct why {
	enum why_verdict verdict;
	struct str id, title;
	/* WHY_UNKNOWN */
	struct str similar[LOCATE_SIMILAR];
	unsigned similar_count;
	/* WHY_SHOWN, WHY_RANKED */
	struct search_hit hit;
	uint64_t rank, matches; /* from 1, of so many               */
	double last_score;      /* of the last that is shown        */
	uint64_t last_rank;     /* 0: none is shown                 */
	/* unless WHY_UNKNOWN, in the query's order */
	struct why_leaf *leaves;
	uint32_t count;
};

/* "unknown", "lacks" ..., for machines. */
const char *why_verdict_name(enum why_verdict v);
const char *why_state_name(enum why_state s);

/* How an article, whose record is given, stands to each leaf of a query that
 * was searched for. */
MUST_CHECK enum status why_leaves(struct searcher *s,
	const struct search_result *r, const struct search_hit *where,
	const struct record *record, struct arena *arena, struct why_leaf **out,
	uint32_t *count, struct error *err);

/* `r` gets the whole ranking that the request begins. */
MUST_CHECK enum status why_not(struct searcher *s,
	const struct search_request *q, struct str name, struct arena *arena,
	struct search_result *r, struct why *out, struct error *err);

#endif
