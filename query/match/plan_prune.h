/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plan_prune.h - a plan without what cannot match: terms that no document has.
 *
 * Words are analysed in all languages of an index, and most of the stems that
 * come of it are nobody's; without them most queries are a few terms and no
 * tree.
 */
#ifndef MEJU_QUERY_MATCH_PLAN_PRUNE_H
#define MEJU_QUERY_MATCH_PLAN_PRUNE_H

#include "query/match/plan.h"

/* Kids of OR and MAX that match nothing go; what is left with one kid becomes
 * that.  `dfs`: per term of the planner, live documents that have it. */
void plan_prune(struct plan **plan, const uint64_t *dfs);

#endif
