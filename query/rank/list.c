/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/rank/list.h"

#include <float.h>
#include <string.h>

/* What bounds are multiplied by, so that rounding cannot make them too low. */
#define SLACK (1 + 1e-12)
#define FLOAT_SLACK (1 + 0x1p-18)

struct kept {
	_Alignas(64) uint32_t ids[BITPACK_COUNT];
	uint32_t freqs[BITPACK_COUNT];
	float scores[BITPACK_COUNT];
	unsigned count;
};

static struct score score_of(const struct ranking *r, double weight)
{
	const struct meta *m = &r->leaf->meta;
	double average = r->collection->average;
	struct score s = {.weight = (float)weight,
		.base = (float)(BM25_K1 * (1 - BM25_B)),
		.slope = average > 0 ? (float)(BM25_K1 * BM25_B / average) : 0};
	if (m->width == 2)
		s.lengths = (const uint16_t *)(const void *)m->lengths;
	else
		s.long_lengths = (const uint32_t *)(const void *)m->lengths;
	return s;
}

enum status list_open(struct list *l, const struct ranking *r,
	const struct term_info *info, double weight)
{
	l->info = *info;
	l->ranking = r;
	l->kernel = kernel();
	l->weight = weight;
	l->score = score_of(r, weight);
	l->inverse = bm25_inverse(r->collection->average);
	l->kept = NULL;
	l->ranges = NULL;
	l->slot = l->slots;
	enum status status = posting_open_idle(&l->c, &r->leaf->segment, info);
	for (unsigned i = 0; i < 2; i++)
		probe_open(&l->slots[i].probe, &l->c);
	l->slots[0].scored = l->slots[1].scored = false;
	return status;
}

static void score(struct list *l, const struct block *b, struct list_slot *to)
{
	if (!to->scored)
		l->kernel->score->block(
			&l->score, b->ids, b->freqs, to->scores);
	to->scored = true;
}

static struct list_slot *enter(struct list *l, uint32_t block)
{
	if (l->slot->probe.number == block)
		return l->slot;
	l->slot = l->slot == l->slots ? l->slots + 1 : l->slots;
	if (l->slot->probe.number != block)
		l->slot->scored = false;
	return probe_enter(&l->slot->probe, block) ? l->slot : NULL;
}

static bool load_only(struct list *l, struct list_block *out)
{
	const struct block *b = &l->c.block;
	if (l->c.status != OK || !posting_load_freqs(&l->c))
		return false;
	score(l, b, l->slots);
	*out = (struct list_block){
		b->ids, b->freqs, l->slots->scores, b->count};
	return true;
}

bool list_load(struct list *l, uint32_t block, struct list_block *out)
{
	if (l->kept) {
		const struct kept *k = &l->kept[block];
		*out = (struct list_block){
			k->ids, k->freqs, k->scores, k->count};
		return true;
	}
	if (l->c.blocks == 1)
		return load_only(l, out);
	struct list_slot *s = enter(l, block);
	if (!s || !probe_load(&s->probe))
		return false;
	const struct block *b = &s->probe.block;
	score(l, b, s);
	*out = (struct list_block){b->ids, b->freqs, s->scores, b->count};
	return true;
}

static enum status keep(struct list *l, struct arena *arena)
{
	struct kept *kept = arena_alloc_aligned(
		arena, l->c.blocks * sizeof *kept, _Alignof(struct kept));
	if (!kept)
		return ERR_NOMEM;
	for (uint32_t i = 0; i < l->c.blocks; i++) {
		struct list_block b;
		if (!list_load(l, i, &b))
			return list_status(l);
		memcpy(kept[i].ids, b.ids, sizeof kept->ids);
		memcpy(kept[i].freqs, b.freqs, sizeof kept->freqs);
		memcpy(kept[i].scores, b.scores, sizeof kept->scores);
		kept[i].count = b.count;
	}
	l->kept = kept;
	for (unsigned i = 0; i < 2; i++)
		probe_open(&l->slots[i].probe, &l->c);
	return OK;
}

/* From above; of damaged scores, too. */
static uint8_t byte_of(float x)
{
	return x >= 0 && x < 254 ? (uint8_t)(x + 1) : 255;
}

