/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "common/xapian/xap.h"

#include <math.h>

static void version(void **state)
{
	(void)state;
	assert_true(strtoul(xap_version(), NULL, 10) >= 1);
}

static void numbers_as_values(void **state)
{
	static const double numbers[] = {
		-INFINITY, -1e300, -2, -0.5, 0, 1e-9, 1, 1704067200, INFINITY};
	struct buf last = {0};
	(void)state;
	for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		struct buf value = {0};
		double back;
		assert_int_equal(xap_number_pack(numbers[i], &value), OK);
		if (i)
			assert_true(
				str_cmp(buf_str(&last), buf_str(&value)) < 0);
		assert_int_equal(xap_number_unpack(buf_str(&value), &back), OK);
		assert_true(back == numbers[i]);
		buf_release(&last);
		last = value;
	}
	buf_release(&last);
}

static void servers_in_sentences(void **state)
{
	struct error err = {0};
	(void)state;
	assert_int_equal(xap_error_server(&err).len, 0);
	error_set(&err, ERR_NETWORK,
		"Xapian's NetworkError: gone (context: remote:tcp(host:1))");
	assert_true(str_eq(xap_error_server(&err), STR("host:1")));
	error_set(&err, ERR_NETWORK, "something (context: remote:tcp(host");
	assert_int_equal(xap_error_server(&err).len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(version),
		cmocka_unit_test(numbers_as_values),
		cmocka_unit_test(servers_in_sentences),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
