/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * collapse.h - of hits whose texts are nearly the same (assist/near.h) the
 * best is kept, and told how many it stands for (hit.alike).
 *
 * Only the hits of the result are compared, the first COLLAPSE_MAX of them:
 * a page may have fewer hits afterwards than were asked for, and pages do not
 * shift.  The total is what it was.
 *
 * Errors:    memory and damaged indexes.
 */
#ifndef MEJU_QUERY_COLLAPSE_H
#define MEJU_QUERY_COLLAPSE_H

#include "query/search.h"

enum { COLLAPSE_MAX = 1000 };

MUST_CHECK enum status search_collapse(
	struct search_result *r, struct error *err);

#endif
