/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * shim_memory.c - malloc() and its kin of this process and its libraries,
 * any of which can fail.  Under a sanitizer what passes is the sanitizer's,
 * which then knows of it.
 */
#include "tests/fault/shim.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>

#define SHIM_EXPORT __attribute__((visibility("default")))
#define WEAK __attribute__((weak, visibility("default")))

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *p, size_t size);
extern void *__libc_memalign(size_t align, size_t size);
WEAK void *__interceptor_malloc(size_t size);
WEAK void *__interceptor_calloc(size_t count, size_t size);
WEAK void *__interceptor_realloc(void *p, size_t size);
WEAK void *__interceptor_memalign(size_t align, size_t size);

static bool refused(void)
{
	if (!shim_refuse())
		return false;
	errno = ENOMEM;
	return true;
}

SHIM_EXPORT void *malloc(size_t size)
{
	if (refused())
		return NULL;
	return __interceptor_malloc ? __interceptor_malloc(size)
				    : __libc_malloc(size);
}

SHIM_EXPORT void *calloc(size_t count, size_t size)
{
	if (refused())
		return NULL;
	return __interceptor_calloc ? __interceptor_calloc(count, size)
				    : __libc_calloc(count, size);
}

SHIM_EXPORT void *realloc(void *p, size_t size)
{
	if (refused())
		return NULL;
	return __interceptor_realloc ? __interceptor_realloc(p, size)
				     : __libc_realloc(p, size);
}

SHIM_EXPORT void *memalign(size_t align, size_t size)
{
	if (refused())
		return NULL;
	return __interceptor_memalign ? __interceptor_memalign(align, size)
				      : __libc_memalign(align, size);
}

SHIM_EXPORT void *aligned_alloc(size_t align, size_t size)
{
	return memalign(align, size);
}

SHIM_EXPORT int posix_memalign(void **out, size_t align, size_t size)
{
	void *p = memalign(align, size);
	if (!p)
		return ENOMEM;
	*out = p;
	return 0;
}
