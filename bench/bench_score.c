/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_score.c - blocks of postings to scores and sums, for every kernel.
 *
 *	memcpy     copying as many numbers, for comparison
 *	score      a block whose documents' lengths are in the first-level cache
 *	           (near), or scattered over 64 MB (far)
 *	exhaustive all of a disjunction of three terms with frequencies (one
 *	           document in 2, in 5, in 20): unpack ids and frequencies,
 *	           score, add up in windows of 4096 documents, sweep
 */
#include "bench/bench.h"
#include "common/simd/kernel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	N = BITPACK_COUNT,
	NEAR = 8192,
	FAR = 1 << 25,
	BLOCKS = 512,
	WINDOW = 4096,
	DOCS = 128 * WINDOW,
	TERMS = 3,
};

struct block {
	_Alignas(64) uint32_t ids[N], freqs[N];
};

static struct block blocks[BLOCKS];
static uint16_t lengths[FAR];

static uint32_t below(uint32_t n)
{
	return (uint32_t)((uint64_t)rand() * n / ((uint64_t)RAND_MAX + 1));
}

static uint32_t frequency(void)
{
	uint32_t f = 1;
	while (below(100) < 40)
		f++;
	return f;
}

/* Blocks of ascending documents that begin anywhere. */
static void prepare(uint32_t docs, uint32_t gap)
{
	for (unsigned b = 0; b < BLOCKS; b++) {
		uint32_t id = below(docs - N * 2 * gap);
		for (unsigned i = 0; i < N; i++) {
			blocks[b].ids[bitpack_slot(i)] = id;
			blocks[b].freqs[bitpack_slot(i)] = frequency();
			id += 1 + below(2 * gap - 1);
		}
	}
}

static void bench_block(
	const struct kernel *k, const char *which, unsigned count)
{
	_Alignas(64) float out[N];
	char name[64];
	struct score s = {2.5f, 0.3f, 0.0018f, lengths, NULL};
	struct bench timer = bench_begin();
	while (bench_again(&timer)) {
		for (unsigned b = 0; b < BLOCKS; b++) {
			const struct block *p = &blocks[b % count];
			k->score->block(&s, p->ids, p->freqs, out);
			bench_use(out);
		}
	}
	snprintf(name, sizeof name, "%s\t%s", k->name, which);
	bench_report_ns(&timer, "score", name, BLOCKS * N, "ns/posting");
}

static void bench_blocks(const struct kernel *k)
{
	prepare(NEAR, 2);
	bench_block(k, "near", 16);
	prepare(FAR, 1000);
	bench_block(k, "far", BLOCKS);
}

/* A list as a segment has it, apart from its directory being decoded. */
struct list {
	struct score score;
	unsigned count; /* of blocks */
	struct packed {
		uint32_t from;
		uint8_t id_bits, freq_bits;
		const uint8_t *p;
	} blocks[DOCS / N];
	uint8_t bytes[DOCS * 4 + BITPACK_SLACK];
};

static struct list lists[TERMS];

static uint8_t pack(const uint32_t v[N], uint8_t **p)
{
	uint32_t all = 0;
	for (unsigned i = 0; i < N; i++)
		all |= v[i];
	unsigned bits = bitpack_width(all);
	bitpack_pack(v, *p, bits);
	*p += 16 * bits;
	return (uint8_t)bits;
}

static void make_list(struct list *l, uint32_t gap, float weight)
{
	uint8_t *p = l->bytes;
	uint32_t id = 0;
	l->score = (struct score){weight, 0.3f, 0.0018f, lengths, NULL};
	for (l->count = 0; id + 2 * gap * N < DOCS; l->count++) {
		struct packed *b = &l->blocks[l->count];
		uint32_t gaps[N], freqs[N];
		*b = (struct packed){.from = id, .p = p};
		for (unsigned i = 0; i < N; i++) {
			uint32_t more = below(2 * gap - 1);
			gaps[bitpack_slot(i)] = more;
			freqs[bitpack_slot(i)] = frequency() - 1;
			id += more + 1;
		}
		b->id_bits = pack(gaps, &p);
		b->freq_bits = pack(freqs, &p);
	}
}

/* The decoded block of a list, and its number. */
struct cursor {
	const struct list *list;
	unsigned at;
	_Alignas(64) uint32_t ids[N], freqs[N];
	_Alignas(64) float scores[N];
};

static void decode(const struct kernel *k, struct cursor *c)
{
	const struct packed *b = &c->list->blocks[c->at];
	k->bitpack->unpack_delta(b->p, c->ids, b->id_bits, b->from - 1);
	k->bitpack->unpack(b->p + 16 * b->id_bits, c->freqs, b->freq_bits);
	k->bitpack->add_one(c->freqs);
	k->score->block(&c->list->score, c->ids, c->freqs, c->scores);
}

static void add_all(
	const struct kernel *k, struct cursor *c, const struct window *w)
{
	while (c->at < c->list->count && c->ids[0] < w->from + w->size) {
		window_add(w, c->ids, c->scores);
		if (c->ids[N - 1] >= w->from + w->size)
			break;
		if (++c->at < c->list->count)
			decode(k, c);
	}
}

static size_t exhaust(const struct kernel *k)
{
	static struct cursor cursors[TERMS];
	static _Alignas(64) float acc[WINDOW + WINDOW_SLACK];
	static uint32_t ids[WINDOW + WINDOW_SLACK];
	static float scores[WINDOW + WINDOW_SLACK];
	size_t found = 0;
	for (unsigned t = 0; t < TERMS; t++) {
		cursors[t].list = &lists[t];
		cursors[t].at = 0;
		decode(k, &cursors[t]);
	}
	for (uint32_t from = 0; from < DOCS; from += WINDOW) {
		struct window w = {acc, from, WINDOW};
		struct hits hits = {ids, scores, 0};
		for (unsigned t = 0; t < TERMS; t++)
			add_all(k, &cursors[t], &w);
		k->window->sweep(&w, 11, NULL, &hits);
		found += hits.count;
	}
	return found;
}

static void bench_exhaustive(const struct kernel *k)
{
	double postings = 0;
	char name[64];
	size_t found = 0;
	struct bench timer = bench_begin();
	while (bench_again(&timer))
		found = exhaust(k);
	for (unsigned t = 0; t < TERMS; t++)
		postings += lists[t].count * N;
	snprintf(name, sizeof name, "%s\t%zu of %d", k->name, found, DOCS);
	bench_report_ns(&timer, "exhaustive", name, postings, "ns/posting");
}

int main(void)
{
	_Alignas(64) static uint32_t out[N];
	srand(1);
	for (unsigned i = 0; i < FAR; i++)
		lengths[i] = (uint16_t)(10 + below(1000));
	make_list(&lists[0], 2, 1);
	make_list(&lists[1], 5, 3);
	make_list(&lists[2], 20, 8);
	struct bench timer = bench_begin();
	while (bench_again(&timer)) {
		for (unsigned b = 0; b < BLOCKS; b++) {
			memcpy(out, blocks[b % 16].ids, sizeof out);
			bench_use(out);
		}
	}
	bench_report_ns(&timer, "memcpy", "-\t-", BLOCKS * N, "ns/posting");
	for (unsigned i = 0; kernels[i]; i++) {
		if (!cpu_has(kernels[i]->cpu))
			continue;
		bench_blocks(kernels[i]);
		bench_exhaustive(kernels[i]);
	}
	return 0;
}
