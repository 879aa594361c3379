/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/rank/level.h"

static const double BESIDE = 0.9;

/* The most that an article can get for it. */
static double worth(const struct plan *n, const double *weights)
{
	double sum = 0, most = 0;
	if (n->op == PLAN_TERM)
		return n->weight * weights[n->term];
	if (n->op == PLAN_SET)
		return n->weight;
	if (n->op == PLAN_FILTER || n->op == PLAN_NOT)
		return worth(n->kids[0], weights);
	for (uint32_t i = 0; i < n->count; i++) {
		double x = worth(n->kids[i], weights);
		sum += x;
		most = x > most ? x : most;
	}
	return n->op == PLAN_MAX ? most : sum;
}

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
	double most = worth(n->kids[0], weights) * BESIDE;
	for (uint32_t i = 1; i < n->count; i++) {
		double x = worth(n->kids[i], weights);
		if (x > most)
			scale(n->kids[i], most / x);
	}
}
