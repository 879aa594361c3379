/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * disjunction.c - the best documents of those that have any of the terms.
 *
 * Documents come in windows.  A window is passed over if the bounds of all
 * lists over it do not add up to the threshold.  Else lists of low bounds, that
 * do not reach the threshold among themselves, are put aside (MaxScore, Turtle
 * and Flood 1995); the blocks of the others are scored and added up in an array,
 * and what could reach the threshold together with the lists that were put
 * aside is looked up in these, the highest bound first.
 */
#include "query/rank/flat.h"

struct disjunction {
	struct flat *flat;
	struct list *lists[FLAT_TERMS_MAX]; /* by bound over the window */
	uint32_t blocks[FLAT_TERMS_MAX]; /* by f->lists: first of the window */
	uint32_t ends[FLAT_TERMS_MAX];   /* behind the last of it            */
	uint32_t aside;                  /* so many lists are put aside      */
	double aside_bound;
	struct window window;
	struct hits hits;
	_Alignas(64) float acc[FLAT_WINDOW + WINDOW_SLACK];
	uint32_t ids[FLAT_WINDOW + WINDOW_SLACK];
	float scores[FLAT_WINDOW + WINDOW_SLACK];
	struct floor floor;
};

/* Blocks and bounds of all lists in the window that begins at `from`; returns
 * the sum. */
static double bound_window(struct disjunction *d, uint32_t from)
{
	struct flat *f = d->flat;
	double total = 0;
	for (uint32_t i = 0; i < f->count; i++) {
		struct list *l = f->lists[i];
		uint32_t first = posting_block_find(&l->c, d->blocks[i], from);
		uint32_t end = first;
		if (end < l->c.blocks)
			end = posting_block_find(
				&l->c, first, from + FLAT_WINDOW - 1);
		end += end < l->c.blocks;
		/* the last one may only begin behind the window */
		if (end > first && posting_block_from(&l->c, end - 1) >=
					   from + FLAT_WINDOW)
			end--;
		d->blocks[i] = first;
		d->ends[i] = end;
		l->bound = end > first ? list_bound(l, first, end) : 0;
		total += l->bound;
	}
	return total * (1 + 1e-9);
}

/* By bound, the lowest first, and how many are put aside. */
static void part(struct disjunction *d, double threshold)
{
	struct flat *f = d->flat;
	double sum = 0;
	for (uint32_t i = 0; i < f->count; i++) {
		struct list *l = f->lists[i];
		uint32_t at = i;
		for (; at > 0 && d->lists[at - 1]->bound > l->bound; at--)
			d->lists[at] = d->lists[at - 1];
		d->lists[at] = l;
	}
	d->aside = 0;
	d->aside_bound = 0;
	while (d->aside < f->count) {
		sum += d->lists[d->aside]->bound * (1 + 1e-9);
		if (sum >= threshold)
			break;
		d->aside_bound = sum;
		d->aside++;
	}
}

static uint32_t index_of(const struct flat *f, const struct list *l)
{
	uint32_t i = 0;
	while (f->lists[i] != l)
		i++;
	return i;
}

static void add_list(struct disjunction *d, struct list *l)
{
	uint32_t i = index_of(d->flat, l);
	for (uint32_t b = d->blocks[i]; b < d->ends[i]; b++)
		if (list_load(l, b))
			window_add(&d->window, l->c.block.ids, l->scores);
}

/*
 * While the top is not full nearly everything is a hit.  The sums of the window
 * are below the scores of as many documents, so they make a floor.
 */
static void raise_floor(struct disjunction *d)
{
	struct flat *f = d->flat;
	const struct topk *top = f->ranking->top;
	if (top->len == top->k || d->hits.count <= top->k)
		return;
	floor_begin(&d->floor, top->k);
	for (size_t i = 0; i < d->hits.count; i++)
		floor_put(&d->floor, d->scores[i]);
	flat_raise(f, floor_value(&d->floor));
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

static void visit(struct disjunction *d)
{
	struct flat *f = d->flat;
	raise_floor(d);
	float least = flat_least(f, d->aside_bound);
	for (size_t i = 0; i < d->hits.count; i++) {
		uint32_t doc = d->ids[i];
		if (d->scores[i] < least || !survives(d, doc, d->scores[i]))
			continue;
		double score = flat_exact(f, doc);
		if (score < flat_threshold(f))
			continue;
		flat_add(f, doc, score);
		float now = flat_least(f, d->aside_bound);
		least = now > least ? now : least;
	}
}

static void score_window(struct disjunction *d, uint32_t from)
{
	struct flat *f = d->flat;
	d->window.from = from;
	d->hits.count = 0;
	for (uint32_t i = d->aside; i < f->count; i++)
		add_list(d, d->lists[i]);
	const uint64_t *mask = f->mask ? f->mask + from / 64 : NULL;
	kernel()->window->sweep(
		&d->window, flat_least(f, d->aside_bound), mask, &d->hits);
	visit(d);
}

void rank_disjunction(struct flat *f)
{
	struct disjunction *d = arena_alloc_aligned(
		f->arena, sizeof *d, _Alignof(struct disjunction));
	uint32_t docs = f->ranking->leaf->segment.docs;
	if (!d) {
		f->status = ERR_NOMEM;
		return;
	}
	d->flat = f;
	d->window = (struct window){.acc = d->acc, .size = FLAT_WINDOW};
	d->hits = (struct hits){.ids = d->ids, .scores = d->scores};
	for (uint32_t i = 0; i < f->count; i++)
		flat_raise_by(f, f->lists[i], &d->floor);
	for (uint32_t from = 0; from < docs; from += FLAT_WINDOW) {
		double threshold = flat_threshold(f);
		if (bound_window(d, from) < threshold)
			continue;
		part(d, threshold);
		score_window(d, from);
	}
}
