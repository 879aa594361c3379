/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lists.h - a bin's records become the posting lists of its terms.
 *
 *	lists_make(&l, &work, run)      for one bin after another
 *
 * Errors:    ERR_NOMEM, ERR_LIMIT.
 * Threads:   one a struct lists; scatters and builder may be shared.
 */
#ifndef MEJU_INDEXER_LISTS_H
#define MEJU_INDEXER_LISTS_H

#include "common/index/builder.h"
#include "indexer/crew.h"
#include "indexer/scatter.h"

/* What all bins have in common. */
struct lists_input {
	const struct bins *bins;
	const struct vocabulary *vocabulary;
	const struct scatter *scatters; /* documents of each above the last's */
	unsigned scatter_count;
	const struct builder *builder; /* builder_terms() has been called */
};

struct lists {
	VEC(uint16_t) terms;   /* of the bin's records  */
	VEC(uint32_t) wheres;  /* the same              */
	size_t ends[CREW_MAX]; /* of each scatter's     */
	VEC(uint32_t) starts;  /* by term of the bin    */
	VEC(uint64_t) loci;    /* in the order of terms */
	VEC(uint32_t) sorted;  /* the same, without positions */
	VEC(uint32_t) docs, tfs, counts, positions; /* of one term */
};

/* All terms of a bin, in order, into `run`. */
MUST_CHECK enum status lists_make(struct lists *l, const struct lists_input *in,
	uint32_t bin, struct builder_run *run);
void lists_release(struct lists *l);

#endif
