/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_window.c - what is done to windows of 4096 documents, from cache.
 *
 *	memcpy     copying as many floats, or words of a bitmap
 *	add        a block's scores to sums, one document in 2 or in 20
 *	sweep      candidates out of the sums, of which there are none, one in a
 *	           thousand documents, one in ten; with the copying of sums
 *	within     postings of a block that are in a window, one in ...
 *	reach      postings that reach a threshold with what their range adds
 *	bound      a byte of a range's maximum to its sum
 *	filter     as sweep, out of a block's scores with their ids
 *	set        a block's ids to a bitmap, one document in 2 or in 20
 *	expand     a bitmap of 128 bits set to ids, one document in 2 or in 8
 *	intersect  two bitmaps of 4096 or 65536 documents, counted; the other
 *	           two operations are the same but for one instruction
 */
#include "bench/bench.h"
#include "common/simd/kernel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N = BITPACK_COUNT, WINDOW = 4096, WORDS = WINDOW / 64, BIG = 1024 };

static _Alignas(64) float acc[WINDOW + WINDOW_SLACK], copy[WINDOW];
static _Alignas(64) uint32_t ids[WINDOW];
static _Alignas(64) uint64_t bits[BIG], others[BIG];
static uint32_t hit_ids[WINDOW + WINDOW_SLACK];
static float hit_scores[WINDOW + WINDOW_SLACK];
static struct hits hits = {hit_ids, hit_scores, 0};

static void report(const struct bench *b, const char *what, const char *kernel,
	const char *which, double count)
{
	char name[64];
	snprintf(name, sizeof name, "%s\t%s", kernel, which);
	bench_report_ns(b, what, name, count, "ns");
}

#define MEASURE(what, kernel, which, count, work)                              \
	do {                                                                   \
		struct bench timer = bench_begin();                            \
		while (bench_again(&timer)) {                                  \
			for (unsigned times = 0; times < 64; times++) {        \
				work;                                          \
				bench_use(acc);                                \
			}                                                      \
		}                                                              \
		report(&timer, what, kernel, which, 64.0 * (count));           \
	} while (0)

/* Ids of a block, one document in `gap`. */
static void make_ids(uint32_t gap)
{
	for (uint32_t i = 0, id = 0; i < N; i++) {
		ids[bitpack_slot(i)] = id;
		id += 1 + (uint32_t)rand() % (2 * gap - 1);
	}
}

/* Scores of which one in `rare` is above 1, none if that is 0. */
static void make_scores(unsigned rare)
{
	for (unsigned i = 0; i < WINDOW; i++) {
		float score = (float)(rand() % 1000) / 1000;
		copy[i] = rare && (unsigned)rand() % rare == 0 ? 2 : score;
	}
}

static void bench_plain(void)
{
	static const uint32_t gaps[] = {2, 20};
	struct window w = {acc, 0, WINDOW};
	MEASURE("memcpy", "-", "floats", WINDOW,
		memcpy(acc, copy, sizeof copy));
	MEASURE("memcpy", "-", "bits", WINDOW,
		memcpy(bits, others, WORDS * sizeof *bits));
	for (unsigned g = 0; g < 2; g++) {
		const char *which = g ? "in 20" : "in 2";
		make_ids(gaps[g]);
		MEASURE("add", "-", which, N, window_add(&w, ids, copy));
		MEASURE("set", "-", which, N, bitmap_add(bits, WORDS, 0, ids));
	}
}

static void bench_hits(const struct kernel *k)
{
	static const unsigned rare[] = {0, 1000, 10};
	static const char *const names[] = {"none", "in 1000", "in 10"};
	struct window w = {acc, 0, WINDOW};
	for (unsigned i = 0; i < 3; i++) {
		make_scores(rare[i]);
		MEASURE("filter", k->name, names[i], WINDOW,
			(hits.count = 0, k->window->filter(
						 ids, copy, WINDOW, 1, &hits)));
		MEASURE("sweep", k->name, names[i], WINDOW,
			(memcpy(acc, copy, sizeof copy), hits.count = 0,
				k->window->sweep(&w, 1, NULL, &hits)));
	}
}

static void bench_ranges(const struct kernel *k)
{
	static const uint32_t sizes[] = {256, 32};
	static float rests[257];
	static uint8_t maxima[WINDOW];
	struct rests r = {rests, 256, 8};
	uint64_t found[2];
	make_ids(8);
	make_scores(10);
	for (unsigned i = 0; i < WINDOW; i++)
		maxima[i] = (uint8_t)rand();
	for (unsigned i = 0; i < 2; i++)
		MEASURE("within", k->name, i ? "in 32" : "in 4", N,
			(hits.count = 0, k->window->within(ids, copy, 256,
						 sizes[i], &hits)));
	MEASURE("reach", k->name, "in 10", N,
		k->window->reach(ids, copy, &r, 1, found));
	MEASURE("bound", k->name, "-", WINDOW,
		k->window->bound(acc, maxima, WINDOW, 1, true));
}

static void bench_bits(const struct kernel *k)
{
	static const uint32_t gaps[] = {2, 8};
	uint64_t count = 0;
	for (unsigned g = 0; g < 2; g++) {
		memset(bits, 0, sizeof bits);
		make_ids(gaps[g]);
		bitmap_add(bits, BIG, 0, ids);
		unsigned words = ids[N - 1] / 64 + 1;
		MEASURE("expand", k->name, g ? "in 8" : "in 2", N,
			k->bitpack->unpack_bitmap(
				(const uint8_t *)bits, words, 0, hit_ids));
	}
	MEASURE("intersect", k->name, "4096", WINDOW,
		count += k->bitmap->intersect(bits, others, WORDS));
	MEASURE("intersect", k->name, "65536", BIG * 64,
		count += k->bitmap->intersect(bits, others, BIG));
	bench_use(&count);
}

int main(void)
{
	srand(1);
	for (unsigned i = 0; i < BIG; i++)
		others[i] = (uint64_t)rand() << 32 ^ (uint64_t)rand();
	bench_plain();
	for (unsigned i = 0; kernels[i]; i++) {
		if (!cpu_has(kernels[i]->cpu))
			continue;
		bench_hits(kernels[i]);
		bench_ranges(kernels[i]);
		bench_bits(kernels[i]);
	}
	return 0;
}
