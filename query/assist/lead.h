/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lead.h - where a passage begins that shows a word of a text first.
 *
 *	struct lead l;
 *	lead_init(&l, text, width);
 *	for each word, ascending
 *		start = lead_in(&l, word.off, &amid);
 *
 * It begins with the sentence that the word is in; where that begins more than
 * half of the width before, with the first word of the last quarter.  No more
 * of the text is read than that, and no part twice.
 *
 * Ownership: borrows the text.
 * Threads:   one at a time.
 */
#ifndef MEJU_QUERY_ASSIST_LEAD_H
#define MEJU_QUERY_ASSIST_LEAD_H

#include "common/text/analyzer.h"

#define LEAD_NONE UINT32_MAX

enum { LEAD_WIDTH_MAX = 1024 };

struct lead {
	struct tokens tokens, near;
	uint32_t width;
	uint32_t last, last_sentence; /* the word asked for before, and where
					 its sentence begins */
	uint32_t sentence, end;
	uint32_t starts[LEAD_WIDTH_MAX]; /* of tokens within it, a ring */
	uint32_t count, first; /* numbers of tokens: all, of the last quarter */
};

/* REQUIRES: width <= LEAD_WIDTH_MAX. */
void lead_init(struct lead *l, struct str text, unsigned width);

/* REQUIRES: a token begins at `off`, behind the one before. */
uint32_t lead_in(struct lead *l, uint32_t off, bool *amid);

/* The same without its short cut: the definition. */
uint32_t lead_in_plain(struct lead *l, uint32_t off, bool *amid);

/*
 * Where the last sentence that starts between two tokens does, or LEAD_NONE:
 * at an empty line, or behind a full stop and white space.  A point before a
 * small letter is an abbreviation's ("E. coli").
 */
uint32_t lead_sentence(struct str text, size_t from, size_t to);

static inline bool lead_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline uint32_t lead_skip_space(struct str text, size_t at)
{
	while (at < text.len && lead_is_space(text.p[at]))
		at++;
	return (uint32_t)at;
}

#endif
