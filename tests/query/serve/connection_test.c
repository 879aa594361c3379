/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/connection.h"
#include "query/serve/head.h"
#include "tests/support/test.h"

static void are_counted(void **state)
{
	_Atomic uint64_t count = 0;
	struct connections all = {.count = &count};
	(void)state;
	struct connection *a = connection_new(&all, NULL);
	struct connection *b = connection_new(&all, NULL);
	struct connection *c = connection_new(&all, NULL);
	assert_int_equal(count, 3);
	connection_closed(b);
	assert_ptr_equal(all.first, c);
	assert_ptr_equal(c->next, a);
	connection_closed(c);
	assert_ptr_equal(all.first, a);
	connection_closed(a);
	assert_null(all.first);
	assert_int_equal(count, 0);
}

static void have_deadlines(void **state)
{
	struct connection c = {0};
	const struct connection_state writing = {.writing = true}, idle = {0},
				      fat = {.waiting = 3 * HEAD_BYTES_MAX};
	(void)state;
	assert_false(connection_is_bad(&c, &writing, 1000, 500));
	assert_false(connection_is_bad(&c, &writing, 1400, 500));
	assert_true(connection_is_bad(&c, &writing, 1600, 500));
	assert_false(connection_is_bad(&c, &idle, 1600, 500));
	assert_false(connection_is_bad(&c, &writing, 1700, 500));
	assert_true(connection_is_bad(&c, &fat, 1700, 500));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(are_counted),
		cmocka_unit_test(have_deadlines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
