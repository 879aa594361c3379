/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/rank/settings.h"
#include "tests/support/test.h"

#include <string.h>

static void settings_are_read(void **state)
{
	(void)state;
	struct rank_settings s = rank_defaults(), d = rank_defaults();
	struct error err = {0};
	assert_int_equal(rank_settings_read(&s, STR("name=0"), &err), OK);
	assert_true(s.name == 0 && s.title == d.title && s.boost == d.boost);
	assert_int_equal(rank_settings_read(&s,
				 STR("recency=0.25/90d/0.5,title=.125"), &err),
		OK);
	assert_true(s.recency == 0.25 && s.floor == 0.5 && s.title == 0.125);
	assert_true(s.half_life == 90 * INT64_C(86400));
	assert_int_equal(
		rank_settings_read(&s, STR("recency=10/2w"), &err), OK);
	assert_true(s.recency == 10 && s.half_life == 14 * INT64_C(86400));
	assert_int_equal(rank_settings_read(&s, STR("plain"), &err), OK);
	assert_true(s.name == 0 && s.recency == 0 && s.boost == 0 &&
		    s.title == 0 && s.proximity == 0);
	assert_int_equal(rank_settings_read(&s, STR("plain,name=1"), &err), OK);
	assert_true(s.name == 1 && s.title == 0);
}

static void bad_ones_are_told(void **state)
{
	(void)state;
	static const char *const BAD[] = {"", "name", "name=", "name=.",
		"name=-1", "name=1e3", "name=11", "name=1/90d", "fame=1",
		"name=1,", "recency=1/90", "recency=1/d", "recency=1/2024",
		"recency=1/90d/2", "recency=1/0d", "name=1 ", "name==1",
		"recency=1/90d/", "recency=1/"};
	for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
		struct rank_settings s = rank_defaults();
		struct error err = {0};
		if (rank_settings_read(&s, str_from(BAD[i]), &err) == OK)
			fail_msg("'%s' is taken", BAD[i]);
		assert_non_null(strstr(err.text, "--rank"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(settings_are_read),
		cmocka_unit_test(bad_ones_are_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
