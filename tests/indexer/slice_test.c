/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/slice.h"
#include "common/base/bytes.h"
#include "tests/support/test.h"

enum { STREAMS = 40 };

/* Numbers of every size into streams side by side: each reads as if it had
 * been written alone. */
static void streams(void **state)
{
	(void)state;
	struct rng r;
	struct pool pool = {0};
	struct slice slices[STREAMS] = {0};
	struct buf expected[STREAMS] = {0}, got = {0};
	rng_init(&r, seed());
	for (unsigned i = 0; i < rounds(200000); i++) {
		uint64_t bits = rng_below(&r, 10) ? 15 : 64;
		uint64_t v = rng_next(&r) >> (64 - 1 - rng_below(&r, bits));
		uint64_t which = rng_below(&r, STREAMS);
		which = rng_below(&r, which + 1);
		assert_true(slice_put_varint(&slices[which], &pool, v));
		buf_put_varint(&expected[which], v);
	}
	for (unsigned i = 0; i < STREAMS; i++) {
		buf_clear(&got);
		slice_read(&slices[i], &pool, &got);
		assert_int_equal(got.len, expected[i].len);
		assert_memory_equal(
			buf_str(&got).p, buf_str(&expected[i]).p, got.len);
		buf_release(&expected[i]);
	}
	buf_release(&got);
	pool_release(&pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(streams),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
