/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * found.c - the best documents of those that have all wanted terms, where these
 * are few: all are found by their bits, as for counting them, and then scored.
 *
 * How many they will be is guessed from the frequencies of the terms, as if
 * these had nothing to do with each other; once they are found it is known,
 * and if they are too many after all, conjunction.c ranks them.
 */
#include "query/rank/ranges.h"

/* Nanoseconds, about: to score a document by one list, to put a posting among
 * bits, to pass over a posting of the rarest list in search of the best. */
#define SCORE 35.0
#define PUT 0.6
#define PASS 5.0
#define PASS_FOR_MANY 12.0

enum { MANY = 32, TERMS = 3 };

static double pruned_cost(const struct flat *f)
{
	bool many = f->ranking->top->k > MANY;
	return flat_rarest(f)->info.df * (many ? PASS_FOR_MANY : PASS);
}

/* Of few terms, or if few documents are wanted, pruning is. */
bool found_is_quicker(const struct flat *f)
{
	double docs = f->ranking->leaf->segment.docs, found = docs, put = 0;
	if (f->musts < TERMS || f->ranking->top->k <= MANY || f->phrase ||
		f->paired)
		return false;
	for (uint32_t i = 0; i < f->musts; i++) {
		found *= f->lists[i]->info.df / docs;
		put += f->lists[i]->info.df * PUT;
	}
	return put + found * SCORE * f->musts < pruned_cost(f);
}

static void score(struct flat *f, uint64_t word, uint32_t from)
{
	for (; word; word &= word - 1) {
		uint32_t doc = from + (uint32_t)__builtin_ctzll(word);
		double exact = flat_exact(f, doc);
		if (exact >= flat_threshold(f))
			flat_add(f, doc, exact);
	}
}

uint64_t rank_found(struct flat *f)
{
	size_t words = flat_words(f->ranking->leaf->segment.docs);
	uint64_t *found = arena_alloc_aligned(f->arena, words * 8, 64);
	if (!found) {
		f->status = ERR_NOMEM;
		return 0;
	}
	uint64_t count = count_conjunction(f, found);
	if ((double)count * SCORE * f->musts > pruned_cost(f)) {
		rank_conjunction(f);
		return count;
	}
	for (size_t i = 0; i < words; i++)
		score(f, found[i], (uint32_t)i * 64);
	return count;
}
