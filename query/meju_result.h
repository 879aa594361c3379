/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * meju_result.h - what was found, as libmeju keeps it.
 *
 * Hits become the caller's when they are asked for: who wants only JSON does
 * not pay for them.
 */
#ifndef MEJU_QUERY_MEJU_RESULT_H
#define MEJU_QUERY_MEJU_RESULT_H

#include "query/inquiry.h"
#include "query/meju_index.h"
#include "query/meju_query.h"

struct meju_result {
	struct opened *opened;
	struct wanted wanted; /* what is given back lives in its arena, too */
	struct inquiry inquiry;
	struct search_result *found; /* its result */
	struct meju_summary summary;
	struct viewer viewer;
	bool viewing;           /* the viewer has begun                   */
	struct meju_hit **hits; /* as found; NULL: not asked for yet      */
};

/* Sets r->hits[number], in the arena. */
MUST_CHECK enum status hit_make(
	struct meju_result *r, size_t number, struct error *err);

#endif
