/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * single.c - the best documents of one term.
 *
 * Blocks are decoded in the order of their bounds, the highest first, until
 * one cannot reach the threshold any more; then none of those left can.
 */
#include "query/rank/flat.h"

enum { BOUNDS = 256 };

static void visit(struct flat *f, struct list *l)
{
	const struct block *b = &l->c.block;
	uint32_t ids[BITPACK_COUNT + WINDOW_SLACK];
	float scores[BITPACK_COUNT + WINDOW_SLACK];
	struct hits hits = {ids, scores, 0};
	l->kernel->window->filter(
		b->ids, l->scores, BITPACK_COUNT, flat_least(f, 0), &hits);
	for (size_t i = 0; i < hits.count; i++) {
		if (scores[i] < flat_least(f, 0) || !flat_may(f, ids[i]))
			continue;
		unsigned n = b->kernel->lower_bound(b->ids, ids[i]);
		flat_add(f, ids[i], list_exact_at(l, bitpack_slot(n)));
	}
}

static bool can_reach(struct flat *f, struct list *l, uint32_t block)
{
	return list_bound(l, block, block + 1) >= flat_threshold(f);
}

/* Numbers of blocks, by bound; the highest first. */
static uint32_t *sorted_blocks(struct flat *f, const struct list *l)
{
	uint32_t starts[BOUNDS + 1] = {0}, n = l->c.blocks;
	uint32_t *order = arena_alloc(f->arena, n * sizeof *order);
	if (!order)
		return NULL;
	for (uint32_t i = 0; i < n; i++)
		starts[BOUNDS - l->c.bounds[i]]++;
	for (unsigned b = 0; b < BOUNDS; b++)
		starts[b + 1] += starts[b];
	for (uint32_t i = 0; i < n; i++)
		order[starts[BOUNDS - 1 - l->c.bounds[i]]++] = i;
	return order;
}

void rank_single(struct flat *f)
{
	struct list *l = f->lists[0];
	if (l->c.blocks == 1) {
		if (list_load(l, 0))
			visit(f, l);
		return;
	}
	struct floor floor;
	flat_raise_by(f, l, &floor);
	uint32_t *order = sorted_blocks(f, l);
	if (!order) {
		f->status = ERR_NOMEM;
		return;
	}
	for (uint32_t i = 0; i < l->c.blocks && can_reach(f, l, order[i]); i++)
		if (list_load(l, order[i]))
			visit(f, l);
}
