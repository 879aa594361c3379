/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/rank/level.h"
#include "query/rank/rank.h"

static const double BESIDE = 0.9;

static void scale(struct plan *n, double factor)
{
	n->weight *= factor;
	for (uint32_t i = 0; i < n->count; i++)
		scale(n->kids[i], factor);
}

void level_synonyms(struct plan *n, const double *weights)
{
	for (uint32_t i = 0; i < n->count; i++)
		level_synonyms(n->kids[i], weights);
	if (!n->synonyms)
		return;
	double most = rank_ceiling(n->kids[0], weights) * BESIDE;
	for (uint32_t i = 1; i < n->count; i++) {
		double x = rank_ceiling(n->kids[i], weights);
		if (x > most)
			scale(n->kids[i], most / x);
	}
}
