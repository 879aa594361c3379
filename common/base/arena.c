/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>

enum { CHUNK_MIN = 16 << 10, CHUNK_MAX = 1 << 20 };

struct arena_chunk {
	struct arena_chunk *older;
	size_t size;
	alignas(max_align_t) char bytes[];
};

static bool grow(struct arena *a, size_t need)
{
	size_t size = a->chunk ? a->chunk->size * 2 : CHUNK_MIN;
	if (size > CHUNK_MAX)
		size = CHUNK_MAX;
	if (size < need)
		size = need;
	if (size > SIZE_MAX - sizeof(struct arena_chunk))
		return false;
	if (a->max && (size > a->max || a->total > a->max - size)) {
		if (need > a->max || a->total > a->max - need)
			return false;
		size = need;
	}
	struct arena_chunk *c = malloc(sizeof *c + size);
	if (!c)
		return false;
	c->older = a->chunk;
	c->size = size;
	a->chunk = c;
	a->at = c->bytes;
	a->end = c->bytes + size;
	a->total += size;
	return true;
}

/* As arena_alloc(), but of any bytes. */
static void *take(struct arena *a, size_t size)
{
	size_t align = alignof(max_align_t);
	if (size > SIZE_MAX / 2)
		return NULL;
	/* Nothing is also something: only failure is NULL. */
	size = size ? (size + align - 1) & ~(align - 1) : align;
	if ((size_t)(a->end - a->at) < size && !grow(a, size))
		return NULL;
	void *p = a->at;
	a->at += size;
	return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
	void *p = take(a, size);
	return p ? memset(p, 0, size) : NULL;
}

void *arena_alloc_aligned(struct arena *a, size_t size, size_t align)
{
	char *p =
		size <= SIZE_MAX - align ? arena_alloc(a, size + align) : NULL;
	return p ? p + (-(uintptr_t)p & (align - 1)) : NULL;
}

struct str arena_dup(struct arena *a, struct str s)
{
	char *p = take(a, s.len + 1);
	if (!p)
		return (struct str){0};
	if (s.len)
		memcpy(p, s.p, s.len);
	p[s.len] = '\0';
	return (struct str){p, s.len};
}

static void free_older(struct arena *a)
{
	while (a->chunk && a->chunk->older) {
		struct arena_chunk *old = a->chunk->older;
		a->chunk->older = old->older;
		a->total -= old->size;
		free(old);
	}
}

void arena_clear(struct arena *a)
{
	free_older(a);
	if (a->chunk)
		a->at = a->chunk->bytes;
}

void arena_release(struct arena *a)
{
	free_older(a);
	free(a->chunk);
	*a = (struct arena){.max = a->max};
}
