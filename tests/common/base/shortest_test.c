/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/shortest.h"
#include "tests/support/test.h"

#include <math.h>

static void expect(double value, const char *want)
{
	char got[SHORTEST_MAX + 1];
	got[shortest_put(value, got)] = '\0';
	assert_string_equal(got, want);
}

static void digits(void **state)
{
	(void)state;
	expect(0, "0");
	expect(-0.0, "-0");
	expect(1, "1");
	expect(-100000, "-100000");
	expect(999999999999999, "999999999999999");
	expect(1e15, "1e+15");
	expect(0.1, "0.1");
	expect(0.1 + 0.2, "0.30000000000000004");
	expect(1234567.5, "1234567.5");
	expect(1 / 3.0, "0.3333333333333333");
	expect(5e-324, "5e-324");
	expect(-1.7976931348623157e308, "-1.7976931348623157e+308");
}

static void come_back(void **state)
{
	char text[SHORTEST_MAX + 1];
	struct rng r;
	(void)state;
	rng_init(&r, seed());
	for (unsigned n = rounds(100000); n--;) {
		uint64_t bits = rng_next(&r);
		double value;
		memcpy(&value, &bits, sizeof value);
		if (!isfinite(value))
			continue;
		size_t len = shortest_put(value, text);
		text[len] = '\0';
		assert_true(strtod(text, NULL) == value);
		assert_true(shortest_get(text, len) == value);
	}
}

static void what_is_no_number_is_infinite(void **state)
{
	(void)state;
	assert_true(shortest_get("1.5", 3) == 1.5);
	assert_true(shortest_get("1.5x", 3) == 1.5);
	assert_true(isinf(shortest_get("1.5x", 4)));
	assert_true(isinf(shortest_get("1,5", 3)));
	assert_true(isinf(shortest_get("1e400", 5)));
	assert_true(isinf(shortest_get("", 0)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digits),
		cmocka_unit_test(come_back),
		cmocka_unit_test(what_is_no_number_is_infinite),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
