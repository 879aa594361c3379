/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * snippet.h - the passages of a document that show why it was found.
 *
 *	struct snippeter s = {
 *		.finder = {.analyzer = a, .stems = &stems}, .weights = idf};
 *	struct snippet found = {0};
 *	if (snippet_find(&s, text, lang, 2, 200, &found) != OK)
 *		...
 *	snippet_put(&found, text, SNIPPET_HTML, &out);
 *	snippet_release(&found);
 *	snippeter_release(&s);
 *
 * A passage may begin at every match, led in by its sentence or, where that is
 * long, by a few words.  Of all passages of the width asked for, the one wins
 * whose distinct words weigh most; repetitions, neighbouring matches and an
 * early place add a little.  Words it has shown count for less in the next
 * passage.  It ends with a sentence if one ends in its last third, else with
 * a word, and never within a character.  Matches that touch or have no more
 * than a space between them are one mark, so a phrase is marked as a phrase.
 *
 * The stems are those that the query searches: of a run of an unspaced script
 * its pairs, and single characters only where one stands alone.  From number
 * 63 on they are not told apart.
 *
 * Time is linear in the text, of which the first SNIPPET_TEXT_MAX bytes and
 * the first FINDER_FOUND_MAX matches are looked at.
 *
 * Errors:    only memory.
 * Ownership: a snippeter borrows all it is given; a snippet owns its arrays
 *            and may be used again for the next document.
 * Threads:   a snippeter belongs to one thread.  Zeroed structs are empty.
 */
#ifndef MEJU_QUERY_ASSIST_SNIPPET_H
#define MEJU_QUERY_ASSIST_SNIPPET_H

#include "common/base/buf.h"
#include "query/assist/finder.h"
#include "query/assist/lead.h"

enum {
	SNIPPET_TEXT_MAX = 1 << 20, /* bytes of a text that are looked at */
	SNIPPET_FRAGMENTS_MAX = 8,
	SNIPPET_WIDTH_MIN = 16, /* bytes; widths beyond are brought within */
	SNIPPET_WIDTH_MAX = LEAD_WIDTH_MAX,
	SNIPPET_STEMS = FINDER_STEMS, /* told apart; the rest share a bit */
};

struct mark {
	uint32_t off, len; /* bytes of the text         */
	uint32_t words;    /* matches that it is one of */
};

struct fragment {
	uint32_t off, len;       /* bytes of the text                 */
	uint32_t mark, marks;    /* its first mark, and how many; none:
				   no match, it is the start       */
	bool cut_front, cut_end; /* starts, ends amid a sentence      */
	uint64_t stems;          /* that it shows, as bits            */
	double score;
};

struct snippet {
	struct fragment fragments[SNIPPET_FRAGMENTS_MAX]; /* best first */
	unsigned count;
	VEC(struct mark) marks; /* ascending within a fragment, apart */
};

struct snippet_hit {
	uint32_t off, end;
	uint32_t lead;  /* where a fragment that shows it first would start */
	bool cut_front; /* lead is amid a sentence */
	uint64_t stems;
};

struct snippeter {
	struct finder finder;
	const double *weights; /* by number of the stem; finite, >= 0 */
	/* The snippeter's own. */
	VEC(struct snippet_hit) hits;
	double worth[SNIPPET_STEMS]; /* weights by bit */
};

/*
 * The best passages of `text`, at most `count` of about `width` bytes that do
 * not overlap; without a match the start of the text; none if it has nothing
 * but white space.  `text` is UTF-8 with an empty line between blocks.  `out`
 * is cleared first.
 */
MUST_CHECK enum status snippet_find(struct snippeter *s, struct str text,
	language lang, unsigned count, unsigned width, struct snippet *out);

/* A part of the text, from where a block begins to where one ends. */
struct stretch {
	uint32_t off, end;
};

/*
 * What the best passage of a part is worth; less than 0: no match is in it.
 * REQUIRES, as the next: snippet_find() was last called with this text.
 */
double snippet_worth(const struct snippeter *s, struct str text,
	struct stretch p, unsigned width);

/* That passage; without a match the start of the part. */
MUST_CHECK enum status snippet_of(const struct snippeter *s, struct str text,
	struct stretch p, unsigned width, struct snippet *out);

/* The stems that a heading or the like has, in the language last asked for;
 * and what stems are worth. */
MUST_CHECK enum status snippet_stems(
	struct snippeter *s, struct str heading, uint64_t *stems);
double snippet_value(const struct snippeter *s, uint64_t stems);

enum snippet_form {
	SNIPPET_PLAIN,
	SNIPPET_ANSI, /* marks bold and red */
	SNIPPET_HTML, /* escaped, marks in <mark> */
	SNIPPET_HTML_UNMARKED,
};

/*
 * Append the fragments as one line: white space collapsed, an ellipsis where
 * a sentence is cut and between fragments.  No control character, direction
 * override or ill-formed byte of the text gets through in any form.
 */
void snippet_put(const struct snippet *s, struct str text,
	enum snippet_form form, struct buf *out);

void snippet_release(struct snippet *s);
void snippeter_release(struct snippeter *s);

#endif
