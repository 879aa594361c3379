/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * locate.h - an article by its name.
 *
 * Errors:    ERR_NOT_FOUND (err is not set), ERR_CORRUPT, ERR_NOMEM.
 */
#ifndef MEJU_QUERY_ASSIST_LOCATE_H
#define MEJU_QUERY_ASSIST_LOCATE_H

#include "query/search.h"

/* The first live article with this id, else URL, else source; only where it
 * lies is set of *out. */
MUST_CHECK enum status locate(
	const struct searcher *s, struct str name, struct search_hit *out);

enum { LOCATE_SIMILAR = 3 };

/* Ids of live articles that might be meant, nearest first, into the arena.
 * Looks at all ids. */
MUST_CHECK enum status locate_similar(const struct searcher *s, struct str name,
	struct arena *arena, struct str out[LOCATE_SIMILAR], unsigned *count);

#endif
