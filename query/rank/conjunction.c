/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conjunction.c - the best documents of those that have all wanted terms.
 *
 * The rarest term leads, block by block.  A block is passed over if its bound
 * and those of the other terms over the same documents do not add up to the
 * threshold.  Else the scores of its postings say which of them could reach it,
 * and only these are looked for in the other lists (Ding and Suel 2011; score
 * first, as Lucene does).
 */
#include "query/rank/flat.h"

struct conjunction {
	struct flat *flat;
	struct list *leader;
	struct list *others[FLAT_TERMS_MAX]; /* wanted, the rarest first; then
	                                          those that are not */
	uint32_t count, wanted;
	uint32_t blocks[FLAT_TERMS_MAX]; /* of others: where the leader is */
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
	*c = (struct conjunction){.flat = f, .leader = f->lists[0]};
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

/* Bounds of the other lists from the block's first document to its last;
 * their sum, or -1 if a wanted one has none there. */
static double bound_others(struct conjunction *c, uint32_t from, uint32_t last)
{
	double total = 0;
	for (uint32_t i = 0; i < c->count; i++) {
		struct list *l = c->others[i];
		uint32_t first = posting_block_find(&l->c, c->blocks[i], from);
		c->blocks[i] = first;
		l->bound = 0;
		if (first == l->c.blocks) {
			if (i < c->wanted)
				return -1;
			continue;
		}
		uint32_t end = posting_block_find(&l->c, first, last);
		end += end < l->c.blocks;
		l->bound = list_bound(l, first, end);
		total += l->bound;
	}
	return total;
}

/* Does the document have all wanted terms, and with them a score that may
 * reach the threshold?  `rest` bounds what all others can add. */
static bool survives(
	struct conjunction *c, uint32_t doc, double score, double rest)
{
	double threshold = flat_threshold(c->flat);
	for (uint32_t i = 0; i < c->wanted; i++) {
		struct list *l = c->others[i];
		if (!list_has(l, doc))
			return false;
		score += list_exact_found(l, doc);
		rest -= l->bound;
		if ((score + rest) * (1 + 1e-5) < threshold)
			return false;
	}
	return true;
}

static bool holds(struct flat *f, uint32_t doc)
{
	return !f->phrase || cursor_holds(f->phrase, doc);
}

static void visit(struct conjunction *c, double rest)
{
	struct flat *f = c->flat;
	struct list *l = c->leader;
	const struct block *b = &l->c.block;
	float least = flat_least(f, rest);
	for (unsigned i = 0; i < b->count; i++) {
		unsigned slot = bitpack_slot(i);
		uint32_t doc = b->ids[slot];
		if (l->scores[slot] < least || !flat_may(f, doc) ||
			!survives(c, doc, l->scores[slot], rest))
			continue;
		double score = flat_exact(f, doc);
		if (score < flat_threshold(f) || !holds(f, doc))
			continue;
		flat_add(f, doc, score);
		least = flat_least(f, rest);
	}
}

void rank_conjunction(struct flat *f)
{
	struct conjunction c;
	begin(&c, f);
	struct list *l = c.leader;
	for (uint32_t i = 0; i < l->c.blocks && l->c.status == OK; i++) {
		uint32_t from = posting_block_from(&l->c, i);
		uint32_t last = posting_block_last(&l->c, i);
		double own = list_bound(l, i, i + 1);
		double rest = bound_others(&c, from, last);
		if (rest < 0)
			break;
		if ((own + rest) * (1 + 1e-9) < flat_threshold(f))
			continue;
		if (list_load(l, i))
			visit(&c, rest * (1 + 1e-9));
	}
}
