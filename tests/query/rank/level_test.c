/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/rank/level.h"
#include "tests/support/test.h"

#include <math.h>

static const double WEIGHTS[] = {10, 4, 8, 20};

static bool near(double a, double b)
{
	return fabs(a - b) < 1e-12;
}

/* MAX(typed, one term, a phrase of two) */
static void no_more_than_nine_tenths(void **state)
{
	struct plan typed = {.op = PLAN_TERM, .term = 0, .weight = 1};
	struct plan frequent = {.op = PLAN_TERM, .term = 1, .weight = 1};
	struct plan first = {.op = PLAN_TERM, .term = 2, .weight = 1};
	struct plan second = {.op = PLAN_TERM, .term = 3, .weight = 1};
	struct plan *words[] = {&first, &second};
	struct plan phrase = {.op = PLAN_PHRASE, .kids = words, .count = 2};
	struct plan *kids[] = {&typed, &frequent, &phrase};
	struct plan max = {
		.op = PLAN_MAX, .synonyms = true, .kids = kids, .count = 3};
	(void)state;
	level_synonyms(&max, WEIGHTS);
	assert_true(near(typed.weight, 1));
	assert_true(near(frequent.weight, 1));
	assert_true(near(first.weight * 8 + second.weight * 20, 9));
	assert_true(near(first.weight, second.weight));
}

/* Two words that were typed, and a rare one for both; boosted twice. */
static void beside_what_is_typed_together(void **state)
{
	struct plan one = {.op = PLAN_TERM, .term = 1, .weight = 2};
	struct plan two = {.op = PLAN_TERM, .term = 1, .weight = 2};
	struct plan field = {.op = PLAN_TERM, .term = 3};
	struct plan *sides[] = {&two, &field};
	struct plan filter = {.op = PLAN_FILTER, .kids = sides, .count = 2};
	struct plan *words[] = {&one, &filter};
	struct plan typed = {.op = PLAN_AND, .kids = words, .count = 2};
	struct plan rare = {.op = PLAN_TERM, .term = 3, .weight = 2};
	struct plan *kids[] = {&typed, &rare};
	struct plan max = {
		.op = PLAN_MAX, .synonyms = true, .kids = kids, .count = 2};
	struct plan *below[] = {&max};
	struct plan root = {.op = PLAN_OR, .kids = below, .count = 1};
	(void)state;
	level_synonyms(&root, WEIGHTS);
	assert_true(near(rare.weight * 20, 0.9 * 16));
	rare.weight = 2;
	max.synonyms = false;
	level_synonyms(&root, WEIGHTS);
	assert_true(near(rare.weight, 2));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_more_than_nine_tenths),
		cmocka_unit_test(beside_what_is_typed_together),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
