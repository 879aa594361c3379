/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * huge.h - big blocks of memory on huge pages, where the system has some.
 *
 * Tables of many megabytes that are read here and there spend a fifth of
 * their time on page tables; pages of 2 MB spare it.  Blocks below that size
 * are ordinary.
 *
 * Errors:    NULL when memory runs out.
 * Ownership: the caller's, to be given to free().
 */
#ifndef MEJU_BASE_HUGE_H
#define MEJU_BASE_HUGE_H

#include <stddef.h>

#define HUGE_PAGE ((size_t)2 << 20)

/* `size` bytes, not zeroed, that begin a line of the cache. */
void *huge_alloc(size_t size);

/* As realloc(), of which `used` bytes are kept. */
void *huge_realloc(void *old, size_t used, size_t size);

#endif
