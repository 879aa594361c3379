/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/vec.h"
#include "common/base/huge.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

enum status vec_grow(void **v, size_t *cap, size_t need, size_t size)
{
	if (need <= *cap)
		return OK;
	bool huge = *cap >= HUGE_PAGE / size;
	size_t n = *cap ? *cap + (huge ? *cap : *cap / 2) + 1 : 8;
	if (n < need)
		n = need;
	if (n > SIZE_MAX / 2 / size)
		return ERR_NOMEM;
	void *p = huge_realloc(*v, *cap * size, n * size);
	if (!p)
		return ERR_NOMEM;
	*v = p;
	*cap = n;
	return OK;
}

void vec_free(void *v)
{
	free(v);
}
