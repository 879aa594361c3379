/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What pair_writer_test.c does not see: ranges, and damaged bytes. */
#include "common/index/pair_finder.h"
#include "tests/support/test.h"

static struct buf encoded;

/* Documents 3, 5 and 9, in each the positions 1, 2 and 300. */
static struct pair_finder over(uint32_t from, uint32_t to, struct str *stem)
{
	static const uint32_t docs[] = {3, 5, 9}, counts[] = {3, 3, 3};
	static const uint32_t positions[] = {1, 2, 300, 1, 2, 300, 1, 2, 300};
	buf_clear(&encoded);
	pair_encode(docs, counts, positions, 3, &encoded);
	*stem = buf_str(&encoded);
	return (struct pair_finder){.stems = stem,
		.count = 1,
		.rows = 1,
		.from = from,
		.to = to,
		.most = 100};
}

static void test_range(void **state)
{
	(void)state;
	struct str stem;
	struct pair_finder f = over(4, 9, &stem);
	pair_finder_run(&f);
	assert_int_equal(f.status, OK);
	assert_int_equal(f.docs.len, 1);
	assert_int_equal(f.docs.v[0].doc, 5);
	assert_int_equal(f.lists.len, 1);
	assert_int_equal(f.lists.v[0], pair_columns(1) + 1);
	pair_finder_release(&f);
}

/* The steps of a document take more than 127 bytes, so their number two. */
static void test_many(void **state)
{
	(void)state;
	enum { MANY = 200 };
	static const uint32_t docs[] = {3, 5}, counts[] = {MANY, 2};
	uint32_t positions[MANY + 2] = {[MANY] = 7, [MANY + 1] = 8};
	for (uint32_t i = 0; i < MANY; i++)
		positions[i] = 2 * i;
	buf_clear(&encoded);
	pair_encode(docs, counts, positions, 2, &encoded);
	struct str stem = buf_str(&encoded);
	struct pair_finder f = {
		.stems = &stem, .count = 1, .rows = 1, .to = 10, .most = 100};
	pair_finder_run(&f);
	assert_int_equal(f.status, OK);
	assert_int_equal(f.docs.len, 1);
	assert_int_equal(f.docs.v[0].doc, 5);
	pair_finder_release(&f);
}

static void test_damaged(void **state)
{
	(void)state;
	struct str stem;
	struct pair_finder f = over(0, 10, &stem);
	stem.len--;
	pair_finder_run(&f);
	assert_int_equal(f.status, ERR_IO);
	pair_finder_release(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_range),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_damaged),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	buf_release(&encoded);
	return failed;
}
