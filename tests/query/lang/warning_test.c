/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "query/lang/warning.h"

static void quotes_safely(void **state)
{
	(void)state;
	struct arena arena = {0};
	struct warnings w = {.arena = &arena};
	warn(&w, STR("a\x1b[1m\n\xc2\x9b\xff"), "is odd");
	assert_true(str_eq(w.v[0], STR("\"a [1m  ?\" is odd")));
	warn(&w,
		STR("\xe8\x85\xb8\xe8\x85\xb8\xe8\x85\xb8\xe8\x85\xb8"
		    "\xe8\x85\xb8\xe8\x85\xb8\xe8\x85\xb8\xe8\x85\xb8"
		    "\xe8\x85\xb8\xe8\x85\xb8\xe8\x85\xb8\xe8\x85\xb8"
		    "\xe8\x85\xb8\xe8\x85\xb8\xe8\x85\xb8zz\xe8\x85\xb8"),
		"is long");
	assert_true(str_ends(w.v[1], STR("\xb8zz...\" is long")));
	warn(&w, (struct str){0}, "all of it");
	assert_true(str_eq(w.v[2], STR("all of it")));
	arena_release(&arena);
}

static void ends_in_time(void **state)
{
	(void)state;
	struct arena arena = {0};
	struct warnings w = {.arena = &arena};
	for (int i = 0; i < 100; i++)
		warn(&w, STR("x"), "is odd");
	assert_int_equal(w.count, WARNINGS_MAX);
	assert_true(str_starts(w.v[15], STR("there is more")));
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quotes_safely),
		cmocka_unit_test(ends_in_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