/* The maxima of ranges from the scores of a list that is kept. */
static void spread(struct list *l, uint8_t *ranges)
{
	float most = FLT_MIN;
	for (uint32_t i = 0; i < l->c.blocks; i++)
		for (unsigned s = 0; s < BITPACK_COUNT; s++)
			if (l->kept[i].scores[s] > most)
				most = l->kept[i].scores[s];
	float scale = 254 / most;
	for (uint32_t i = 0; i < l->c.blocks; i++) {
		const struct kept *k = &l->kept[i];
		for (unsigned n = 0; n < k->count; n++) {
			unsigned slot = bitpack_slot(n);
			uint8_t *to = &ranges[k->ids[slot] / POSTING_RANGE];
			uint8_t byte = byte_of(k->scores[slot] * scale);
			*to = byte > *to ? byte : *to;
		}
	}
	l->ranges = ranges;
	l->unit = (double)most / 254 * FLOAT_SLACK;
}

enum status list_spread(struct list *l, struct arena *arena)
{
	const struct ranking *r = l->ranking;
	if (l->c.ranges) {
		l->ranges = l->c.ranges;
		l->unit = (double)posting_range_step(&l->c) * l->weight *
			  r->scale * FLOAT_SLACK;
		return OK;
	}
	uint8_t *ranges =
		arena_alloc(arena, posting_ranges(r->leaf->segment.docs));
	enum status status = ranges ? keep(l, arena) : ERR_NOMEM;
	if (status == OK)
		spread(l, ranges);
	return status;
}

double list_bound(const struct list *l, unsigned byte)
{
	double impact = (double)(l->c.lowest + (float)byte * l->c.step) *
			l->ranking->scale;
	return l->weight * (impact < 1 ? impact : 1) * SLACK;
}

double list_rank(const struct list *l, uint64_t k)
{
	return l->weight * (double)posting_rank(&l->c, k) * l->ranking->shrink /
	       FLOAT_SLACK;
}

static double exact(const struct list *l, uint32_t doc, uint32_t tf)
{
	return bm25_score(l->weight, tf,
		meta_length(&l->ranking->leaf->meta, doc), l->inverse);
}

static bool find(struct list *l, const uint32_t *ids, const uint32_t *freqs,
	uint32_t doc)
{
	unsigned slot = bitpack_slot(l->c.block.kernel->lower_bound(ids, doc));
	l->found = freqs + slot;
	return slot < BITPACK_COUNT && ids[slot] == doc;
}

static bool find_kept(struct list *l, uint32_t doc)
{
	uint32_t block = posting_block_of(&l->c, doc);
	return block < l->c.blocks &&
	       find(l, l->kept[block].ids, l->kept[block].freqs, doc);
}

bool list_seek(struct list *l, uint32_t doc)
{
	struct list_slot *s = l->slot;
	if (l->kept)
		return find_kept(l, doc);
	if (l->c.blocks == 1)
		return posting_load_freqs(&l->c) &&
		       find(l, l->c.block.ids, l->c.block.freqs, doc);
	if (!probe_covers(&s->probe, doc)) {
		s = s == l->slots ? s + 1 : l->slots;
		if (!probe_covers(&s->probe, doc)) {
			uint32_t block = posting_block_of(&l->c, doc);
			s = block < l->c.blocks ? enter(l, block) : NULL;
		}
		if (!s)
			return false;
		l->slot = s;
	}
	l->found = NULL;
	return probe_find(&s->probe, doc);
}

double list_exact_found(struct list *l, uint32_t doc)
{
	return exact(
		l, doc, l->found ? *l->found : probe_freq(&l->slot->probe));
}

double list_exact(struct list *l, uint32_t doc)
{
	return list_has(l, doc) ? list_exact_found(l, doc) : 0;
}

double list_exact_at(
	const struct list *l, const struct list_block *b, unsigned slot)
{
	return exact(l, b->ids[slot], b->freqs[slot]);
}

enum status list_status(const struct list *l)
{
	enum status status = l->c.status;
	for (unsigned i = 0; i < 2 && status == OK; i++)
		status = l->slots[i].probe.status;
	return status;
}
