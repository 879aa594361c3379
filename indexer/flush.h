/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * flush.h - the postings of all inverters, as one run of ascending terms,
 * into a segment.
 *
 * A batch's documents keep their order; `bases[b]` is the number in the
 * segment of the first document of batch b.
 */
#ifndef MEJU_INDEXER_FLUSH_H
#define MEJU_INDEXER_FLUSH_H

#include "common/index/builder.h"
#include "indexer/inverter.h"

/* A document id that occurs more than once: its documents, ascending. */
struct flush_twins {
	VEC(uint32_t) docs; /* runs, each ended by UINT32_MAX */
};

/* Puts all terms; the inverters forget what tokens mean, to make room. */
MUST_CHECK enum status flush_terms(struct inverter *const *inverters,
	unsigned count, const uint32_t *bases, struct builder *b,
	struct flush_twins *twins);

#endif
