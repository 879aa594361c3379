/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/huffman.h"
#include "tests/support/test.h"

enum { MOST = 500, ROOM = 2 * MOST + BITS_SLACK };

/* Bytes of a random alphabet, some of which occur far more than others. */
static size_t make(struct rng *r, uint8_t bytes[MOST])
{
	size_t n = (size_t)rng_below(r, MOST);
	uint64_t letters = 1 + rng_below(r, HUFFMAN_BYTES);
	uint64_t slope = 1 + rng_below(r, 4);
	for (size_t i = 0; i < n; i++) {
		uint64_t letter = rng_below(r, letters);
		for (uint64_t k = 1; k < slope; k++)
			letter = rng_below(r, letter + 1);
		bytes[i] = (uint8_t)(letter * 37);
	}
	return n;
}

static void round_trip(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	for (unsigned i = rounds(500); i > 0; i--) {
		uint8_t bytes[MOST], room[ROOM], lengths[HUFFMAN_STORED];
		char back[MOST];
		size_t n = make(&r, bytes), half = n / 2;
		struct huffman_counts counts = {0};
		for (size_t k = 0; k < n; k++)
			counts.of[bytes[k]]++;
		huffman_lengths(&counts, lengths);
		struct huffman_writer w;
		huffman_write_with(&w, lengths);
		struct bits_out out = {.p = room};
		for (size_t k = 0; k < n; k++)
			huffman_put(&w, &out, bytes[k]);
		size_t len = (size_t)(bits_end(&out) - room);
		uint8_t *p = guarded_alloc(len + BITS_SLACK);
		memcpy(p, room, len);
		struct huffman h;
		assert_int_equal(huffman_open(&h, lengths), OK);
		struct reader reader = {p, p + len, false};
		struct bits_in in = bits_in(&reader);
		for (size_t k = 0; k < half; k++)
			back[k] = (char)huffman_get(&h, &in);
		huffman_get_bytes(&h, &in, back + half, n - half);
		assert_true(bits_done(&in, &reader));
		assert_int_equal(reader_left(&reader), 0);
		if (n)
			assert_memory_equal(back, bytes, n);
		guarded_free(p, len + BITS_SLACK);
	}
}

/* Counts that grow as Fibonacci's numbers want words of all lengths. */
static void longest(void **state)
{
	(void)state;
	struct huffman_counts counts = {0};
	uint64_t a = 1, b = 1;
	for (unsigned i = 10; i < 90; i++) {
		counts.of[i] = a;
		b += a;
		a = b - a;
	}
	uint8_t lengths[HUFFMAN_STORED];
	struct huffman h;
	huffman_lengths(&counts, lengths);
	assert_int_equal(huffman_open(&h, lengths), OK);
	assert_true((lengths[89 / 2] >> 4) <= 2);
}

/* 0: 10, 1: 11, 2: 0 */
static void exact_bits(void **state)
{
	(void)state;
	struct huffman_counts counts = {.of = {[2] = 5}};
	uint8_t lengths[HUFFMAN_STORED], want[HUFFMAN_STORED] = {0x22, 0x01};
	huffman_lengths(&counts, lengths);
	assert_memory_equal(lengths, want, sizeof want);
	struct huffman_writer w;
	huffman_write_with(&w, lengths);
	uint8_t bytes[16];
	struct bits_out out = {.p = bytes};
	for (uint8_t i = 0; i < 3; i++)
		huffman_put(&w, &out, i);
	assert_int_equal(bits_end(&out) - bytes, 1);
	assert_int_equal(bytes[0], 1 | 1 << 2 | 1 << 3);
}

static void set(uint8_t *lengths, unsigned byte, unsigned length)
{
	lengths[byte / 2] |= (uint8_t)(length << byte % 2 * 4);
}

static void no_code(void **state)
{
	(void)state;
	struct huffman h;
	uint8_t none[HUFFMAN_STORED] = {0}, few[HUFFMAN_STORED] = {0},
		many[HUFFMAN_STORED] = {0}, too_long[HUFFMAN_STORED] = {0};
	assert_int_equal(huffman_open(&h, none), ERR_CORRUPT);
	set(few, 7, 1);
	assert_int_equal(huffman_open(&h, few), ERR_CORRUPT);
	set(few, 250, 1);
	assert_int_equal(huffman_open(&h, few), OK);
	for (unsigned i = 0; i < 3; i++)
		set(many, i, 1);
	assert_int_equal(huffman_open(&h, many), ERR_CORRUPT);
	set(too_long, 0, 1);
	set(too_long, 1, 1);
	set(too_long, 2, HUFFMAN_LONGEST + 1);
	assert_int_equal(huffman_open(&h, too_long), ERR_CORRUPT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip),
		cmocka_unit_test(longest),
		cmocka_unit_test(exact_bits),
		cmocka_unit_test(no_code),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
