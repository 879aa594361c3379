/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * term_sort.h - the keys of several maps in the order of their bytes, found
 * eight bytes at a time.
 */
#ifndef MEJU_INDEXER_TERM_SORT_H
#define MEJU_INDEXER_TERM_SORT_H

#include "common/base/map.h"

/* A key of up to TERM_REF_SHORT bytes need not be looked at any more. */
enum { TERM_REF_SHORT = 8 };

struct term_ref {
	uint64_t
		bytes; /* eight of the key, big-endian; the first of a short one */
	uint32_t number;
	uint16_t map;
	uint16_t len; /* UINT16_MAX: at least */
};

struct term_refs {
	const struct map *const *maps;
	struct term_ref *v;
	size_t len;
};

/* All keys of the maps; equal ones lie side by side. */
MUST_CHECK enum status term_sort(
	struct term_refs *out, const struct map *const *maps, unsigned count);
void term_refs_release(struct term_refs *r);

static inline struct str term_ref_key(
	const struct term_refs *r, const struct term_ref *t)
{
	return map_key(r->maps[t->map], t->number);
}

/* The first ref from number `i` on whose key is another. */
size_t term_refs_end(const struct term_refs *r, size_t i);

#endif
