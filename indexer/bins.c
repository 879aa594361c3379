/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/scatter.h"
#include "common/index/dictionary.h"

#include <stdlib.h>

enum { BINS_USUAL = 1 << 14 };

/* What one changes of the meaning of a token that occurs `times` times. */
typedef void (*change)(
	void *data, uint32_t times, uint32_t *stem, uint32_t *word);

static void change_all(struct inverter *v, change fn, void *data)
{
	for (size_t i = 0; i < v->meanings.len; i++) {
		struct meaning *m = &v->meanings.v[i];
		uint32_t times = v->sightings.v[i].count;
		for (unsigned k = 0; k < m->count; k++) {
			struct meaning_part *p = &v->parts.v[m->stem + k];
			fn(data, times, &p->stem, &p->word);
		}
		if (!m->count)
			fn(data, times, &m->stem, &m->word);
	}
}

struct settling {
	const struct vocabulary *vocabulary;
	const uint32_t *texts; /* of the inverter       */
	uint64_t *groups;      /* records of neighbours */
};

/* Numbers of texts become ordinals, and records are counted. */
static void settle(void *data, uint32_t times, uint32_t *stem, uint32_t *word)
{
	const struct settling *s = data;
	const struct vocabulary_text *texts = s->vocabulary->texts;
	if (*stem != MAP_NONE) {
		*stem = texts[s->texts[*stem]].stem;
		s->groups[*stem / VOCABULARY_GROUP] += times;
	}
	if (*word != MAP_NONE)
		*word = texts[s->texts[*word]].word;
	if (*word != MAP_NONE)
		s->groups[*word / VOCABULARY_GROUP] += times;
}

/* Ordinals become targets. */
static void aim(void *data, uint32_t times, uint32_t *stem, uint32_t *word)
{
	const struct bins *b = data;
	(void)times;
	if (*stem != MAP_NONE)
		*stem = bins_target(b, *stem);
	if (*word != MAP_NONE)
		*word = bins_target(b, *word);
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

/* Where records of a bin may be, and how many they are: 0 if not known. */
static struct bin_shape shape_of(
	uint64_t range, uint64_t records, uint32_t terms)
{
	unsigned term_bits =
		terms > 1 ? 32 - (unsigned)__builtin_clz(terms - 1) : 0;
	uint64_t often = records ? 4 * range / records : UINT32_MAX;
	unsigned bits = 64 - (unsigned)__builtin_clzll(often | 1) + term_bits;
	unsigned bytes = bits <= 16 ? 2 : bits <= 24 ? 3 : 4;
	unsigned left = 8 * bytes - term_bits;
	return (struct bin_shape){(uint32_t)((UINT64_C(1) << left) - 1),
		(uint8_t)bytes, (uint8_t)term_bits};
}

/* Documents, or about as many places as the stems have, most documents in two
 * runs. */
static uint64_t range_of(
	const struct vocabulary *o, const uint64_t *groups, bool positions)
{
	uint64_t n = 0;
	for (unsigned i = 0; i < o->inverter_count; i++)
		n += (positions ? POSITION_GAP : 1) *
		     (uint64_t)o->inverters[i]->docs;
	for (uint32_t at = 0; positions && at < o->count;
		at += VOCABULARY_GROUP)
		if (o->terms[at].kind == TERM_STEM)
			n += groups[at / VOCABULARY_GROUP];
	return n;
}

static void cut(struct bins *b, const struct vocabulary *o,
	const uint64_t *groups, uint32_t group_count)
{
	uint64_t records = 0, size = bin_size(groups, group_count);
	uint64_t ranges[] = {
		range_of(o, groups, false), range_of(o, groups, true)};
	b->count = 0;
	for (uint32_t g = 0; g <= group_count; g++) {
		bool last = g == group_count;
		uint32_t first = last ? o->count : g * VOCABULARY_GROUP;
		uint32_t began = b->firsts[b->count];
		enum term_kind kind = (enum term_kind)o->terms[began].kind;
		bool full = last || records + groups[g] > size ||
			    first - began >= BIN_TERMS ||
			    o->terms[first].kind != kind;
		if (full && first > began) {
			b->shapes[b->count] =
				shape_of(ranges[term_has_positions(kind)],
					records, first - began);
			b->firsts[++b->count] = first;
			records = 0;
		}
		records += groups[g];
		b->of[g] = (uint16_t)b->count;
	}
}

/* What one inverter's tokens mean is a job. */
struct share {
	struct job job;
	struct inverter *inverter;
	struct settling settling;
	struct bins *bins;
};

static void settle_work(struct job *job, unsigned worker)
{
	struct share *s = (struct share *)job;
	(void)worker;
	change_all(s->inverter, settle, &s->settling);
}

static void aim_work(struct job *job, unsigned worker)
{
	struct share *s = (struct share *)job;
	(void)worker;
	change_all(s->inverter, aim, s->bins);
	vec_release(&s->inverter->sightings);
}

static void share_done(struct job *job)
{
	(void)job;
}

static void share_all(struct share *shares, unsigned count,
	void (*work)(struct job *, unsigned), struct crew *c)
{
	for (unsigned i = 0; i < count; i++) {
		shares[i].job =
			(struct job){.work = work, .finish = share_done};
		crew_submit(c, &shares[i].job);
	}
	crew_wait(c);
}

enum status bins_make(
	struct bins *b, const struct vocabulary *o, struct crew *c)
{
	uint32_t n = (o->count + VOCABULARY_GROUP - 1) / VOCABULARY_GROUP;
	unsigned count = o->inverter_count;
	uint64_t *groups = calloc((n + 1u) * (size_t)count, sizeof *groups);
	struct share shares[CREW_MAX];
	*b = (struct bins){.of = calloc(n + 1u, sizeof *b->of),
		.firsts = calloc(n + 2u, sizeof *b->firsts),
		.shapes = calloc(n + 1u, sizeof *b->shapes)};
	if (!groups || !b->of || !b->firsts || !b->shapes) {
		free(groups);
		return ERR_NOMEM;
	}
	for (unsigned i = 0; i < count; i++)
		shares[i] = (struct share){.inverter = o->inverters[i],
			.settling = {o, o->of[i].texts,
				groups + (n + 1u) * (size_t)i},
			.bins = b};
	share_all(shares, count, settle_work, c);
	for (unsigned i = 1; i < count; i++)
		for (uint32_t g = 0; g < n; g++)
			groups[g] += shares[i].settling.groups[g];
	cut(b, o, groups, n);
	free(groups);
	share_all(shares, count, aim_work, c);
	return b->count <= UINT16_MAX ? OK : ERR_LIMIT;
}

void bins_release(struct bins *b)
{
	free(b->of);
	free(b->firsts);
	free(b->shapes);
	*b = (struct bins){0};
}
