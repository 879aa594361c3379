/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/date.h"
#include "tests/support/test.h"

#include <time.h>

static const struct {
	const char *text;
	int64_t seconds;
} good[] = {
	{"1970-01-01", 0},
	{"2024-02-13", 1707782400},
	{"2024-02-13T10:00:00Z", 1707818400},
	{"2024-02-13T10:00:00.123456Z", 1707818400},
	{"2024-02-13t10:00:00z", 1707818400},
	{"2024-02-13T11:00:00+01:00", 1707818400},
	{"2024-02-13T02:00:00-0800", 1707818400},
	{"2024-02-13 02:00:00 -0800", 1707818400},
	{"2024-02-13 02:00 -08", 1707818400},
	{"2024-02-13 10:00", 1707818400},
	{"2024-02-13 10:00 AM", 1707818400},
	{"2024/02/13", 1707782400},
	{"2024-02", 1706745600},
	{"2024", 1704067200},
	{"13 Feb 2024", 1707782400},
	{"13 February 2024", 1707782400},
	{"Feb 13 2024", 1707782400},
	{"February 13, 2024", 1707782400},
	{"Feb. 13, 2024", 1707782400},
	{"Tue, 13 Feb 2024 10:00:00 GMT", 1707818400},
	{" 2024-02-13 \n", 1707782400},
	{"2024-02-29", 1709164800},
	{"0001-01-01", -62135596800},
};

static const char *const bad[] = {"", "x", "2023-02-29", "2024-13-01",
	"2024-00-01", "2024-01-32", "2024-1-1x", "24-01-01", "2024-01-01T",
	"2024-01-01T25:00", "2024-01-01T10:60", "2024-01-01T10:00+99:00",
	"13 Fub 2024", "32 Jan 2024", "2024-01-01 and more", "0000-01-01",
	"12345", "20240213", "Jan 2024 1", "13-02-2024", "2024-02/13"};

static void dates_that_are(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		int64_t got = -1;
		if (!date_parse(str_from(good[i].text), &got) ||
			got != good[i].seconds)
			fail_msg("%s: got %lld", good[i].text, (long long)got);
	}
}

static void dates_that_are_none(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		int64_t got;
		if (date_parse(str_from(bad[i]), &got))
			fail_msg("'%s' is no date", bad[i]);
	}
}

/* Every day of 500 years agrees with the C library. */
static void days_agree_with_timegm(void **state)
{
	(void)state;
	for (int64_t day = -100 * 365; day < 400 * 365; day += 7) {
		time_t t = (time_t)(day * 86400);
		struct tm tm;
		char text[32];
		int64_t got;
		gmtime_r(&t, &tm);
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
		assert_true(date_parse(str_from(text), &got));
		assert_int_equal(got, day * 86400);
	}
}

static void dates_of_paths(void **state)
{
	(void)state;
	int64_t got;
	assert_true(date_of_path(STR("posts/2024-02-13-gut.md"), &got));
	assert_int_equal(got, 1707782400);
	assert_true(date_of_path(STR("blog/2024-02-13-gut/index.md"), &got));
	assert_int_equal(got, 1707782400);
	assert_true(date_of_path(STR("2024-02-13.md"), &got));
	assert_false(date_of_path(STR("2024-02-131.md"), &got));
	assert_false(date_of_path(STR("a/2024-02-30-x.md"), &got));
	assert_false(date_of_path(STR("2024-02-13-x/b/c.md"), &got));
	assert_false(date_of_path(STR(""), &got));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_that_are),
		cmocka_unit_test(dates_that_are_none),
		cmocka_unit_test(days_agree_with_timegm),
		cmocka_unit_test(dates_of_paths),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
