/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long lists are in posting_test.c; here what a small one is in bytes. */
#include "common/index/position.h"
#include "tests/support/test.h"

enum { N = POSTING_BLOCK + 1 };

/* Of documents 0 to count - 1, each of a length of 28. */
static void put(const uint32_t *tfs, const uint32_t *counts,
	const uint32_t *positions, uint32_t count, struct buf *out)
{
	uint32_t docs[N], lengths[N];
	struct posting_input in = {
		.docs = docs, .tfs = tfs, .count = count, .lengths = lengths};
	for (uint32_t i = 0; i < N; i++) {
		docs[i] = i;
		lengths[i] = 28;
	}
	position_put(&in, counts, positions, out);
}

static void few(void **state)
{
	(void)state;
	static const uint32_t tfs[] = {1, 5}, counts[] = {1, 2},
			      positions[] = {300, 7, 9};
	struct buf b = {0};
	put(tfs, counts, positions, 2, &b);
	/* 1; excess 3: 00100; 300: 00110 and 44; 7: 1 and 7; 2: 1 and 2 */
	assert_int_equal(b.len, 4);
	assert_memory_equal(b.p, "\x09\x63\x1f\x05", 4);
	buf_release(&b);
}

static void many(void **state)
{
	(void)state;
	static const uint32_t tfs[] = {17}, counts[] = {4},
			      positions[] = {1, 2, 3, 3};
	struct buf b = {0};
	put(tfs, counts, positions, 1, &b);
	/* 1; excess 13: 0001011; floor(log2(128 / 5)) = 4 bits of each gap
	 * less 5 are none; 01 01 01 1 */
	assert_int_equal(b.len, 3);
	assert_memory_equal(b.p, "\xd1\x03\x6a", 3);
	buf_release(&b);
}

static void blocks(void **state)
{
	(void)state;
	uint32_t ones[N], positions[N];
	struct buf b = {0};
	for (uint32_t i = 0; i < N; i++) {
		ones[i] = 1;
		positions[i] = i % 2;
	}
	put(ones, ones, positions, N, &b);
	/* two offsets; no excess, the shift, 64 times 1 and 01; 1
	 * and 0 */
	assert_int_equal(b.len, 8 + 1 + 1 + 24 + 1);
	assert_int_equal(b.p[0], 0);
	assert_int_equal(b.p[4], 26);
	assert_int_equal(b.p[34], 2);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(few),
		cmocka_unit_test(many),
		cmocka_unit_test(blocks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
