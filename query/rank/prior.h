/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * prior.h - what a document is worth before any word is looked at: how recent
 * it is, and the boost that its author gave it (settings.h).
 *
 * Errors:    damage is ERR_CORRUPT.
 * Ownership: borrows the leaf.
 * Threads:   an open prior may be shared.
 */
#ifndef MEJU_QUERY_RANK_PRIOR_H
#define MEJU_QUERY_RANK_PRIOR_H

#include "common/index/column.h"
#include "common/index/snapshot.h"
#include "query/rank/settings.h"

struct prior {
	double recency, boost; /* in scores; 0: the leaf has no such column */
	double floor, decay;   /* per second, of the exponent               */
	int64_t now;
	double low, high; /* all of the leaf lie between */
	struct column dates, boosts;
};

/* `ceiling` is what the settings are shares of. */
MUST_CHECK enum status prior_open(struct prior *p, const struct leaf *leaf,
	const struct rank_settings *s, double ceiling, int64_t now);

double prior_get(const struct prior *p, uint32_t doc);

/* The parts of it. */
double prior_recency(const struct prior *p, uint32_t doc);
double prior_boost(const struct prior *p, uint32_t doc);

#endif
