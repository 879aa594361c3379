/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/kernels.h"

enum { N = BITPACK_COUNT };

/* Words of all densities, where the page ends. */
static uint64_t *words(struct rng *r, size_t n)
{
	uint64_t *p = guarded_alloc(n * sizeof *p), kind = rng_below(r, 4);
	for (size_t i = 0; i < n; i++) {
		uint64_t bits = rng_next(r);
		p[i] = kind == 0   ? 0
		       : kind == 1 ? ~UINT64_C(0)
		       : kind == 2 ? bits
				   : bits & rng_next(r) & rng_next(r);
	}
	return p;
}

typedef uint64_t combine(uint64_t *to, const uint64_t *with, size_t n);

static void same(combine *tried, combine *defined, size_t n, struct rng *r)
{
	uint64_t *a = words(r, n), *b = words(r, n);
	uint64_t *expected = guarded_alloc(n * sizeof *a);
	memcpy(expected, a, n * sizeof *a);
	uint64_t count = defined(expected, b, n);
	assert_int_equal(tried(a, b, n), count);
	assert_memory_equal(a, expected, n * sizeof *a);
	guarded_free(a, n * sizeof *a);
	guarded_free(b, n * sizeof *b);
	guarded_free(expected, n * sizeof *a);
}

static void combines(const struct kernel *k, struct rng *r)
{
	for (unsigned round = rounds(100); round > 0; round--) {
		size_t n = 8 * (1 + rng_below(r, 128));
		same(k->bitmap->intersect, bitmap_scalar.intersect, n, r);
		same(k->bitmap->unite, bitmap_scalar.unite, n, r);
		same(k->bitmap->subtract, bitmap_scalar.subtract, n, r);
		uint64_t *p = words(r, n);
		assert_int_equal(
			k->bitmap->count(p, n), bitmap_scalar.count(p, n));
		guarded_free(p, n * sizeof *p);
	}
}

/* What is right, bit by bit. */
static void scans(const struct kernel *k, struct rng *r)
{
	for (unsigned round = rounds(100); round > 0; round--) {
		size_t n = 1 + rng_below(r, 40);
		uint64_t *p = words(r, n);
		const uint8_t *bits = (const uint8_t *)p;
		uint64_t from = rng_below(r, 64 * n), at = from;
		uint64_t end = from + rng_below(r, 64 * n - from + 1);
		uint32_t ones = 0, wanted = (uint32_t)rng_below(r, 64 * n);
		for (uint64_t i = 0; i < from; i++)
			ones += p[i / 64] >> i % 64 & 1;
		assert_int_equal(k->bitmap->rank(bits, (uint32_t)from), ones);
		for (ones = 0; ones < wanted && at < end; at++)
			ones += p[at / 64] >> at % 64 & 1;
		assert_int_equal((k->bitmap->skip)(bits, from, end, wanted),
			ones < wanted ? UINT64_MAX : at);
		guarded_free(p, n * sizeof *p);
	}
}

static void every_kernel_scans(void **state)
{
	(void)state;
	with_every_kernel(scans);
}

static void every_kernel_combines(void **state)
{
	(void)state;
	with_every_kernel(combines);
}

/* A block that begins before the window, in it, or ends behind it, or has
 * fewer than 128 ids. */
static void adds_ids_of_the_window(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	for (unsigned round = rounds(300); round > 0; round--) {
		enum { WORDS = 64 };
		uint32_t ids[N], from = 4096,
				 id = (uint32_t)rng_below(&r, 9000);
		unsigned n = 1 + (unsigned)rng_below(&r, N);
		uint64_t expected[WORDS] = {0};
		uint64_t *bits = guarded_alloc(sizeof expected);
		memset(bits, 0, sizeof expected);
		for (unsigned i = 0; i < N; i++) {
			ids[bitpack_slot(i)] = i < n ? id : UINT32_MAX;
			uint32_t bit = id - from;
			if (i < n && bit < 64 * WORDS)
				expected[bit / 64] |= UINT64_C(1) << bit % 64;
			id += 1 + (uint32_t)rng_below(&r, 1 + round % 64);
		}
		bitmap_add(bits, WORDS, from, ids);
		assert_memory_equal(bits, expected, sizeof expected);
		guarded_free(bits, sizeof expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kernel_combines),
		cmocka_unit_test(every_kernel_scans),
		cmocka_unit_test(adds_ids_of_the_window),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
