/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/kernels.h"

#include <math.h>

enum { N = BITPACK_COUNT, MOST = 4096 };

struct pair {
	struct hits hits;
	size_t room;
};

static struct pair pair_new(size_t most)
{
	struct pair p = {.room = (most + WINDOW_SLACK) * 4};
	p.hits.ids = guarded_alloc(p.room);
	p.hits.scores = guarded_alloc(p.room);
	return p;
}

static void pair_free(struct pair *p)
{
	guarded_free(p->hits.ids, p->room);
	guarded_free(p->hits.scores, p->room);
}

static void same_hits(const struct hits *a, const struct hits *b)
{
	assert_int_equal(a->count, b->count);
	assert_memory_equal(a->ids, b->ids, a->count * 4);
	assert_memory_equal(a->scores, b->scores, a->count * 4);
}

/* Scores of which few, some or all are above 1, some are 1 and most are 0. */
static void fill(struct rng *r, float *scores, size_t n)
{
	uint64_t rare = 1 + rng_below(r, 200);
	for (size_t i = 0; i < n; i++) {
		float some = (float)rng_below(r, 1000) / 500;
		scores[i] = rng_below(r, rare) ? 0 : rng_below(r, 5) ? some : 1;
	}
	scores[rng_below(r, n)] = rng_below(r, 9) ? 1 : NAN;
}

static void filters(const struct kernel *k, struct rng *r)
{
	for (unsigned round = rounds(200); round > 0; round--) {
		size_t n = 64 * (1 + rng_below(r, MOST / 64));
		float *scores = guarded_alloc(n * sizeof *scores);
		uint32_t *ids = guarded_alloc(n * sizeof *ids);
		struct pair a = pair_new(n), b = pair_new(n);
		fill(r, scores, n);
		for (size_t i = 0; i < n; i++)
			ids[i] = (uint32_t)rng_next(r);
		window_scalar.filter(ids, scores, n, 1, &a.hits);
		k->window->filter(ids, scores, n, 1, &b.hits);
		same_hits(&a.hits, &b.hits);
		pair_free(&a);
		pair_free(&b);
		guarded_free(scores, n * sizeof *scores);
		guarded_free(ids, n * sizeof *ids);
	}
}

static void sweeps(const struct kernel *k, struct rng *r)
{
	for (unsigned round = rounds(200); round > 0; round--) {
		uint32_t n = 64 * (1 + (uint32_t)rng_below(r, MOST / 64));
		struct window w = {.from = (uint32_t)rng_next(r), .size = n};
		float acc[MOST];
		uint64_t mask[MOST / 64];
		struct pair a = pair_new(n), b = pair_new(n);
		fill(r, acc, n);
		for (uint32_t i = 0; i < n / 64; i++)
			mask[i] = rng_next(r) & rng_next(r);
		float *scores = guarded_alloc(n * sizeof *scores);
		memcpy(scores, acc, n * sizeof *scores);
		w.acc = scores;
		k->window->sweep(&w, 1, round % 2 ? mask : NULL, &b.hits);
		for (uint32_t i = 0; i < n; i++)
			assert_true(scores[i] == 0);
		w.acc = acc;
		window_scalar.sweep(&w, 1, round % 2 ? mask : NULL, &a.hits);
		same_hits(&a.hits, &b.hits);
		pair_free(&a);
		pair_free(&b);
		guarded_free(scores, n * sizeof *scores);
	}
}

/* Ascending ids in row order, perhaps fewer than a block; scores above 0. */
static void block(struct rng *r, uint32_t *ids, float *scores)
{
	uint32_t id = (uint32_t)rng_below(r, 5000);
	uint32_t gap = 1 + (uint32_t)rng_below(r, 1 << rng_below(r, 8));
	unsigned n = rng_below(r, 3) ? N : 1 + (unsigned)rng_below(r, N);
	for (unsigned i = 0; i < N; i++) {
		unsigned slot = bitpack_slot(i);
		ids[slot] = i < n ? id : UINT32_MAX;
		scores[slot] = i < n ? (float)rng_below(r, 100) / 16 + 1 : 0;
		id += 1 + (uint32_t)rng_below(r, gap);
	}
}

