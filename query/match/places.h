/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * places.h - do the words of a document stand as a PHRASE or a NEAR wants?
 */
#ifndef MEJU_QUERY_MATCH_PLACES_H
#define MEJU_QUERY_MATCH_PLACES_H

#include "query/match/plan.h"

/* PIECES_MAX and QUERY_TERMS_MAX keep kids below it. */
enum { PLACES_MAX = 256 };

/* A kid's positions in a document; the first `at` are done with. */
struct places {
	const uint32_t *v;
	uint32_t count, at;
};

/* Those of all kids of the plan, which are used up. */
bool places_in_order(const struct plan *phrase, struct places *p);
bool places_near(const struct plan *near, const struct places *p);

#endif
