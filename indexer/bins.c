/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/scatter.h"

#include <stdlib.h>

enum { BINS_USUAL = 1 << 14 };

/* Numbers of terms become ordinals; `groups` counts records. */
static uint32_t settle(
	const uint32_t *ordinals, uint32_t number, uint32_t n, uint64_t *groups)
{
	if (number == MAP_NONE || ordinals[number] == MAP_NONE)
		return MAP_NONE;
	groups[ordinals[number] / BIN_GROUP] += n;
	return ordinals[number];
}

static void settle_inverter(
	struct inverter *v, const uint32_t *ordinals, uint64_t *groups)
{
	for (size_t i = 0; i < v->meanings.len; i++) {
		struct meaning *m = &v->meanings.v[i];
		const struct sighting *s = &v->sightings.v[i];
		for (unsigned k = 0; k < m->count; k++) {
			struct meaning_part *p = &v->parts.v[m->stem + k];
			p->stem = settle(ordinals, p->stem, s->count, groups);
			p->word = settle(ordinals, p->word, s->docs, groups);
		}
		if (m->count)
			continue;
		m->stem = settle(ordinals, m->stem, s->count, groups);
		m->word = settle(ordinals, m->word, s->docs, groups);
	}
	vec_release(&v->sightings);
}

/* Records to a bin, more than usual where bins would be too many. */
static uint64_t bin_size(const uint64_t *groups, uint32_t group_count)
{
	uint64_t total = 0, size = BIN_RECORDS;
	for (uint32_t g = 0; g < group_count; g++)
		total += groups[g];
	while (total / size > BINS_USUAL)
		size *= 2;
	return size;
}

static void cut(struct bins *b, const uint64_t *groups, uint32_t group_count,
	uint32_t terms)
{
	uint64_t records = 0, size = bin_size(groups, group_count);
	b->count = 0;
	for (uint32_t g = 0; g < group_count; g++) {
		uint32_t first = g * BIN_GROUP;
		bool full =
			records + groups[g] > size ||
			first - b->firsts[b->count] >= BIN_TERMS - BIN_GROUP;
		if (full && first > b->firsts[b->count]) {
			b->firsts[++b->count] = first;
			records = 0;
		}
		records += groups[g];
		b->of[g] = (uint16_t)b->count;
	}
	b->firsts[++b->count] = terms;
}

enum status bins_make(struct bins *b, const struct vocabulary *o)
{
	uint32_t n = o->count / BIN_GROUP + 1;
	uint64_t *groups = calloc(n, sizeof *groups);
	*b = (struct bins){.of = calloc(n, sizeof *b->of),
		.firsts = calloc(n + 1u, sizeof *b->firsts)};
	if (!groups || !b->of || !b->firsts) {
		free(groups);
		return ERR_NOMEM;
	}
	for (unsigned i = 0; i < o->inverter_count; i++)
		settle_inverter(o->inverters[i], o->ordinals[i], groups);
	cut(b, groups, n, o->count);
	free(groups);
	return b->count <= UINT16_MAX ? OK : ERR_LIMIT;
}

void bins_release(struct bins *b)
{
	free(b->of);
	free(b->firsts);
	*b = (struct bins){0};
}
