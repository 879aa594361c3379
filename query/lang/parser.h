/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * parser.h - what a person types to a tree.  It never fails on any text: it
 * repairs (an open quote is closed, a lone operator is a word) and says so.
 *
 *	struct parsed q;
 *	if (query_parse(&arena, text, now, &q) != OK)   // memory only
 *		...
 *	for (unsigned i = 0; i < q.warning_count; i++)
 *		say(q.warnings[i]);
 *
 * Ownership: everything lives in the arena.
 */
#ifndef MEJU_QUERY_LANG_PARSER_H
#define MEJU_QUERY_LANG_PARSER_H

#include "common/base/status.h"
#include "query/lang/tree.h"

/* Limits; what lies beyond is left out with a warning. */
enum {
	QUERY_BYTES_MAX = 4096,
	QUERY_TERMS_MAX = 128, /* words, phrases, prefixes, ranges */
	QUERY_DEPTH_MAX = 20,  /* of parentheses                   */
};

struct parsed {
	struct node *root;    /* never NULL */
	struct str *warnings; /* one sentence each */
	unsigned warning_count;
};

/* `now`, in seconds since 1970, is what "30d" and "yesterday" count from. */
MUST_CHECK enum status query_parse(
	struct arena *arena, struct str text, int64_t now, struct parsed *out);

#endif
