/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/deadline.h"
#include "tests/support/test.h"

static void passes(void **state)
{
	(void)state;
	assert_false(deadline_passed());
	assert_false(deadline_missed());
	deadline_set(100000);
	assert_false(deadline_passed());
	deadline_set(1);
	while (!deadline_passed())
		;
	assert_true(deadline_missed());
	assert_true(deadline_passed());
	assert_true(deadline_passed_soon());
	deadline_set(1);
	while (!deadline_passed_soon())
		;
	assert_true(deadline_missed());
	deadline_set(0);
	assert_false(deadline_passed());
	assert_false(deadline_passed_soon());
	assert_false(deadline_missed());
}

/* Only who asks whether it has passed leaves anything out. */
static void is_missed_when_asked(void **state)
{
	double began = clock_milliseconds();
	(void)state;
	deadline_set(1);
	while (clock_milliseconds() < began + 3)
		;
	assert_false(deadline_missed());
	assert_true(deadline_passed());
	deadline_set(0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(passes),
		cmocka_unit_test(is_missed_when_asked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
