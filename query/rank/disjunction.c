/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * disjunction.c - the best documents of those that have any of the terms.
 *
 * The best ranges are visited one by one, the others in windows of neighbours,
 * as far as they can reach the threshold.  In a window, lists of low bounds that
 * do not reach the threshold among themselves are put aside (MaxScore, Turtle
 * and Flood 1995); the blocks of the others are scored and added up in an array,
 * and what could reach the threshold together with the lists that were put
 * aside is looked up in these, the highest bound first.
 */
#include "common/base/deadline.h"
#include "query/rank/ranges.h"

#include <string.h>

enum {
	RANGES = 16, /* of a window, at most */
	WINDOW = RANGES * POSTING_RANGE,
	LOOK_UP = 24, /* postings that are added up in the time of one */
};

struct disjunction {
	struct flat *flat;
	const struct window_kernel *kernel;
	struct ranges ranges;
	uint32_t first, live; /* range of the window, and a bit for each */
	struct list *lists[FLAT_TERMS_MAX]; /* by bound over the window  */
	uint32_t aside;                     /* so many are put aside     */
	uint32_t more;                      /* fewer than could be       */
	/* [i * RANGES + r]: what the first i lists can add in a range */
	float *rests;
	size_t tried; /* documents that were looked up in the window */
	struct window window;
	struct hits hits;
	_Alignas(64) float acc[WINDOW + WINDOW_SLACK];
	uint32_t ids[POSTING_RANGE + WINDOW_SLACK];
	float scores[POSTING_RANGE + WINDOW_SLACK];
};

static float bound_in(const struct list *l, uint32_t range)
{
	return l->ranges[range] * (float)l->unit;
}

/* By bound, the lowest first. */
static void order_lists(struct disjunction *d)
{
	struct flat *f = d->flat;
	for (uint32_t i = 0; i < f->count; i++) {
		struct list *l = f->lists[i];
		const uint8_t *maxima = l->ranges + d->first;
		uint8_t most = 0;
		uint32_t at = i;
		for (unsigned r = 0; d->live >> r; r++)
			if (d->live >> r & 1 && maxima[r] > most)
				most = maxima[r];
		l->bound = most * l->unit;
		for (; at > 0 && d->lists[at - 1]->bound > l->bound; at--)
			d->lists[at] = d->lists[at - 1];
		d->lists[at] = l;
	}
}

/* How many lists are put aside: as long as no range of the window could reach
 * the threshold by them alone. */
static void part(struct disjunction *d)
{
	float least = flat_least(d->flat, 0), *rests = d->rests;
	uint32_t n = 0;
	memset(rests, 0, RANGES * sizeof *rests);
	for (; n < d->flat->count; n++, rests += RANGES) {
		float most = 0;
		for (unsigned r = 0; d->live >> r; r++) {
			float x = rests[r];
			x += bound_in(d->lists[n], d->first + r);
			rests[RANGES + r] = x;
			if (d->live >> r & 1 && x > most)
				most = x;
		}
		if (most >= least)
			break;
	}
	d->aside = n > d->more ? n - d->more : 0;
}

/* About how many postings a list has in the window. */
static size_t postings_of(const struct disjunction *d, const struct list *l)
{
	uint64_t docs = d->flat->ranking->leaf->segment.docs;
	uint64_t n = (uint64_t)__builtin_popcount(d->live) * POSTING_RANGE;
	return (size_t)(n * l->info.df / docs);
}

/* Where much was looked up in the lists that were put aside, adding up one more
 * of them is quicker. */
static void adapt(struct disjunction *d)
{
	size_t cost = d->tried * LOOK_UP;
	if (d->aside > 0 && cost > postings_of(d, d->lists[d->aside - 1]))
		d->more++;
	else if (d->more > 0 && d->aside < d->flat->count &&
		 cost * 8 < postings_of(d, d->lists[d->aside]))
		d->more--;
}

/* May a range matter that has documents between these?  In a damaged list the
 * last can be any. */
static bool is_live(const struct disjunction *d, uint32_t from, uint32_t last)
{
	uint32_t start = d->window.from;
	if (last < from || last < start)
		return false;
	uint32_t low = from > start ? (from - start) / POSTING_RANGE : 0;
	uint32_t high = (last - start) / POSTING_RANGE;
	high = high < RANGES ? high : RANGES - 1;
	return d->live >> low & ((UINT32_C(2) << (high - low)) - 1);
}

static void add_block(struct disjunction *d, const struct list_block *b)
{
	const struct window *w = &d->window;
	if (b->ids[0] >= w->from &&
		b->ids[BITPACK_COUNT - 1] - w->from < w->size) {
		window_add(w, b->ids, b->scores);
		return;
	}
	uint32_t ids[BITPACK_COUNT + WINDOW_SLACK];
	float scores[BITPACK_COUNT + WINDOW_SLACK];
	struct hits hits = {ids, scores, 0};
	d->kernel->within(b->ids, b->scores, w->from, w->size, &hits);
	for (size_t i = 0; i < hits.count; i++)
		d->acc[ids[i] - w->from] += scores[i];
}

