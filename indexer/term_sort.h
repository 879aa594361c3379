/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * term_sort.h - the terms of several inverters by their bytes: by kind first,
 * then by text, eight bytes at a time.
 */
#ifndef MEJU_INDEXER_TERM_SORT_H
#define MEJU_INDEXER_TERM_SORT_H

#include "indexer/inverter.h"

struct term_ref {
	uint64_t key; /* eight bytes of it, big-endian */
	uint32_t number;
	uint16_t inverter;
	uint8_t kind;
};

struct term_refs {
	struct term_ref *v;
	size_t len;
};

/* All terms of the inverters; equal ones lie side by side. */
MUST_CHECK enum status term_sort(struct term_refs *out,
	struct inverter *const *inverters, unsigned count);
void term_refs_release(struct term_refs *r);

/* The bytes of a term. */
static inline struct str term_ref_text(
	const struct term_ref *t, struct inverter *const *inverters)
{
	return map_key(&inverters[t->inverter]->terms, t->number);
}

#endif
