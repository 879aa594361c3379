/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * map.h - byte strings to small numbers: the n-th new key gets number n.
 *
 *	struct map words = {0};
 *	uint32_t id;
 *	if (map_add(&words, STR("gut"), &id) != OK)
 *		...
 *	map_key(&words, id);     -> "gut"
 *	map_release(&words);
 *
 * Whatever belongs to a key lives in the caller's array, indexed by number.
 *
 * Errors:    map_add() returns ERR_NOMEM, or ERR_LIMIT for a key longer than
 *            MAP_KEY_MAX, and leaves the map as it was.
 * Ownership: keys are copied; map_key() borrows until release or clear.
 * Threads:   one at a time.  A zeroed struct is an empty map.
 */
#ifndef MEJU_BASE_MAP_H
#define MEJU_BASE_MAP_H

#include "common/base/pool.h"
#include "common/base/status.h"
#include "common/base/str.h"

#include <stdint.h>

#define MAP_NONE UINT32_MAX

enum { MAP_KEY_MAX = 1 << 16 };

struct map_slot {
	uint32_t hash, id; /* id MAP_NONE: free */
};

struct map {
	struct map_slot *slots;
	uint32_t mask;  /* slots - 1, a power of two less one */
	uint32_t count; /* keys; numbers run from 0           */
	uint32_t cap;   /* of keys[]                          */
	uint32_t *keys; /* per number: address of length and bytes */
	struct pool bytes;
	uint64_t seed;
};

/* The number of `key`, or MAP_NONE. */
uint32_t map_find(const struct map *m, struct str key);

/* The number of `key`, which is new if it equals the count before. */
MUST_CHECK enum status map_add(struct map *m, struct str key, uint32_t *id);

/* A new number, also for a key that has one.  Such a map is a list: nothing is
 * found in it, and nothing may be added to it otherwise. */
MUST_CHECK enum status map_append(struct map *m, struct str key, uint32_t *id);

/* The bytes of a key.  REQUIRES: id < m->count. */
static inline struct str map_key(const struct map *m, uint32_t id)
{
	const uint8_t *p = pool_at(&m->bytes, m->keys[id]);
	size_t len = p[0];
	if (len < 255)
		return (struct str){(const char *)p + 1, len};
	len = p[1] | (size_t)p[2] << 8 | (size_t)p[3] << 16;
	return (struct str){(const char *)p + 4, len};
}

/* Ask for the memory of a key, in two steps some time apart. */
static inline void map_ask(const struct map *m, uint32_t id)
{
	__builtin_prefetch(&m->keys[id]);
}

static inline void map_ask_bytes(const struct map *m, uint32_t id)
{
	__builtin_prefetch(pool_at(&m->bytes, m->keys[id]));
}

/* Bytes of memory held. */
size_t map_memory(const struct map *m);

void map_clear(struct map *m);
void map_release(struct map *m);

#endif
