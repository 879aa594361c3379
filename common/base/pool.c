/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/pool.h"
#include "common/base/huge.h"

#include <stdbool.h>
#include <stdlib.h>

static bool add_chunk(struct pool *p)
{
	if (p->count == POOL_CHUNKS_MAX)
		return false;
	if (p->count == p->cap) {
		uint32_t cap = p->cap ? p->cap * 2 : 16;
		uint8_t **chunks = realloc(p->chunks, cap * sizeof *chunks);
		if (!chunks)
			return false;
		p->chunks = chunks;
		p->cap = cap;
	}
	/* Many pools stay small. */
	p->chunks[p->count] =
		p->count ? huge_alloc(POOL_CHUNK) : malloc(POOL_CHUNK);
	if (!p->chunks[p->count])
		return false;
	p->count++;
	p->used = 0;
	return true;
}

uint32_t pool_take(struct pool *p, size_t len)
{
	/* The very last byte stays free, so that no address is POOL_FULL. */
	if ((!p->count || len >= POOL_CHUNK - p->used) && !add_chunk(p))
		return POOL_FULL;
	uint32_t address = (p->count - 1) << POOL_SHIFT | p->used;
	p->used += (uint32_t)len;
	return address;
}

void pool_clear(struct pool *p)
{
	while (p->count > 1)
		free(p->chunks[--p->count]);
	p->used = 0;
}

void pool_release(struct pool *p)
{
	while (p->count)
		free(p->chunks[--p->count]);
	free(p->chunks);
	*p = (struct pool){0};
}
