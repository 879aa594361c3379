/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wide.c - the best documents of trees that have any of very many words, such as
 * long pasted texts.
 *
 * With so many, bounds hold for a few documents at a time and cost more than
 * they spare.  Clause after clause adds to the sums of a window of documents, in
 * the order of the query, as rank_score() would.
 */
#include "common/base/deadline.h"
#include "query/rank/rank.h"

enum { LEAVES_MIN = 64, WINDOW = 4096 };

static uint32_t count_leaves(const struct cursor *c)
{
	uint32_t count = c->count == 0;
	for (uint32_t i = 0; i < c->count; i++)
		count += count_leaves(c->kids[i]);
	return count;
}

/* The clauses below what leaves documents out, if they are of many words. */
static struct cursor *wide_core(struct cursor *root)
{
	while (root->plan->op == PLAN_NOT || root->plan->op == PLAN_FILTER)
		root = root->kids[0];
	return root->plan->op == PLAN_OR && count_leaves(root) >= LEAVES_MIN
		       ? root
		       : NULL;
}

/* Is a document of the core one of the root?  Rising ones are asked for. */
static bool holds(const struct cursor *root, uint32_t doc)
{
	for (; root->plan->op == PLAN_NOT || root->plan->op == PLAN_FILTER;
		root = root->kids[0])
		for (uint32_t i = 1; i < root->count; i++) {
			bool has = cursor_seek(root->kids[i], doc) == doc;
			if (has != (root->plan->op == PLAN_FILTER))
				return false;
		}
	return true;
}

/* Sums of the documents in [from, from + WINDOW); below 0: no clause has it. */
static void sum(const struct ranking *r, struct cursor *core, uint32_t from,
	double sums[WINDOW])
{
	for (uint32_t i = 0; i < WINDOW; i++)
		sums[i] = -1;
	for (uint32_t i = 0; i < core->count; i++) {
		struct cursor *c = core->kids[i];
		uint32_t doc = cursor_seek(c, from);
		for (; doc - from < WINDOW; doc = cursor_next(c)) {
			double *to = &sums[doc - from];
			*to = (*to < 0 ? 0 : *to) + rank_score(r, c);
		}
	}
}

bool rank_wide(const struct ranking *r, struct cursor *root)
{
	double sums[WINDOW];
	struct cursor *core = wide_core(root);
	uint32_t docs = r->leaf->segment.docs;
	for (uint32_t from = 0; core && from < docs && !deadline_passed();
		from += WINDOW) {
		sum(r, core, from, sums);
		for (uint32_t i = 0; i < WINDOW && i < docs - from; i++) {
			uint32_t doc = from + i;
			if (sums[i] < 0 || sums[i] < ranking_threshold(r) ||
				!live_has(&r->leaf->live, doc) ||
				!holds(root, doc))
				continue;
			ranking_add(r, doc, sums[i]);
		}
	}
	return core != NULL;
}
