/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/rank/list.h"

/* What bounds are multiplied by, so that rounding cannot make them too low. */
#define SLACK (1 + 1e-12)

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
	l->scored = UINT32_MAX;
	l->most = -1;
	enum status status = posting_open(&l->c, &r->leaf->segment, info);
	probe_open(&l->probe, &l->c);
	return status;
}

bool list_load(struct list *l, uint32_t block)
{
	if (l->scored == block)
		return true;
	if (!posting_block(&l->c, block) || !posting_load_freqs(&l->c))
		return false;
	l->kernel->score->block(
		&l->score, l->c.block.ids, l->c.block.freqs, l->scores);
	l->scored = block;
	return true;
}

/* A list without a directory has no bounds; its one block is soon scored. */
static double bound_of_all(struct list *l)
{
	float most = 0;
	if (l->most >= 0)
		return l->most;
	bool loaded = list_load(l, 0);
	for (unsigned i = 0; loaded && i < BITPACK_COUNT; i++)
		most = l->scores[i] > most ? l->scores[i] : most;
	return l->most = loaded ? (double)most * (1 + 0x1p-20) : l->weight;
}

double list_bound(struct list *l, uint32_t from, uint32_t to)
{
	if (l->c.blocks == 1)
		return bound_of_all(l);
	double impact = posting_blocks_bound(&l->c, from, to);
	impact *= l->ranking->scale;
	return l->weight * (impact < 1 ? impact : 1) * SLACK;
}

static double exact(const struct list *l, uint32_t doc, uint32_t tf)
{
	return bm25_score(l->weight, tf,
		meta_length(&l->ranking->leaf->meta, doc), l->inverse);
}

double list_exact_found(struct list *l, uint32_t doc)
{
	return exact(l, doc, probe_freq(&l->probe));
}

double list_exact(struct list *l, uint32_t doc)
{
	return list_has(l, doc) ? list_exact_found(l, doc) : 0;
}

double list_exact_at(const struct list *l, unsigned slot)
{
	return exact(l, l->c.block.ids[slot], l->c.block.freqs[slot]);
}

enum status list_status(const struct list *l)
{
	return l->c.status != OK ? l->c.status : l->probe.status;
}
