/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/slug.h"
#include "tests/support/test.h"

static void github_rule(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"Gut & Skin: a pair", "gut--skin-a-pair"},
		{"Hello World!", "hello-world"},
		{"hello world", "hello-world-1"},
		{"Hello-World", "hello-world-2"},
		{"hello world 1", "hello-world-1-1"},
		{"snake_case C++", "snake_case-c"},
		{"\u00c4rzte & \u00d6l", "\u00e4rzte--\u00f6l"},
		{"\u4f60\u597d\uff0c\u4e16\u754c", "\u4f60\u597d\u4e16\u754c"},
		{"  trimmed ", "trimmed"},
		{"!?", ""},
		{"", ""},
	};
	struct slugs s = {0};
	struct arena a = {0};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str got;
		assert_int_equal(
			slug_make(&s, &a, str_from(cases[i][0]), &got), OK);
		assert_string_equal(got.p, cases[i][1]);
	}
	slugs_release(&s);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(github_rule),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