static void selects(const struct kernel *k, struct rng *r)
{
	enum { SHIFT = 4, RANGES = 300 };
	float *rests = guarded_alloc((RANGES + 1) * sizeof *rests);
	for (unsigned round = rounds(500); round > 0; round--) {
		uint32_t ids[N], from = (uint32_t)rng_below(r, 6000);
		uint32_t size = (uint32_t)rng_below(r, 3000);
		float scores[N], least = (float)rng_below(r, 12);
		uint64_t bits[2], expected[2];
		struct pair a = pair_new(N), b = pair_new(N);
		struct rests x = {rests, RANGES, SHIFT};
		block(r, ids, scores);
		for (unsigned i = 0; i <= RANGES; i++)
			rests[i] = rng_below(r, 3) ? (float)rng_below(r, 7)
						   : -INFINITY;
		window_scalar.within(ids, scores, from, size, &a.hits);
		k->window->within(ids, scores, from, size, &b.hits);
		same_hits(&a.hits, &b.hits);
		window_scalar.reach(ids, scores, &x, least, expected);
		k->window->reach(ids, scores, &x, least, bits);
		assert_memory_equal(bits, expected, sizeof bits);
		pair_free(&a);
		pair_free(&b);
	}
	guarded_free(rests, (RANGES + 1) * sizeof *rests);
}

static void bounds(const struct kernel *k, struct rng *r)
{
	for (unsigned round = rounds(300); round > 0; round--) {
		size_t n = 1 + rng_below(r, MOST);
		uint8_t *maxima = guarded_alloc(n);
		float *sums = guarded_alloc(n * sizeof *sums), expected[MOST];
		float unit = (float)rng_below(r, 1000) / 977;
		for (size_t i = 0; i < n; i++) {
			maxima[i] = (uint8_t)(rng_below(r, 4) * rng_next(r));
			sums[i] = (float)rng_below(r, 1000) / 33;
			expected[i] = sums[i];
		}
		k->window->bound(sums, maxima, n, unit, round % 2);
		window_scalar.bound(expected, maxima, n, unit, round % 2);
		assert_memory_equal(sums, expected, n * sizeof *sums);
		guarded_free(maxima, n);
		guarded_free(sums, n * sizeof *sums);
	}
}

static void every_kernel_selects(void **state)
{
	(void)state;
	with_every_kernel(selects);
}

static void every_kernel_bounds(void **state)
{
	(void)state;
	with_every_kernel(bounds);
}

static void every_kernel_filters(void **state)
{
	(void)state;
	with_every_kernel(filters);
}

static void every_kernel_sweeps(void **state)
{
	(void)state;
	with_every_kernel(sweeps);
}

static void adds_what_is_inside(void **state)
{
	(void)state;
	enum { SIZE = 256 };
	struct rng r;
	rng_init(&r, seed());
	for (unsigned round = rounds(300); round > 0; round--) {
		uint32_t ids[N], id = (uint32_t)rng_below(&r, 1500);
		float scores[N], expected[SIZE] = {0};
		unsigned n = 1 + (unsigned)rng_below(&r, N);
		float *acc = guarded_alloc(sizeof expected + WINDOW_SLACK * 4);
		struct window w = {acc, 1024, SIZE};
		memset(acc, 0, sizeof expected);
		for (unsigned i = 0; i < N; i++) {
			unsigned slot = bitpack_slot(i);
			ids[slot] = i < n ? id : UINT32_MAX;
			scores[slot] = (float)rng_below(&r, 1000) / 8;
			if (i < n && id - w.from < SIZE)
				expected[id - w.from] += scores[slot];
			id += 1 + (uint32_t)rng_below(&r, 1 + round % 16);
		}
		window_add(&w, ids, scores);
		assert_memory_equal(acc, expected, sizeof expected);
		guarded_free(acc, sizeof expected + WINDOW_SLACK * 4);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kernel_filters),
		cmocka_unit_test(every_kernel_sweeps),
		cmocka_unit_test(every_kernel_selects),
		cmocka_unit_test(every_kernel_bounds),
		cmocka_unit_test(adds_what_is_inside),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
