/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * finder.h - where words of a text have one of some stems.
 *
 *	struct finder f = {.analyzer = a, .stems = &stems};
 *	if (finder_find(&f, text, lang) == OK)
 *		for (size_t i = 0; i < f.found.len; i++)
 *			use(&f.found.v[i]);
 *	finder_release(&f);
 *
 * Few words have one, so those that cannot are passed over unread, by what
 * they begin with: a stem of most languages begins as its word does
 * (language_kept()).  What stands between white space is looked at as a whole,
 * if a part of a word may begin so there, if it is not all ASCII, or if it is
 * long.  A raw token is analysed once; the finder remembers it for the texts
 * that follow.
 *
 * Errors:    only memory.
 * Ownership: borrows the analyzer and the stems, which must not change.
 * Threads:   one at a time.  Zeroed but for what it borrows it is empty.
 */
#ifndef MEJU_QUERY_ASSIST_FINDER_H
#define MEJU_QUERY_ASSIST_FINDER_H

#include "common/base/map.h"
#include "common/base/vec.h"
#include "common/simd/prefix.h"
#include "common/text/analyzer.h"

enum {
	FINDER_STEMS = 64, /* told apart; the rest share a bit       */
	FINDER_FOUND_MAX =
		2048, /* of a text; those behind are not looked for */
};

/* What a raw token matches: bits of stems, 0 for nothing. */
struct finder_match {
	uint64_t stems;
	bool first_only; /* its first character alone, of an unspaced pair */
};

struct finder_found {
	uint32_t off, end; /* bytes of the text */
	uint64_t stems;
};

struct finder {
	struct analyzer *analyzer;
	const struct map *stems;
	/* The finder's own. */
	struct map tokens;
	VEC(struct finder_match) matches; /* by number of the token */
	language lang;                    /* that they were analysed in */
	struct prefix_set set;
	unsigned kept; /* bytes of each stem that it has; 0: none */
	VEC(struct finder_found) found;
};

/* All tokens that match, ascending, into f->found. */
MUST_CHECK enum status finder_find(
	struct finder *f, struct str text, language lang);

/* The same by looking at each token: the definition. */
MUST_CHECK enum status finder_find_plain(
	struct finder *f, struct str text, language lang);

void finder_release(struct finder *f);

#endif
