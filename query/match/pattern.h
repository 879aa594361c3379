/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pattern.h - which words are like this one: a word with some of its letters
 * wrong, or with wildcards; as a machine that is fed letter by letter and knows
 * early that nothing will come of a beginning.
 *
 *	struct pattern p;
 *	if (pattern_similar(&p, STR("rosacae"), 2))
 *		pattern_walk(&p, leaf, TERM_WORD, &budget, use, data);
 *
 * An error is a letter too many, too few or wrong, or two neighbours swapped
 * and left so.
 *
 * Ownership: borrows nothing.
 */
#ifndef MEJU_QUERY_MATCH_PATTERN_H
#define MEJU_QUERY_MATCH_PATTERN_H

#include "common/index/snapshot.h"

enum {
	PATTERN_MAX = 63, /* letters and wildcards            */
	PATTERN_ERRORS_MAX = 2,
	PATTERN_BAND = 2 * PATTERN_ERRORS_MAX + 1,
	/* Texts of the index to look at, a thirtieth of a second's work, which
	 * is spent where the beginning is not known.  One that fits takes the
	 * time of some that do not. */
	PATTERN_BUDGET = 3 << 19,
	PATTERN_FITTING = 8,
};

struct pattern {
	uint32_t runes[PATTERN_MAX + 1];
	unsigned len;
	uint64_t stars, marks; /* places of `*` and `?`        */
	unsigned errors;       /* 0: wildcards                 */
	bool anchored;         /* the first letter is right    */
	uint32_t low, high;    /* what may be a first letter   */
};

/* After some letters of a word. */
struct pattern_state {
	uint64_t places;            /* wildcards: where in the pattern */
	uint8_t band[PATTERN_BAND]; /* errors, by how far it is off    */
	uint32_t rune;              /* the last letter                 */
};

/* Words at most `errors` wrong; with two the first letter counts as right.
 * False if the word is too short or too long to have any. */
bool pattern_similar(struct pattern *p, struct str word, unsigned errors);

/* `*` is any letters, `?` one.  False if it is too long. */
bool pattern_wildcards(struct pattern *p, struct str text);

/* The first state; then states[n + 1] of states[n], which follow each other in
 * an array.  False if no word goes on so. */
void pattern_begin(const struct pattern *p, struct pattern_state *first);
bool pattern_step(const struct pattern *p, struct pattern_state *states,
	unsigned n, uint32_t rune);

/* How many errors a word of n letters has; above the most if it does not fit. */
unsigned pattern_errors(const struct pattern *p,
	const struct pattern_state *states, unsigned n);

/* Does a word fit wildcards as a whole? */
bool pattern_fits(const struct pattern *p, struct str word);

/*
 * The terms of a kind in a leaf that fit, without the letter of the kind, each
 * with the documents that have it; surface words also where stems stand for
 * them.  ERR_LIMIT when the budget is spent.
 */
typedef enum status pattern_use(
	void *data, struct str word, unsigned errors, uint32_t df);
MUST_CHECK enum status pattern_walk(const struct pattern *p,
	const struct leaf *leaf, enum term_kind kind, uint32_t *budget,
	pattern_use *use, void *data);

#endif
