/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "query/lang/date.h"

#include <time.h>

static struct span span(const char *text, int64_t now)
{
	struct span s;
	if (!date_span(str_from(text), BOUND_WITHIN, now, &s))
		fail_msg("%s is no date", text);
	return s;
}

/* Every day of 1600 to 2400, against the C library. */
static void every_day(void **state)
{
	(void)state;
	char text[32];
	struct buf printed = {0};
	for (int64_t day = -135140; day < 157054; day++) {
		time_t t = (time_t)(day * 86400);
		struct tm tm;
		gmtime_r(&t, &tm);
		strftime(text, sizeof text, "%Y-%m-%d", &tm);
		struct span s = span(text, 0);
		assert_int_equal(s.low, t);
		assert_int_equal(s.high, t + 86399);
		buf_clear(&printed);
		date_print(s.high, &printed);
		assert_true(str_eq(buf_str(&printed), str_from(text)));
	}
	buf_release(&printed);
}

static void not_dates(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "..", "2024-", "2024-13",
		"2024-00", "2023-02-29", "2024-1-", "202", "20245", "1x", "d",
		"-1d", "123456d", "30d ", "[2024 TO ]x", "[ TO ]", "[]", ">",
		">=", "=2024", "2024...2025", "tomorrow", "2024-05-03T10"};
	struct span s;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (date_span(str_from(bad[i]), BOUND_WITHIN, 0, &s))
			fail_msg("%s is a date", bad[i]);
	assert_false(date_span(STR("2024.."), BOUND_FROM, 0, &s));
	assert_false(date_span(STR(">2024"), BOUND_UNTIL, 0, &s));
}

static void expect_day(const char *text, int64_t now, const char *want)
{
	struct buf got = {0};
	date_print(span(text, now).low, &got);
	assert_true(str_eq(buf_str(&got), str_from(want)));
	buf_release(&got);
}

static void months_have_ends(void **state)
{
	(void)state;
	int64_t may_31 = span("2024-05-31", 0).high;
	expect_day("1m", may_31, "2024-04-30");
	expect_day("3m", may_31, "2024-02-29");
	expect_day("15m", may_31, "2023-02-28");
	expect_day("5m", may_31, "2023-12-31");
	expect_day("1y", span("2024-02-29", 0).low, "2023-02-28");
	expect_day("today", -1, "1969-12-31");
	expect_day("99999y", may_31, "-97975-05-31");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day),
		cmocka_unit_test(not_dates),
		cmocka_unit_test(months_have_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
