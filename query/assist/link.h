/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * link.h - the address of a section of a document, and of words in it.
 *
 *	https://example.org/gut/#barrier:~:text=of%20the-,tight%20junctions
 *
 * Behind the anchor stands a text fragment, with which browsers go to words
 * and mark them; one that does not know it, or does not find them, goes to the
 * anchor.  The words are the longest run of two or more of the query in the
 * passage.  A browser takes the first place that fits, so that must be this
 * one: where the words stand elsewhere before, also in the title and in
 * headings, the word in front of them is named too, or the one behind.  If
 * that does not do, and where generators of pages may have put other
 * characters for quotation marks, there is no fragment.
 */
#ifndef MEJU_QUERY_ASSIST_LINK_H
#define MEJU_QUERY_ASSIST_LINK_H

#include "common/index/record.h"
#include "query/assist/snippet.h"

/* The words that are gone to, [off, end) of the text, and what is named with
 * them: from `before`, or to `behind`.  All 0: no words. */
struct link_target {
	uint32_t before, off, end, behind;
};

/* REQUIRES: snippet_find() was last called with the text of this record. */
void link_find(const struct snippeter *s, const struct record *r,
	const struct snippet *passage, struct link_target *out);

/* Append the address; nothing if the document has none. */
void link_put(const struct record *r, const struct record_section *section,
	const struct link_target *t, struct buf *out);

#endif
