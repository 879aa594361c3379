/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * arena.h - memory that is freed all at once: one arena per query, one per
 * document.
 *
 * Errors:    a failed allocation returns NULL.
 * Ownership: the arena owns all it hands out, until clear or release.
 * Threads:   one at a time.  A zeroed struct is an empty arena.
 */
#ifndef MEJU_BASE_ARENA_H
#define MEJU_BASE_ARENA_H

#include "common/base/str.h"

struct arena_chunk;

struct arena {
	struct arena_chunk *chunk; /* the newest; older ones hang behind it */
	char *at, *end;            /* free room in the newest chunk         */
	size_t total;              /* bytes held from the system            */
	size_t max;                /* refuse beyond this; 0: no limit       */
};

/* `size` zeroed bytes aligned for any ordinary type, or NULL. */
void *arena_alloc(struct arena *a, size_t size);

/* The same, aligned to `align`, a power of two. */
void *arena_alloc_aligned(struct arena *a, size_t size, size_t align);

/* A copy followed by a zero byte, so .p is also a C string; .p NULL if out of
 * memory. */
struct str arena_dup(struct arena *a, struct str s);

/* Forget everything; keeps one chunk for the next round. */
void arena_clear(struct arena *a);

void arena_release(struct arena *a);

#endif
