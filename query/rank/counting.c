/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * counting.c - how many documents have all, or any, of some terms.
 *
 * Windows of bits: each list sets those of its documents, and the bits are
 * counted.  Where the rarest of wanted terms is much rarer than the others, its
 * documents are looked for in the other lists instead.
 */
#include "common/base/deadline.h"
#include "query/rank/flat.h"

#include <string.h>

enum {
	WINDOW = 1 << 15, /* documents */
	WORDS = WINDOW / 64,
	PROBES = 20, /* postings that are read in the time of one look-up */
};

struct counting {
	struct flat *flat;
	uint32_t blocks[FLAT_TERMS_MAX];
	_Alignas(64) uint64_t bits[WORDS], all[WORDS];
};

/* Set the bits of a list's documents in the window. */
static void put(struct counting *c, uint32_t i, uint32_t from, uint64_t *bits)
{
	struct posting_cursor *p = &c->flat->lists[i]->c;
	uint32_t b = posting_block_find(p, c->blocks[i], from);
	for (; b < p->blocks; b++) {
		if (posting_block_from(p, b) >= from + WINDOW)
			break;
		if (!posting_block_bits(p, b, bits, WORDS, from))
			return;
		if (p->blocks > 1 &&
			posting_block_last(p, b) >= from + WINDOW - 1)
			break;
	}
	c->blocks[i] = p->blocks > 1 ? b : 0; /* an only block is everywhere */
}

/* Words of the mask that there are for the window. */
static uint64_t masked(const struct counting *c, uint64_t *bits, uint32_t from)
{
	const struct bitmap_kernel *k = kernel()->bitmap;
	uint32_t docs = c->flat->ranking->leaf->segment.docs;
	if (!c->flat->mask)
		return k->count(bits, WORDS);
	size_t words = ((docs - from) / FLAT_WINDOW + 1) * FLAT_WORDS;
	words = words < WORDS ? words : WORDS;
	return k->intersect(bits, c->flat->mask + from / 64, words);
}

static struct counting *begin(struct flat *f)
{
	struct counting *c = arena_alloc_aligned(
		f->arena, sizeof *c, _Alignof(struct counting));
	if (c)
		c->flat = f;
	else
		f->status = ERR_NOMEM;
	return c;
}

uint64_t count_disjunction(struct flat *f)
{
	struct counting *c = begin(f);
	uint32_t docs = f->ranking->leaf->segment.docs;
	uint64_t total = 0;
	for (uint32_t from = 0; c && from < docs; from += WINDOW) {
		memset(c->bits, 0, sizeof c->bits);
		for (uint32_t i = 0; i < f->count; i++)
			put(c, i, from, c->bits);
		total += masked(c, c->bits, from);
	}
	return total;
}

/* The words of a window that `found` has. */
static void keep(const struct counting *c, uint32_t from, uint64_t *found)
{
	uint32_t docs = c->flat->ranking->leaf->segment.docs;
	size_t words = flat_words(docs) - from / 64;
	memcpy(found + from / 64, c->all, 8 * (words < WORDS ? words : WORDS));
}

static uint64_t count_windows(struct flat *f, uint64_t *found)
{
	struct counting *c = begin(f);
	uint32_t docs = f->ranking->leaf->segment.docs;
	uint64_t total = 0;
	for (uint32_t from = 0; c && from < docs; from += WINDOW) {
		memset(c->all, 0, sizeof c->all);
		put(c, 0, from, c->all);
		for (uint32_t i = 1; i < f->musts; i++) {
			memset(c->bits, 0, sizeof c->bits);
			put(c, i, from, c->bits);
			kernel()->bitmap->intersect(c->all, c->bits, WORDS);
		}
		total += masked(c, c->all, from);
		if (found)
			keep(c, from, found);
	}
	return total;
}

static uint32_t first(struct posting_cursor *c)
{
	return posting_block(c, 0) ? c->doc : DOC_END;
}

static bool in_others(struct flat *f, const struct list *leader, uint32_t doc)
{
	for (uint32_t i = 0; i < f->musts; i++)
		if (f->lists[i] != leader && !list_has(f->lists[i], doc))
			return false;
	return true;
}

static uint64_t count_probing(
	struct flat *f, struct list *leader, uint64_t *found)
{
	uint64_t total = 0;
	struct posting_cursor *c = &leader->c;
	for (uint32_t d = first(c); d != DOC_END; d = posting_next(c)) {
		if (!flat_may(f, d) || !in_others(f, leader, d))
			continue;
		if (found)
			found[d / 64] |= UINT64_C(1) << d % 64;
		total++;
	}
	return total;
}

struct list *flat_rarest(const struct flat *f)
{
	struct list *l = f->lists[0];
	for (uint32_t i = 1; i < f->musts; i++)
		if (f->lists[i]->info.df < l->info.df)
			l = f->lists[i];
	return l;
}

uint64_t rank_phrase(struct flat *f, bool rank)
{
	uint64_t total = 0;
	struct list *leader = flat_rarest(f);
	struct posting_cursor *c = &leader->c;
	for (uint32_t d = first(c); d != DOC_END && !deadline_passed_soon();
		d = posting_next(c)) {
		if (!flat_may(f, d) || !in_others(f, leader, d) ||
			!cursor_holds(f->phrase, d))
			continue;
		if (rank)
			flat_add(f, d, flat_exact(f, d));
		total++;
	}
	return total;
}

uint64_t count_conjunction(struct flat *f, uint64_t *found)
{
	struct list *leader = flat_rarest(f);
	uint64_t postings = 0;
	for (uint32_t i = 0; i < f->musts; i++)
		postings += f->lists[i]->info.df;
	bool rare =
		(uint64_t)leader->info.df * (f->musts - 1) * PROBES < postings;
	return rare ? count_probing(f, leader, found) : count_windows(f, found);
}
