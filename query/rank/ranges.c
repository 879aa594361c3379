/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/rank/ranges.h"

#include <math.h>
#include <string.h>

enum { BUCKETS = 256, RANGES_AHEAD = 8 };

/* Ranges without a document that may match are out. */
static void mask(struct ranges *g, const struct flat *f)
{
	for (uint32_t r = 0; f->mask && r < g->count; r++)
		if (!flat_may_any(f, r))
			g->totals[r] = -INFINITY;
}

enum status ranges_open(struct ranges *g, struct flat *f)
{
	uint32_t n = posting_ranges(f->ranking->leaf->segment.docs);
	*g = (struct ranges){.arena = f->arena, .count = n};
	g->totals = arena_alloc_aligned(f->arena, n * sizeof *g->totals, 64);
	enum status status = g->totals ? OK : ERR_NOMEM;
	for (uint32_t i = 0; i < f->count && status == OK; i++) {
		status = list_spread(f->lists[i], f->arena);
		if (status != OK)
			break;
		kernel()->window->bound(g->totals, f->lists[i]->ranges, n,
			(float)f->lists[i]->unit, i < f->musts);
	}
	if (status == OK)
		mask(g, f);
	return status;
}

/* From the best, 0, down to `least`. */
struct scale {
	float best, factor;
};

static uint32_t bucket(const struct scale *s, float total)
{
	return (uint32_t)((s->best - total) * s->factor);
}

/* The first bucket that is no more among the best. */
static uint32_t first_behind(const uint32_t counts[BUCKETS])
{
	uint32_t b = 0, sum = 0;
	while (b < BUCKETS && (sum += counts[b]) <= RANGES_AHEAD)
		b++;
	return b;
}

static struct scale find_live(struct ranges *g, float least)
{
	float best = least;
	for (uint32_t r = 0; r < g->count; r++) {
		g->order[g->live] = r;
		g->live += g->totals[r] >= least;
		best = g->totals[r] > best ? g->totals[r] : best;
	}
	return (struct scale){
		best, best > least ? (BUCKETS - 1) / (best - least) : 0};
}

enum status ranges_sort(struct ranges *g, float least)
{
	uint32_t counts[BUCKETS] = {0}, starts[BUCKETS] = {0};
	uint32_t ahead[RANGES_AHEAD];
	g->order = arena_alloc(g->arena, (g->count + 1) * sizeof *g->order);
	if (!g->order)
		return ERR_NOMEM;
	struct scale s = find_live(g, least);
	for (uint32_t i = 0; i < g->live; i++)
		counts[bucket(&s, g->totals[g->order[i]])]++;
	uint32_t behind = first_behind(counts), to = g->live;
	for (uint32_t b = 1; b < behind; b++)
		starts[b] = starts[b - 1] + counts[b - 1];
	for (uint32_t i = g->live; i > 0; i--) {
		uint32_t r = g->order[i - 1];
		uint32_t b = bucket(&s, g->totals[r]);
		if (b < behind)
			ahead[starts[b]++] = r;
		else
			g->order[--to] = r;
	}
	memcpy(g->order, ahead, to * sizeof *ahead);
	g->ahead = to;
	return OK;
}
