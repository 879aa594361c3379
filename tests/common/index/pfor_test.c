/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/pfor.h"
#include "tests/support/test.h"

enum { N = BITPACK_COUNT };

static void fill(struct rng *r, uint32_t *numbers, unsigned n)
{
	unsigned usual = (unsigned)rng_below(r, 33);
	unsigned rare = (unsigned)rng_below(r, 33);
	uint64_t often = rng_below(r, 20) + 1;
	for (unsigned i = 0; i < n; i++) {
		unsigned bits = rng_below(r, often) ? usual : rare;
		numbers[i] = (uint32_t)(rng_next(r) >> 32 >> (32 - bits));
	}
}

/* A copy of the bytes, then the slack, then a guard page. */
static uint8_t *guarded(const struct buf *b)
{
	uint8_t *p = guarded_alloc(b->len + BITPACK_SLACK);
	memcpy(p, b->p, b->len);
	return p;
}

static void round_trip(const uint32_t *numbers, unsigned n)
{
	struct buf b = {0};
	uint32_t out[N];
	pfor_put(&b, numbers, n);
	assert_int_equal(b.len, pfor_shape(numbers, n).size);
	uint8_t *p = guarded(&b);
	struct reader r = {p, p + b.len, false};
	assert_int_equal(pfor_get(&r, n, out, bitpack()), OK);
	assert_int_equal(reader_left(&r), 0);
	assert_memory_equal(out, numbers, n * sizeof *out);
	if (b.len > 1) {
		r = (struct reader){p, p + b.len - 1, false};
		assert_int_equal(pfor_get(&r, n, out, bitpack()), ERR_CORRUPT);
	}
	guarded_free(p, b.len + BITPACK_SLACK);
	buf_release(&b);
}

static void random_numbers(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	for (unsigned i = rounds(5000); i > 0; i--) {
		uint32_t numbers[N];
		unsigned n = i % 3 ? (unsigned)rng_below(&r, N) + 1 : N;
		fill(&r, numbers, n);
		round_trip(numbers, n);
	}
}

/* One or two numbers of each width among zeros: every excess there is. */
static void every_width(void **state)
{
	(void)state;
	for (unsigned bits = 0; bits <= 32; bits++) {
		uint32_t most = (uint32_t)((UINT64_C(1) << bits) - 1);
		uint32_t same[N], odd[N] = {0};
		odd[N - 1] = odd[5] = most;
		for (unsigned i = 0; i < N; i++)
			same[i] = most;
		round_trip(same, N);
		round_trip(odd, N);
		round_trip(odd, 7);
		round_trip(same, 1);
	}
}

static void exact_bytes(void **state)
{
	(void)state;
	const struct {
		uint32_t numbers[9];
		unsigned n;
		const char *bytes;
		size_t len;
	} cases[] = {
		{{0, 0, 0}, 3, "\x00", 1},
		{{1, 2, 3}, 3, "\x02\x39", 2},
		{{0, 0, 0, 0, 0, 0, 0, 0, 1000}, 9, "\x61\x02\x88\x3e", 4},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b = {0};
		pfor_put(&b, cases[i].numbers, cases[i].n);
		assert_int_equal(b.len, cases[i].len);
		assert_memory_equal(b.p, cases[i].bytes, b.len);
		buf_release(&b);
	}
}

static void damaged_bytes(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	for (unsigned i = rounds(20000); i > 0; i--) {
		uint32_t out[N];
		unsigned n = (unsigned)rng_below(&r, N) + 1;
		size_t len = rng_below(&r, 100);
		uint8_t *p = guarded_alloc(len + BITPACK_SLACK);
		for (size_t at = 0; at < len; at++)
			p[at] = (uint8_t)rng_next(&r);
		struct reader reader = {p, p + len, false};
		enum status status = pfor_get(&reader, n, out, bitpack());
		assert_true(status == OK || status == ERR_CORRUPT);
		guarded_free(p, len + BITPACK_SLACK);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_numbers),
		cmocka_unit_test(every_width),
		cmocka_unit_test(exact_bytes),
		cmocka_unit_test(damaged_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
