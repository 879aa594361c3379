/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/budget.h"
#include "tests/support/test.h"

static void grow(void *data)
{
	struct budget *b = data;
	char *p = NULL;
	for (size_t n = 1; n < 10000; n = n * 3 / 2 + 1) {
		p = budget_realloc(b, p, n);
		p[n - 1] = (char)n;
		char *other = budget_alloc(b, n % 7);
		assert_true(other < p || other >= p + n || n % 7 == 0);
	}
	assert_int_equal(p[0], 1);
	assert_int_equal(p[1], 2);
}

static void take_all(void *data)
{
	for (;;)
		budget_alloc(data, 1000);
}

static void take_time(void *data)
{
	for (;;)
		budget_check(data);
}

static void take_much(void *data)
{
	budget_alloc(data, SIZE_MAX / 4);
}

static void works_and_ends(void **state)
{
	(void)state;
	static const struct {
		void (*work)(void *);
		enum status status;
	} cases[] = {{grow, OK}, {take_all, ERR_LIMIT}, {take_time, ERR_LIMIT},
		{take_much, ERR_LIMIT}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct budget b;
		budget_init(&b, 100);
		assert_int_equal(
			budget_run(&b, cases[i].work, &b), cases[i].status);
		assert_true(b.arena.total <= b.arena.max);
		budget_release(&b);
		budget_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(works_and_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
