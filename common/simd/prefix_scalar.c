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

/* U+2010 to U+2027, by its three bytes */
static bool is_sign(const uint8_t *p)
{
	return p[0] == 0xe2 && p[1] == 0x80 && p[2] >= 0x90 && p[2] <= 0xa7;
}

static bool begins(const uint8_t *p, const struct prefix_set *set)
{
	if (p[0] >= 0x80)
		return p[0] >= 0xc0 && !is_sign(p);
	if (!is_capital(p[0]) && is_word(p[-1]))
		return false;
	unsigned left = groups(set, 0, p[0]);
	for (unsigned i = 1; i < PREFIX_PLACES && !is_joint(p[i]); i++)
		left &= groups(set, i, p[i]);
	return left;
}

static struct prefix_places block(
	const uint8_t *in, const struct prefix_set *set)
{
	struct prefix_places out = {0};
	for (unsigned i = 0; i < PREFIX_BYTES; i++) {
		out.begins |= (uint64_t)begins(in + i, set) << i;
		out.white |= (uint64_t)is_white(in[i]) << i;
	}
	return out;
}

static void blocks(const char *in, size_t count, const struct prefix_set *set,
	struct prefix_places out[])
{
	for (size_t i = 0; i < count; i++)
		out[i] = block((const uint8_t *)in + i * PREFIX_BYTES, set);
}

const struct prefix_kernel prefix_scalar = {blocks};
