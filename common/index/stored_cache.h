/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stored_cache.h - records that were decoded lately, for a reader that goes on
 * reading the same ones.
 *
 *	struct stored_cache cache = {.max = 32 << 20};
 *	struct stored_reader reader = {.cache = &cache};
 *
 * A block is decoded for each record that is shown, ten times as much as the
 * record; a server shows the same ones again.  Two generations are kept: what
 * is found in the older moves to the younger, and when that is full the older
 * is forgotten.  Records are known by their segment's id, so they outlive
 * commits.
 *
 * Errors:    none; what memory has no room for is not kept.
 * Ownership: what was found holds until the next call.
 * Threads:   one at a time.  Zeroed but for `max` it is empty.
 */
#ifndef MEJU_INDEX_STORED_CACHE_H
#define MEJU_INDEX_STORED_CACHE_H

#include "common/base/arena.h"
#include "common/base/hash.h"
#include "common/base/map.h"
#include "common/base/vec.h"

struct stored_cached {
	struct map keys;
	VEC(struct str) records; /* by number of the key */
	struct arena bytes;
	size_t used; /* of them */
};

struct stored_cache {
	size_t max; /* bytes, about */
	struct stored_cached young, old;
};

/* .p NULL if it is not there. */
struct str stored_cache_find(
	struct stored_cache *c, const struct hash128 *segment, uint32_t doc);
void stored_cache_put(struct stored_cache *c, const struct hash128 *segment,
	uint32_t doc, struct str record);
void stored_cache_release(struct stored_cache *c);

#endif
