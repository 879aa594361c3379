/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/simd/prefix.h"

#include <string.h>

static void allow(struct prefix_set *set, unsigned place, char c, uint8_t group)
{
	uint8_t byte = (uint8_t)c;
	set->low[place][byte & 15] |= group;
	set->high[place][byte >> 4] |= group;
}

static void allow_all(struct prefix_set *set, unsigned place, uint8_t group)
{
	for (unsigned i = 0; i < 16; i++) {
		set->low[place][i] |= group;
		set->high[place][i] |= group;
	}
}

/* A letter in either case. */
static void allow_letter(
	struct prefix_set *set, unsigned place, char c, uint8_t group)
{
	bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
	allow(set, place, c, group);
	if (letter)
		allow(set, place, c ^ 0x20, group);
}

void prefix_add(struct prefix_set *set, struct str beginning)
{
	static const char endings[] = "eiy";
	if (beginning.len == 0)
		return;
	uint8_t group = (uint8_t)(1u << set->count++ % PREFIX_GROUPS);
	for (unsigned place = 0; place < PREFIX_PLACES; place++) {
		if (place >= beginning.len) {
			allow_all(set, place, group);
			continue;
		}
		char c = beginning.p[place];
		allow_letter(set, place, c, group);
		if (place > 0 && c && strchr(endings, c | 0x20))
			for (const char *e = endings; *e; e++)
				allow_letter(set, place, *e, group);
	}
}

bool prefix_has(const struct prefix_set *set, struct str word)
{
	unsigned left = (1 << PREFIX_GROUPS) - 1;
	for (unsigned place = 0; place < PREFIX_PLACES; place++) {
		uint8_t c = place < word.len ? (uint8_t)word.p[place] : ' ';
		left &= set->low[place][c & 15] & set->high[place][c >> 4];
	}
	return left;
}
