/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/match/plan_prune.h"

static bool is_empty(const struct plan *p, const uint64_t *dfs)
{
	uint32_t empty = 0;
	if (p->op == PLAN_TERM)
		return dfs[p->term] == 0;
	for (uint32_t i = 0; i < p->count; i++)
		empty += is_empty(p->kids[i], dfs);
	switch (p->op) {
	case PLAN_AND:
	case PLAN_FILTER:
	case PLAN_PHRASE:
	case PLAN_NEAR:
		return empty > 0;
	case PLAN_OR:
	case PLAN_MAX:
	case PLAN_NAMED:
		return empty == p->count;
	case PLAN_NOT:
	case PLAN_MAYBE:
		return is_empty(p->kids[0], dfs);
	default:
		return p->op == PLAN_NONE;
	}
}

void plan_prune(struct plan **plan, const uint64_t *dfs)
{
	struct plan *p = *plan;
	uint32_t kept = 0;
	bool any = p->op == PLAN_OR || p->op == PLAN_MAX;
	for (uint32_t i = 0; i < p->count; i++)
		plan_prune(&p->kids[i], dfs);
	for (uint32_t i = 0; any && i < p->count; i++)
		if (!is_empty(p->kids[i], dfs))
			p->kids[kept++] = p->kids[i];
	if (any)
		p->count = kept;
	if (any && kept == 0)
		p->op = PLAN_NONE;
	else if (any && kept == 1)
		*plan = p->kids[0];
	else if (p->op == PLAN_NAMED && is_empty(p->kids[1], dfs))
		*plan = p->kids[0];
}
