/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * highest.c - the best documents of one term, or those of some terms of which
 * the highest score counts (a word in several languages, words that are like
 * one).
 *
 * A list tells what its k-th best posting has at least; of the blocks whose
 * bound reaches that, the highest are decoded first, until one cannot reach the
 * threshold any more; then none of those left can.  Who is among the best of all
 * lists is among the best of the one that gives him most, and comes from there.
 */
#include "query/rank/flat.h"

enum { BOUNDS = 256 };

/* No score reaches its list's weight, so that few others need be asked. */
static bool is_highest(
	struct flat *f, const struct list *l, uint32_t doc, double score)
{
	bool before = true;
	for (uint32_t i = 0; i < f->count; i++) {
		struct list *other = f->lists[i];
		if (other == l)
			before = false;
		if (other == l || other->weight <= score)
			continue;
		double theirs = list_exact(other, doc);
		if (theirs > score || (theirs == score && before))
			return false;
	}
	return true;
}

static void visit(struct flat *f, struct list *l, uint32_t block)
{
	struct list_block b;
	uint32_t ids[BITPACK_COUNT + WINDOW_SLACK];
	float scores[BITPACK_COUNT + WINDOW_SLACK];
	struct hits hits = {ids, scores, 0};
	if (!list_load(l, block, &b))
		return;
	l->kernel->window->filter(
		b.ids, b.scores, BITPACK_COUNT, flat_least(f, 0), &hits);
	for (size_t i = 0; i < hits.count; i++) {
		if (scores[i] < flat_least(f, 0) || !flat_may(f, ids[i]))
			continue;
		unsigned n = l->kernel->bitpack->lower_bound(b.ids, ids[i]);
		double score = list_exact_at(l, &b, bitpack_slot(n));
		if (is_highest(f, l, ids[i], score))
			flat_add(f, ids[i], score);
	}
}

/* The lowest byte of a bound that can reach the threshold, 255 if none can. */
static unsigned least_bound(const struct flat *f, const struct list *l)
{
	unsigned low = 0, high = BOUNDS - 1;
	while (low < high) {
		unsigned middle = (low + high) / 2;
		if (list_bound(l, middle) < flat_threshold(f))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Numbers of the blocks that can reach the threshold, by bound; the highest
 * first. */
static uint32_t *sorted_blocks(
	struct flat *f, const struct list *l, uint32_t *count)
{
	uint32_t starts[BOUNDS + 1] = {0}, n = l->c.blocks, some = 0;
	const uint8_t *bounds = l->c.bounds;
	unsigned least = least_bound(f, l);
	uint32_t *those = arena_alloc(f->arena, n * sizeof *those);
	uint32_t *order = arena_alloc(f->arena, n * sizeof *order);
	if (!those || !order)
		return NULL;
	for (uint32_t i = 0; i < n; i++) {
		those[some] = i;
		some += bounds[i] >= least;
	}
	for (uint32_t i = 0; i < some; i++)
		starts[BOUNDS - bounds[those[i]]]++;
	for (unsigned b = 0; b < BOUNDS; b++)
		starts[b + 1] += starts[b];
	for (uint32_t i = 0; i < some; i++)
		order[starts[BOUNDS - 1 - bounds[those[i]]]++] = those[i];
	*count = some;
	return order;
}

static void rank_list(struct flat *f, struct list *l)
{
	uint32_t count;
	if (l->c.blocks == 1) {
		visit(f, l, 0);
		return;
	}
	uint32_t *order = sorted_blocks(f, l, &count);
	if (!order) {
		f->status = ERR_NOMEM;
		return;
	}
	for (uint32_t i = 0; i < count; i++) {
		if (list_bound(l, l->c.bounds[order[i]]) < flat_threshold(f))
			break;
		visit(f, l, order[i]);
	}
}

void rank_highest(struct flat *f)
{
	if (f->count > 1 || f->lists[0]->c.blocks > 1)
		flat_start(f);
	for (uint32_t i = 0; i < f->count; i++)
		rank_list(f, f->lists[i]);
}
