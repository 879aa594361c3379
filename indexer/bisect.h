/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bisect.h - an order in which things with the same marks are close together:
 * documents and their terms, say.
 *
 * Recursive graph bisection (Dhulipala et al., "Compressing graphs and indexes
 * with recursive graph bisection", 2016): all things in two halves, so that
 * marks are mostly in one of them; then each half again.  What a mark that is
 * l times in the left half and r times in the right costs there is about
 * l log(n / (l + 1)) + r log(n / (r + 1)); so moving one of it to the right
 * gains log(r + 1) - log(l + 1).  Each round gives every thing the sum over its
 * marks and puts the greater half of these to the right (Mackenzie et al.,
 * "Faster index reordering with bipartite graph partitioning", 2021).
 *
 *	bisect(&(struct bisect){starts, marks, count, mark_count}, &crew, order)
 *
 * Begins with the order that is; what is clustered already stays so.  The
 * same input gives the same order, whatever the number of threads.
 *
 * Errors:    ERR_NOMEM.
 * Memory:    16 bytes a mark and thread, 20 a thing.
 */
#ifndef MEJU_INDEXER_BISECT_H
#define MEJU_INDEXER_BISECT_H

#include "indexer/crew.h"

#include <stdint.h>

struct bisect {
	const uint64_t
		*starts; /* by thing and one more: where its marks begin */
	const uint32_t *marks; /* each once a thing */
	uint32_t count, mark_count;
};

/* order[i] becomes the thing that is to be number i. */
MUST_CHECK enum status bisect(
	const struct bisect *in, struct crew *c, uint32_t *order);

#endif
