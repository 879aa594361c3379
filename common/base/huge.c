/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/huge.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { LINE = 64 };

static size_t round_up(size_t n, size_t to)
{
	return (n + to - 1) & ~(to - 1);
}

void *huge_alloc(size_t size)
{
	if (size < HUGE_PAGE)
		return aligned_alloc(LINE, round_up(size, LINE));
	size = round_up(size, HUGE_PAGE);
	void *p = size ? aligned_alloc(HUGE_PAGE, size) : NULL;
	if (p)
		madvise(p, size, MADV_HUGEPAGE); /* or else it is slower */
	return p;
}

void *huge_realloc(void *old, size_t used, size_t size)
{
	if (size < HUGE_PAGE)
		return realloc(old, size);
	void *p = huge_alloc(size);
	if (!p)
		return NULL;
	if (used)
		memcpy(p, old, used);
	free(old);
	return p;
}
