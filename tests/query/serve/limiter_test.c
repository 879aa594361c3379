/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/limiter.h"
#include "tests/support/test.h"

static struct limiter l;

static unsigned taken(const char *peer, double now, unsigned times)
{
	unsigned n = 0;
	while (times-- > 0)
		n += limiter_take(&l, str_from(peer), now);
	return n;
}

static void limits(void **state)
{
	(void)state;
	limiter_init(&l, 10);
	assert_int_equal(taken("10.0.0.1", 1000, 100), 20);
	assert_int_equal(taken("10.0.0.2", 1000, 5), 5);
	assert_int_equal(taken("10.0.0.1", 1100, 100), 1);
	assert_int_equal(taken("10.0.0.1", 1600, 100), 5);
	assert_int_equal(taken("10.0.0.1", 99999, 100), 20);
	assert_int_equal(taken("", 1000, 100), 100);
	/* half of an address of IPv6 is a customer */
	assert_int_equal(taken("2001:db8:1:2::1", 1000, 15), 15);
	assert_int_equal(taken("2001:db8:1:2:ffff::9", 1000, 15), 5);
	assert_int_equal(taken("2001:db8:1:3::1", 1000, 15), 15);
	limiter_release(&l);
}

static void needs_no_memory(void **state)
{
	char peer[32];
	(void)state;
	limiter_init(&l, 1);
	for (int i = 0; i < 100000; i++) {
		snprintf(peer, sizeof peer, "10.%d.%d.%d", i >> 16,
			i >> 8 & 255, i & 255);
		assert_int_equal(taken(peer, i, 1), 1);
	}
	limiter_release(&l);
	limiter_init(&l, 0);
	assert_int_equal(taken("10.0.0.1", 0, 1000), 1000);
	limiter_release(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(limits),
		cmocka_unit_test(needs_no_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
