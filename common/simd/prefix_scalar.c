/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/prefix.h"

static bool is_word(uint8_t c)
{
	uint8_t letter = c | 0x20;
	return (letter >= 'a' && letter <= 'z') || (c >= '0' && c <= '9');
}

static bool is_capital(uint8_t c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_white(uint8_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* What may stand within a word and be left out of it. */
static bool is_joint(uint8_t c)
{
	return c > ' ' && !is_word(c);
}

/* The groups of which `c` may be the byte at this place. */
static unsigned groups(const struct prefix_set *set, unsigned place, uint8_t c)
{
	return set->low[place][c & 15] & set->high[place][c >> 4];
}

static bool begins(const uint8_t *p, const struct prefix_set *set)
{
	if (p[0] >= 0x80)
		return true;
	if (!is_capital(p[0]) && is_word(p[-1]))
		return false;
	unsigned left = groups(set, 0, p[0]);
	for (unsigned i = 1; i < PREFIX_PLACES && !is_joint(p[i]); i++)
		left &= groups(set, i, p[i]);
	return left;
}

static void block(
	const char *in, const struct prefix_set *set, struct prefix_places *out)
{
	*out = (struct prefix_places){0};
	for (unsigned i = 0; i < PREFIX_BYTES; i++) {
		const uint8_t *p = (const uint8_t *)in + i;
		out->begins |= (uint64_t)begins(p, set) << i;
		out->white |= (uint64_t)is_white(*p) << i;
	}
}

const struct prefix_kernel prefix_scalar = {block};