static void add_list(struct disjunction *d, struct list *l)
{
	struct list_block b;
	const struct posting_cursor *c = &l->c;
	uint32_t from = d->window.from, end = from + d->window.size;
	for (uint32_t i = posting_block_of(c, from); i < c->blocks; i++) {
		uint32_t first = posting_block_from(c, i);
		if (first >= end)
			break;
		if (is_live(d, first, posting_block_last(c, i)) &&
			list_load(l, i, &b))
			add_block(d, &b);
	}
}

/* Can a document still reach the threshold, once lists that were put aside have
 * been asked?  If so, their parts are known. */
static bool survives(
	struct disjunction *d, uint32_t doc, float score, float least)
{
	const float *rests = d->rests + doc / POSTING_RANGE - d->first;
	for (uint32_t i = d->aside; i > 0; i--) {
		if ((score + rests[i * RANGES]) * (1 + 0x1p-16f) < least)
			return false;
		struct list *l = d->lists[i - 1];
		l->part = list_exact(l, doc);
		score += (float)l->part;
	}
	return score * (1 + 0x1p-16f) >= least;
}

/* The exact score of what has survived. */
static double exact(struct disjunction *d, uint32_t doc)
{
	struct flat *f = d->flat;
	double sum = 0;
	for (uint32_t i = d->aside; i < f->count; i++) {
		struct list *l = d->lists[i];
		l->part = l->bound > 0 ? list_exact(l, doc) : 0;
	}
	for (uint32_t i = 0; i < f->count; i++)
		sum += f->lists[i]->part;
	return sum;
}

static void visit_range(struct disjunction *d, unsigned r)
{
	struct flat *f = d->flat;
	float rest = d->rests[d->aside * RANGES + r];
	uint32_t at = r * POSTING_RANGE;
	const struct window w = {
		d->acc + at, d->window.from + at, POSTING_RANGE};
	const uint64_t *mask = f->mask ? f->mask + w.from / 64 : NULL;
	float least = flat_least(f, 0);
	d->hits.count = 0;
	d->kernel->sweep(&w, flat_least(f, rest), mask, &d->hits);
	for (size_t i = 0; i < d->hits.count; i++) {
		uint32_t doc = d->ids[i];
		if (!survives(d, doc, d->scores[i], least))
			continue;
		double score = exact(d, doc);
		if (score < flat_threshold(f))
			continue;
		flat_add(f, doc, score);
		least = flat_least(f, 0);
	}
	d->tried += d->hits.count;
}

/* `live`: ranges from `first` on that may matter, a bit each. */
static void visit(struct disjunction *d, uint32_t first, uint32_t live)
{
	struct flat *f = d->flat;
	unsigned n = 32 - (unsigned)__builtin_clz(live);
	d->first = first;
	d->live = live;
	d->tried = 0;
	d->window.from = first * POSTING_RANGE;
	d->window.size = n * POSTING_RANGE;
	order_lists(d);
	part(d);
	for (uint32_t i = d->aside; i < f->count; i++)
		if (d->lists[i]->bound > 0)
			add_list(d, d->lists[i]);
	for (unsigned r = 0; r < n; r++) {
		if (live >> r & 1) {
			visit_range(d, r);
			continue;
		}
		unsigned dead = (unsigned)__builtin_ctz(live >> r);
		memset(d->acc + r * POSTING_RANGE, 0,
			dead * POSTING_RANGE * sizeof *d->acc);
		r += dead - 1;
	}
	adapt(d);
}

static enum status begin(struct disjunction *d, struct flat *f)
{
	d->flat = f;
	d->kernel = kernel()->window;
	d->window.acc = d->acc;
	d->hits = (struct hits){.ids = d->ids, .scores = d->scores};
	d->rests = arena_alloc_aligned(
		f->arena, (f->count + 1) * RANGES * sizeof *d->rests, 64);
	flat_start(f);
	enum status status = d->rests ? ranges_open(&d->ranges, f) : ERR_NOMEM;
	return status == OK ? ranges_sort(&d->ranges, flat_least(f, 0))
			    : status;
}

void rank_disjunction(struct flat *f)
{
	struct disjunction *d = arena_alloc_aligned(
		f->arena, sizeof *d, _Alignof(struct disjunction));
	f->status = d ? begin(d, f) : ERR_NOMEM;
	if (f->status != OK)
		return;
	const struct ranges *g = &d->ranges;
	uint32_t i = 0;
	for (; i < g->ahead; i++)
		if (g->totals[g->order[i]] >= flat_least(f, 0))
			visit(d, g->order[i], 1);
	while (i < g->live && !deadline_passed()) {
		uint32_t first = g->order[i], live = 0;
		float least = flat_least(f, 0);
		for (; i < g->live && g->order[i] - first < RANGES; i++)
			if (g->totals[g->order[i]] >= least)
				live |= 1u << (g->order[i] - first);
		if (live)
			visit(d, first, live);
	}
}
