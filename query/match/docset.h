/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * docset.h - all documents of a segment that a plan matches, a bit each.
 *
 * Where every document is wanted, and none of their frequencies, this is many
 * times quicker than to step a cursor from one to the next: lists are decoded
 * into bits, and operators work on words of 64.
 *
 *	uint64_t *bits;
 *	if (docset_live(&arena, leaf, terms, plan, &bits) != OK)
 *		...
 *	for (uint32_t d = docset_next(leaf, bits, 0); d != DOC_END;
 *		d = docset_next(leaf, bits, d + 1))
 *		visit(d);
 *
 * Errors:    memory, and damage.
 * Ownership: in the arena, as what is needed on the way.
 */
#ifndef MEJU_QUERY_MATCH_DOCSET_H
#define MEJU_QUERY_MATCH_DOCSET_H

#include "common/index/posting.h"
#include "common/index/snapshot.h"
#include "query/match/plan.h"

/* Words of 64, as many as kernels want (bitmap.h). */
static inline uint32_t docset_words(const struct leaf *leaf)
{
	return (leaf->segment.docs / 512 + 1) * 8;
}

/* The live documents that a plan matches.  `terms` are the planner's. */
MUST_CHECK enum status docset_live(struct arena *arena, const struct leaf *leaf,
	const struct str *terms, const struct plan *plan, uint64_t **out);

/* The same with those that are deleted. */
MUST_CHECK enum status docset_all(struct arena *arena, const struct leaf *leaf,
	const struct str *terms, const struct plan *plan, uint64_t **out);

uint64_t docset_count(const struct leaf *leaf, const uint64_t *bits);

/* The first document from `from` on, or DOC_END. */
static inline uint32_t docset_next(
	const struct leaf *leaf, const uint64_t *bits, uint32_t from)
{
	uint32_t docs = leaf->segment.docs, word = from >> 6;
	if (from >= docs)
		return DOC_END;
	uint64_t left = bits[word] >> (from & 63) << (from & 63);
	while (!left && ++word < (docs + 63) >> 6)
		left = bits[word];
	return left ? (word << 6) + (uint32_t)__builtin_ctzll(left) : DOC_END;
}

#endif
