/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conjunction.c - the best documents of those that have all wanted terms.
 *
 * Ranges that lack one of them are out; the others are visited by bound.  In a
 * range the rarest term leads: the scores of its postings say which documents
 * could reach the threshold together with what the other terms have in the
 * range at most, and only these are looked for in the other lists (score first:
 * Ding and Suel 2011).
 */
#include "common/base/deadline.h"
#include "query/rank/ranges.h"

enum { RANGE_SHIFT = 8 };
_Static_assert(POSTING_RANGE == 1 << RANGE_SHIFT, "a range's power of two");

struct conjunction {
	struct flat *flat;
	struct ranges ranges;
	struct list *leader;
	struct list *others[FLAT_TERMS_MAX]; /* wanted, the rarest first; then
	                                          those that are not */
	uint32_t count, wanted;
	/* What the others can add in each range, at most; -INFINITY: nothing
	 * is to be found there.  The best ranges, and all others. */
	float *ahead, *behind;
	struct rests rests; /* either */
	float least;        /* what may matter has this float score */
};

static void put_by_df(struct conjunction *c, struct list *l)
{
	uint32_t at = c->count++;
	for (; at > 0 && c->others[at - 1]->info.df > l->info.df; at--)
		c->others[at] = c->others[at - 1];
	c->others[at] = l;
}

static void begin(struct conjunction *c, struct flat *f)
{
	c->flat = f;
	c->leader = f->lists[0];
	c->count = 0;
	for (uint32_t i = 1; i < f->musts; i++)
		if (f->lists[i]->info.df < c->leader->info.df)
			c->leader = f->lists[i];
	for (uint32_t i = 0; i < f->musts; i++)
		if (f->lists[i] != c->leader)
			put_by_df(c, f->lists[i]);
	c->wanted = c->count;
	for (uint32_t i = f->musts; i < f->count; i++)
		c->others[c->count++] = f->lists[i];
}

/* What the other lists can add in each range. */
static enum status find_rests(struct conjunction *c)
{
	const struct ranges *g = &c->ranges;
	const struct list *l = c->leader;
	size_t size = (g->count + 1) * sizeof *c->ahead;
	c->ahead = arena_alloc(g->arena, size);
	c->behind = arena_alloc(g->arena, size);
	if (!c->ahead || !c->behind)
		return ERR_NOMEM;
	c->rests = (struct rests){.count = g->count, .shift = RANGE_SHIFT};
	for (uint32_t r = 0; r < g->count; r++) {
		c->ahead[r] = -INFINITY;
		c->behind[r] = (g->totals[r] - l->ranges[r] * (float)l->unit) *
			       (1 + 0x1p-18f);
	}
	c->ahead[g->count] = c->behind[g->count] = -INFINITY;
	for (uint32_t i = 0; i < g->ahead; i++) {
		uint32_t r = g->order[i];
		c->ahead[r] = c->behind[r];
		c->behind[r] = -INFINITY;
	}
	return OK;
}

static bool has_all(struct conjunction *c, uint32_t doc)
{
	for (uint32_t i = 0; i < c->wanted; i++)
		if (!list_has(c->others[i], doc))
			return false;
	return true;
}

/* Does the document have all wanted terms, and with them a score that may
 * reach the threshold?  If so, the parts of the others are known. */
static bool survives(struct conjunction *c, uint32_t doc, double score)
{
	double least = c->least * (1 - 0x1p-18);
	double rest = c->rests.v[doc / POSTING_RANGE];
	for (uint32_t i = 0; i < c->wanted; i++) {
		struct list *l = c->others[i];
		if (score + rest < least || !list_has(l, doc))
			return false;
		l->part = list_exact_found(l, doc);
		score += l->part;
		rest -= l->ranges[doc / POSTING_RANGE] * l->unit;
	}
	return score + rest >= least;
}

static bool holds(struct flat *f, uint32_t doc)
{
	return !f->phrase || cursor_holds(f->phrase, doc);
}

/* A document that has all wanted terms and matches otherwise, too. */
static void add(struct conjunction *c, uint32_t doc, double exact)
{
	flat_add(c->flat, doc, exact);
	c->least = flat_least(c->flat, 0);
}

/* While there is no threshold to fail, a score is worked out last. */
static void try_first(struct conjunction *c, uint32_t doc)
{
	if (has_all(c, doc) && holds(c->flat, doc))
		add(c, doc, flat_exact(c->flat, doc));
}

static void try(
	struct conjunction *c, const struct list_block *b, unsigned slot)
{
	struct flat *f = c->flat;
	uint32_t doc = b->ids[slot];
	if (!survives(c, doc, b->scores[slot]))
		return;
	c->leader->part = list_exact_at(c->leader, b, slot);
	double exact = flat_sum(f, doc);
	if (exact >= flat_threshold(f) && holds(f, doc))
		add(c, doc, exact);
}

/* Slots of those postings whose documents may match and are in the rarest of the
 * other lists.  Whether one is cannot be foreseen, so nothing branches on it. */
static unsigned find_common(struct conjunction *c, const struct list_block *b,
	unsigned from, uint64_t bits, uint8_t slots[64])
{
	struct list *l = c->wanted ? c->others[0] : NULL;
	unsigned n = 0;
	for (; bits; bits &= bits - 1) {
		unsigned slot =
			bitpack_slot(from + (unsigned)__builtin_ctzll(bits));
		uint32_t doc = b->ids[slot];
		slots[n] = (uint8_t)slot;
		bool may = flat_may(c->flat, doc), has = !l || list_has(l, doc);
		n += (unsigned)may & (unsigned)has;
	}
	return n;
}

static void visit(struct conjunction *c, const struct list_block *b)
{
	uint64_t bits[2];
	uint8_t slots[64];
	c->leader->kernel->window->reach(
		b->ids, b->scores, &c->rests, c->least, bits);
	for (unsigned from = 0; from < BITPACK_COUNT; from += 64) {
		unsigned n = find_common(c, b, from, bits[from / 64], slots);
		for (unsigned i = 0; i < n; i++) {
			if (flat_threshold(c->flat) > 0)
				try(c, b, slots[i]);
			else
				try_first(c, b->ids[slots[i]]);
		}
	}
}

/* Is there a range that the block has a part of and that may matter? */
static bool is_live(const struct conjunction *c, uint32_t block)
{
	const struct posting_cursor *p = &c->leader->c;
	uint32_t from = posting_block_from(p, block) / POSTING_RANGE;
	uint32_t last = posting_block_last(p, block) / POSTING_RANGE;
	for (uint32_t r = from; r <= last && r < c->rests.count; r++)
		if (c->rests.v[r] >= 0 && c->ranges.totals[r] >= c->least)
			return true;
	return false;
}

/* All documents of ranges whose rest is not below 0. */
static void pass(struct conjunction *c)
{
	struct list_block b;
	for (uint32_t i = 0; i < c->leader->c.blocks && !deadline_passed(); i++)
		if (is_live(c, i) && list_load(c->leader, i, &b))
			visit(c, &b);
}

/* First the best ranges, which lift the threshold, then the others. */
void rank_conjunction(struct flat *f)
{
	struct conjunction c;
	begin(&c, f);
	f->status = ranges_open(&c.ranges, f);
	c.least = flat_least(f, 0);
	if (f->status == OK)
		f->status = ranges_sort(&c.ranges, c.least);
	if (f->status == OK)
		f->status = find_rests(&c);
	if (f->status != OK)
		return;
	c.rests.v = c.ahead;
	pass(&c);
	c.rests.v = c.behind;
	pass(&c);
}
