/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pool.h - memory in which things are found by 32-bit addresses, which take
 * half the room of pointers and stay right when the pool grows.
 *
 * Errors:    pool_take() returns POOL_FULL when memory or addresses run out.
 * Ownership: the pool owns all bytes until clear or release.
 * Threads:   one at a time.  A zeroed struct is an empty pool.
 */
#ifndef MEJU_BASE_POOL_H
#define MEJU_BASE_POOL_H

#include <stddef.h>
#include <stdint.h>

enum {
	POOL_SHIFT = 21,
	POOL_CHUNK = 1 << POOL_SHIFT,
	POOL_CHUNKS_MAX = 1 << (32 - POOL_SHIFT),
};

#define POOL_FULL UINT32_MAX

struct pool {
	uint8_t **chunks;
	uint32_t count, cap; /* of chunks               */
	uint32_t used;       /* bytes of the last chunk */
};

/* `len` adjoining bytes, not zeroed.  REQUIRES: len < POOL_CHUNK. */
uint32_t pool_take(struct pool *p, size_t len);

static inline uint8_t *pool_at(const struct pool *p, uint32_t address)
{
	return p->chunks[address >> POOL_SHIFT] + (address & (POOL_CHUNK - 1));
}

/* Bytes that were taken: of the last chunk no more is in memory. */
static inline size_t pool_memory(const struct pool *p)
{
	return p->count ? ((size_t)(p->count - 1) << POOL_SHIFT) + p->used : 0;
}

/* Forget everything; keeps one chunk for the next round. */
void pool_clear(struct pool *p);
void pool_release(struct pool *p);

#endif
