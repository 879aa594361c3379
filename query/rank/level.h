/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * level.h - what synonyms are worth beside what was typed.
 */
#ifndef MEJU_QUERY_RANK_LEVEL_H
#define MEJU_QUERY_RANK_LEVEL_H

#include "query/match/plan.h"

/*
 * A synonym is worth what it is by itself, but no more than nine tenths of what
 * was typed: a rare one says no more than the word that was asked for, and of
 * two articles that are else alike the one that has that word comes first.
 * `weights`: per term, bm25_weight().
 */
void level_synonyms(struct plan *plan, const double *weights);

#endif
