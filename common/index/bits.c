/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/bits.h"

/* Both recurse as deep as n has bits. */
void bits_put_ascending(struct bits_out *b, const uint32_t *v, unsigned n,
	uint32_t low, uint32_t high)
{
	while (n > 0) {
		unsigned middle = n / 2;
		bits_put_below(b, v[middle] - low - middle, high - low - n + 1);
		bits_put_ascending(b, v, middle, low, v[middle]);
		low = v[middle] + 1;
		v += middle + 1;
		n -= middle + 1;
	}
}

void bits_get_ascending(
	struct bits_in *b, uint32_t *v, unsigned n, uint32_t low, uint32_t high)
{
	while (n > 0) {
		unsigned middle = n / 2;
		v[middle] =
			low + middle + bits_get_below(b, high - low - n + 1);
		bits_get_ascending(b, v, middle, low, v[middle]);
		low = v[middle] + 1;
		v += middle + 1;
		n -= middle + 1;
	}
}
