/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/bits.h"
#include "tests/support/test.h"

enum { MOST = 200, ROOM = 16 * MOST };

/* A random number of a random number of bits. */
static uint64_t some(struct rng *r, unsigned bits)
{
	uint64_t width = rng_below(r, bits + 1);
	return width ? rng_next(r) >> (64 - width) : 0;
}

/* What is written, in memory that ends 8 bytes behind. */
static uint8_t *guard(struct bits_out *out, uint8_t *bytes, size_t *len)
{
	*len = (size_t)(bits_end(out) - bytes);
	uint8_t *p = guarded_alloc(*len + BITS_SLACK);
	memset(p, 0xff, *len + BITS_SLACK);
	memcpy(p, bytes, *len);
	return p;
}

enum kind { PLAIN, BELOW, GOLOMB };

struct number {
	enum kind kind;
	unsigned width; /* or k */
	uint32_t range;
	uint64_t value;
};

static void make(struct rng *r, struct number *n)
{
	n->kind = (enum kind)rng_below(r, 3);
	n->width = (unsigned)rng_below(r, 33);
	n->range = 1 + (uint32_t)some(r, 31);
	n->value = n->kind == PLAIN   ? rng_next(r) & ((1ull << n->width) - 1)
		   : n->kind == BELOW ? rng_below(r, n->range)
				      : some(r, 32);
}

static void put(struct bits_out *out, const struct number *n)
{
	if (n->kind == PLAIN)
		bits_put(out, n->value, n->width);
	else if (n->kind == BELOW)
		bits_put_below(out, (uint32_t)n->value, n->range);
	else
		bits_put_golomb(out, n->value, n->width);
}

static uint64_t get(struct bits_in *in, const struct number *n)
{
	return n->kind == PLAIN   ? bits_get(in, n->width)
	       : n->kind == BELOW ? bits_get_below(in, n->range)
				  : bits_get_golomb(in, n->width);
}

static void round_trip(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	for (unsigned i = rounds(2000); i > 0; i--) {
		struct number numbers[MOST];
		uint8_t bytes[ROOM];
		struct bits_out out = {.p = bytes};
		size_t count = (size_t)rng_below(&r, MOST), len;
		for (size_t k = 0; k < count; k++) {
			make(&r, &numbers[k]);
			put(&out, &numbers[k]);
		}
		uint8_t *p = guard(&out, bytes, &len);
		struct reader reader = {p, p + len, false};
		struct bits_in in = bits_in(&reader);
		for (size_t k = 0; k < count; k++)
			assert_int_equal(
				get(&in, &numbers[k]), numbers[k].value);
		assert_true(bits_done(&in, &reader));
		assert_int_equal(reader_left(&reader), 0);
		guarded_free(p, len + BITS_SLACK);
	}
}

/* The bits of the header's definitions. */
static void definitions(void **state)
{
	(void)state;
	uint8_t bytes[16];
	struct bits_out out = {.p = bytes};
	bits_put_below(&out, 2, 3);  /* 0: 2 + 2 is none, 1 is 1 */
	bits_put_below(&out, 1, 3);  /* 1                        */
	bits_put_below(&out, 0, 1);  /*                          */
	bits_put_golomb(&out, 0, 0); /* 1                        */
	bits_put_golomb(&out, 5, 1); /* q is 3: 0 1 1, 1         */
	assert_int_equal(bits_end(&out) - bytes, 1);
	assert_int_equal(bytes[0], 1 << 1 | 1 << 2 | 1 << 3 | 14 << 4);
}

static void ascending(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	for (unsigned i = rounds(2000); i > 0; i--) {
		uint32_t v[MOST], back[MOST], n = 0;
		uint32_t low = (uint32_t)some(&r, 30);
		uint32_t range = (uint32_t)some(&r, 8), high = low + range;
		uint64_t stretch = rng_below(&r, 20);
		for (uint32_t k = 0; k < range && n < MOST; k++)
			if (rng_below(&r, 2))
				v[n++] = low + (k << stretch);
		high += range << stretch;
		uint8_t bytes[ROOM];
		struct bits_out out = {.p = bytes};
		size_t len;
		bits_put_ascending(&out, v, n, low, high);
		uint8_t *p = guard(&out, bytes, &len);
		struct reader reader = {p, p + len, false};
		struct bits_in in = bits_in(&reader);
		bits_get_ascending(&in, back, n, low, high);
		assert_true(bits_done(&in, &reader));
		assert_int_equal(reader_left(&reader), 0);
		assert_memory_equal(v, back, n * sizeof *v);
		guarded_free(p, len + BITS_SLACK);
	}
}

/* Any bytes, and too few of them: numbers keep to their range, and the end is
 * noticed. */
static void damaged(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	for (unsigned i = rounds(2000); i > 0; i--) {
		uint32_t v[MOST], n = (uint32_t)rng_below(&r, MOST);
		uint32_t low = (uint32_t)some(&r, 30), least = low;
		uint32_t high = low + n + (uint32_t)some(&r, 30);
		size_t len = (size_t)rng_below(&r, 40);
		uint8_t *p = guarded_alloc(len + BITS_SLACK);
		for (size_t k = 0; k < len + BITS_SLACK; k++)
			p[k] = (uint8_t)rng_next(&r);
		struct reader reader = {p, p + len, false};
		struct bits_in in = bits_in(&reader);
		bits_get_ascending(&in, v, n, low, high);
		for (uint32_t k = 0; k < n; k++) {
			assert_true(v[k] >= least && v[k] < high);
			least = v[k] + 1;
		}
		while (in.at <= in.end)
			(void)bits_get_golomb(&in, (unsigned)some(&r, 5));
		assert_false(bits_done(&in, &reader));
		assert_true(reader.bad);
		guarded_free(p, len + BITS_SLACK);
	}
}

/* A stream of no bytes is not looked at. */
static void nothing(void **state)
{
	(void)state;
	uint8_t *p = guarded_alloc(8);
	struct reader reader = {p + 8, p + 8, false};
	struct bits_in in = bits_in(&reader);
	assert_int_equal(bits_get_below(&in, 1), 0);
	assert_true(bits_done(&in, &reader));
	(void)bits_get_golomb(&in, 3);
	assert_false(bits_done(&in, &reader));
	guarded_free(p, 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip),
		cmocka_unit_test(definitions),
		cmocka_unit_test(ascending),
		cmocka_unit_test(damaged),
		cmocka_unit_test(nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
