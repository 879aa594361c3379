/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/bits.h"

const uint8_t bits_none[BITS_SLACK];

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

/* The ends of the recursion, without it: 0 to 3 numbers. */
static inline void get_few(
	struct bits_in *b, uint32_t *v, unsigned n, uint32_t low, uint32_t high)
{
	unsigned middle = n / 2;
	if (n == 0)
		return;
	v[middle] = low + middle + bits_get_below(b, high - low - n + 1);
	if (n > 1)
		v[0] = low + bits_get_below(b, v[1] - low);
	if (n > 2)
		v[2] = v[1] + 1 + bits_get_below(b, high - v[1] - 1);
}

void bits_get_ascending(struct bits_in *in, uint32_t *v, unsigned n,
	uint32_t low, uint32_t high)
{
	struct bits_in b = *in;
	while (n > 3) {
		unsigned middle = n / 2;
		v[middle] =
			low + middle + bits_get_below(&b, high - low - n + 1);
		if (middle > 3) {
			*in = b;
			bits_get_ascending(in, v, middle, low, v[middle]);
			b = *in;
		} else {
			get_few(&b, v, middle, low, v[middle]);
		}
		low = v[middle] + 1;
		v += middle + 1;
		n -= middle + 1;
	}
	get_few(&b, v, n, low, high);
	*in = b;
}
