/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * settings.h - what ranks besides the words: how much each is worth.
 *
 * Every setting is a share of the ceiling, the score that a document with
 * endless repetitions of all of the query's words would have; so one setting
 * suits short queries and long ones.  Zeros rank by BM25 alone (bm25.h).
 *
 *	name       documents of which the query is a whole name: title, link
 *	           title, first heading, slug or alias; these are found even
 *	           where they lack a word
 *	recency    2 ^ (-age / half_life), at least `floor`, by the date; nothing
 *	           where there is none
 *	boost      the binary logarithm of the boost in front matter: 2 is worth
 *	           the whole setting, 1 nothing, 0.5 takes as much away
 *	title      (rerank.h) words of the query that the title has
 *	proximity  (rerank.h) neighbours in the query that stand close together
 *
 * The first three are part of the score by which documents are found, the
 * other two change the order of the best of them.
 */
#ifndef MEJU_QUERY_RANK_SETTINGS_H
#define MEJU_QUERY_RANK_SETTINGS_H

#include "common/base/status.h"
#include "common/base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct rank_settings {
	double name, recency, boost, title, proximity;
	double floor;      /* of recency, a share of it       */
	int64_t half_life; /* in seconds                      */
};

/* Those that judged queries say are best (bench/README.md). */
struct rank_settings rank_defaults(void);

/*
 * Settings to change, as in "name=0,recency=0.2/90d/0.1": the last a weight, and
 * perhaps a half-life and a floor; "plain" makes all weights zero.  ERR_INVALID:
 * one sentence.
 */
MUST_CHECK enum status rank_settings_read(
	struct rank_settings *s, struct str text, struct error *err);

#endif
