/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * disjunction.c - the best documents of those that have any of the terms.
 *
 * Ranges of documents are visited by bound.  In a range, lists of low bounds
 * that do not reach the threshold among themselves are put aside (MaxScore,
 * Turtle and Flood 1995); the blocks of the others are scored and added up in
 * an array, and what could reach the threshold together with the lists that
 * were put aside is looked up in these, the highest bound first.
 */
#include "query/rank/ranges.h"

enum { MANY = 12, FEW = 4 };

struct disjunction {
	struct flat *flat;
	struct ranges ranges;
	struct list *lists[FLAT_TERMS_MAX]; /* by bound over the window */
	uint32_t aside;                     /* so many lists are put aside */
	uint32_t more;                      /* so many fewer than could be */
	double aside_bound;
	const struct window_kernel *kernel;
	struct window window;
	struct hits hits;
	_Alignas(64) float acc[POSTING_RANGE + WINDOW_SLACK];
	uint32_t ids[POSTING_RANGE + WINDOW_SLACK];
	float scores[POSTING_RANGE + WINDOW_SLACK];
};

/* By bound, the lowest first. */
static void order_lists(struct disjunction *d, uint32_t range)
{
	struct flat *f = d->flat;
	for (uint32_t i = 0; i < f->count; i++) {
		struct list *l = f->lists[i];
		uint32_t at = i;
		l->bound = l->ranges[range] * l->unit;
		for (; at > 0 && d->lists[at - 1]->bound > l->bound; at--)
			d->lists[at] = d->lists[at - 1];
		d->lists[at] = l;
	}
}

/* How many are put aside. */
static void part(struct disjunction *d, double threshold)
{
	double sums[FLAT_TERMS_MAX + 1];
	uint32_t n = 0;
	sums[0] = 0;
	while (n < d->flat->count) {
		sums[n + 1] = sums[n] + d->lists[n]->bound * (1 + 1e-9);
		if (sums[n + 1] >= threshold)
			break;
		n++;
	}
	d->aside = n > d->more ? n - d->more : 0;
	d->aside_bound = sums[d->aside];
}

/* Where many hits are looked up in the lists that were put aside, reading one
 * more of these is quicker. */
static void adapt(struct disjunction *d)
{
	if (d->hits.count > MANY && d->aside > 0)
		d->more++;
	else if (d->hits.count < FEW && d->more > 0)
		d->more--;
}

static void add_list(struct disjunction *d, struct list *l)
{
	struct list_block b;
	uint32_t from = d->window.from;
	for (uint32_t i = posting_block_of(&l->c, from); i < l->c.blocks; i++) {
		if (posting_block_from(&l->c, i) >= from + d->window.size)
			break;
		if (!list_load(l, i, &b))
			return;
		d->hits.count = 0;
		d->kernel->within(
			b.ids, b.scores, from, POSTING_RANGE, &d->hits);
		for (size_t k = 0; k < d->hits.count; k++)
			d->acc[d->ids[k] - from] += d->scores[k];
	}
}

/* Can a hit still reach the threshold, once lists that were put aside have
 * been asked? */
static bool survives(struct disjunction *d, uint32_t doc, double score)
{
	double threshold = flat_threshold(d->flat);
	double rest = d->aside_bound;
	for (uint32_t i = d->aside; i > 0; i--) {
		if ((score + rest) * (1 + 1e-5) < threshold)
			return false;
		struct list *l = d->lists[i - 1];
		score += list_exact(l, doc);
		rest -= l->bound;
		rest = rest > 0 ? rest : 0;
	}
	return score * (1 + 1e-5) >= threshold;
}

static void visit_hits(struct disjunction *d)
{
	struct flat *f = d->flat;
	float least = flat_least(f, d->aside_bound);
	for (size_t i = 0; i < d->hits.count; i++) {
		uint32_t doc = d->ids[i];
		if (d->scores[i] < least || !survives(d, doc, d->scores[i]))
			continue;
		double score = flat_exact(f, doc);
		if (score < flat_threshold(f))
			continue;
		flat_add(f, doc, score);
		least = flat_least(f, d->aside_bound);
	}
}

static void visit(struct disjunction *d, uint32_t range)
{
	struct flat *f = d->flat;
	uint32_t from = range * POSTING_RANGE;
	const uint64_t *mask = f->mask ? f->mask + from / 64 : NULL;
	order_lists(d, range);
	part(d, flat_threshold(f));
	d->window.from = from;
	for (uint32_t i = d->aside; i < f->count; i++)
		if (d->lists[i]->bound > 0)
			add_list(d, d->lists[i]);
	d->hits.count = 0;
	d->kernel->sweep(
		&d->window, flat_least(f, d->aside_bound), mask, &d->hits);
	adapt(d);
	visit_hits(d);
}

void rank_disjunction(struct flat *f)
{
	struct disjunction *d = arena_alloc_aligned(
		f->arena, sizeof *d, _Alignof(struct disjunction));
	if (!d) {
		f->status = ERR_NOMEM;
		return;
	}
	struct ranges *g = &d->ranges;
	d->flat = f;
	d->kernel = kernel()->window;
	d->window = (struct window){.acc = d->acc, .size = POSTING_RANGE};
	d->hits = (struct hits){.ids = d->ids, .scores = d->scores};
	flat_start(f);
	f->status = ranges_open(g, f);
	if (f->status == OK)
		f->status = ranges_sort(g, flat_least(f, 0));
	for (uint32_t i = 0; f->status == OK && i < g->live; i++)
		if (g->totals[g->order[i]] >= flat_least(f, 0))
			visit(d, g->order[i]);
}
