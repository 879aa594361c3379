/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pair.h - two frequent stems side by side, as a term.
 *
 * Words like "to" and "be" are in so many documents that a phrase of them has
 * to compare the positions of nearly all.  Therefore the pairs of the most
 * frequent stems are terms themselves: a plain list of the documents in which
 * the second stands right behind the first.  Which stems are paired can be told
 * from what a dictionary says of each alone, so a pair that is no term, of
 * stems that are both paired, stands in no document.
 *
 *	if (pair_has(a, info_a.df, docs) && pair_has(b, info_b.df, docs))
 *		status = dictionary_find(&d, pair_put(&bytes, a, b), &info);
 */
#ifndef MEJU_INDEX_PAIR_H
#define MEJU_INDEX_PAIR_H

#include "common/text/term.h"

#include <string.h>

enum {
	PAIR_DOCS_MIN = 4096, /* fewer are compared soon enough        */
	PAIR_SHARE = 12,      /* one document in so many has the stem */
	PAIR_STEM_MAX = (TERM_MAX - 2) / 2, /* bytes */
};

/* Is a stem, as in its term behind the letter, with df postings (deleted ones
 * included) in a segment of so many documents one of those that are paired? */
static inline bool pair_has(struct str stem, uint32_t df, uint32_t docs)
{
	return docs >= PAIR_DOCS_MIN && df >= docs / PAIR_SHARE &&
	       stem.len <= PAIR_STEM_MAX && !memchr(stem.p, '\0', stem.len);
}

/* Append the term; returns where it lies, as term_put() does.  REQUIRES: both
 * stems are paired. */
static inline struct str pair_put(struct buf *out, struct str a, struct str b)
{
	size_t from = out->len;
	buf_putc(out, TERM_PAIR);
	buf_put_str(out, a);
	buf_putc(out, '\0');
	buf_put_str(out, b);
	return out->status == OK ? str_slice(buf_str(out), from, out->len)
				 : (struct str){"", 0};
}

#endif
