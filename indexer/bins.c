/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/scatter.h"

#include <stdlib.h>

enum { BINS_USUAL = 1 << 14 };

/* Numbers of texts become ordinals; `groups` counts records. */
static void settle(const struct vocabulary *o, const uint32_t *texts,
	const struct sighting *s, uint32_t *stem, uint32_t *word,
	uint64_t *groups)
{
	if (*stem != MAP_NONE) {
		*stem = o->texts[texts[*stem]].stem;
		groups[*stem / VOCABULARY_GROUP] += s->count;
	}
	if (*word != MAP_NONE)
		*word = o->texts[texts[*word]].word;
	if (*word != MAP_NONE)
		groups[*word / VOCABULARY_GROUP] += s->count;
}

static void settle_inverter(
	const struct vocabulary *o, unsigned inverter, uint64_t *groups)
{
	struct inverter *v = o->inverters[inverter];
	const uint32_t *texts = o->of[inverter].texts;
	for (size_t i = 0; i < v->meanings.len; i++) {
		struct meaning *m = &v->meanings.v[i];
		const struct sighting *s = &v->sightings.v[i];
		for (unsigned k = 0; k < m->count; k++) {
			struct meaning_part *p = &v->parts.v[m->stem + k];
			settle(o, texts, s, &p->stem, &p->word, groups);
		}
		if (!m->count)
			settle(o, texts, s, &m->stem, &m->word, groups);
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

static void cut(struct bins *b, const struct vocabulary *o,
	const uint64_t *groups, uint32_t group_count)
{
	uint64_t records = 0, size = bin_size(groups, group_count);
	b->count = 0;
	for (uint32_t g = 0; g < group_count; g++) {
		uint32_t first = g * VOCABULARY_GROUP;
		uint32_t began = b->firsts[b->count];
		bool full = records + groups[g] > size ||
			    first - began >= BIN_TERMS - VOCABULARY_GROUP ||
			    o->terms[first].kind != o->terms[began].kind;
		if (full && first > began) {
			b->firsts[++b->count] = first;
			records = 0;
		}
		records += groups[g];
		b->of[g] = (uint16_t)b->count;
	}
	b->firsts[++b->count] = o->count;
}

enum status bins_make(struct bins *b, const struct vocabulary *o)
{
	uint32_t n = (o->count + VOCABULARY_GROUP - 1) / VOCABULARY_GROUP;
	uint64_t *groups = calloc(n + 1u, sizeof *groups);
	*b = (struct bins){.of = calloc(n + 1u, sizeof *b->of),
		.firsts = calloc(n + 2u, sizeof *b->firsts)};
	if (!groups || !b->of || !b->firsts) {
		free(groups);
		return ERR_NOMEM;
	}
	for (unsigned i = 0; i < o->inverter_count; i++)
		settle_inverter(o, i, groups);
	cut(b, o, groups, n);
	free(groups);
	return b->count <= UINT16_MAX ? OK : ERR_LIMIT;
}

void bins_release(struct bins *b)
{
	free(b->of);
	free(b->firsts);
	*b = (struct bins){0};
}
