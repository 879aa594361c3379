/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/spot.h"
#include "tests/support/test.h"

/* The word that stands at `word` of the text is at this place; 0: nowhere. */
static void expect(const char *source, uint32_t line, uint32_t reach,
	const char *text, const char *word, uint32_t want, uint32_t column)
{
	struct spot at = {0, 0};
	const char *p = strstr(text, word);
	uint32_t off = (uint32_t)(p - text);
	bool found = spot_find(str_from(source), line, reach, str_from(text),
		off, off + (uint32_t)strcspn(p, " \n"), &at);
	assert_int_equal(found, want != 0);
	assert_int_equal(at.line, want);
	assert_int_equal(at.column, column);
}

static void nearest_line(void **state)
{
	(void)state;
	static const char source[] = "gut\nx\ny\nz gut\nz\nthe gut\n";
	expect(source, 1, 9, "gut", "gut", 1, 1);
	expect(source, 2, 9, "gut", "gut", 1, 1);
	expect(source, 3, 9, "gut", "gut", 4, 3);
	expect(source, 5, 9, "gut", "gut", 6, 5);
	expect(source, 6, 0, "gut", "gut", 6, 5);
	expect(source, 0, 0, "gut", "gut", 1, 1);
	expect(source, 99, 9, "gut", "gut", 6, 5);
	expect("x\ngut", 1, 9, "gut", "gut", 2, 1);
}

static void likeliest_column(void **state)
{
	(void)state;
	static const char source[] =
		"Of the gut, [the](gut) *gut* wall and a gut feeling.\n";
	expect(source, 1, 0, "the gut, the gut wall", "gut,", 1, 8);
	expect(source, 1, 0, "the gut wall", "gut", 1, 8);
	expect(source, 1, 0, "and a gut feeling", "gut", 1, 41);
	expect(source, 1, 0, "gut feeling", "gut", 1, 41);
}

static void nowhere(void **state)
{
	(void)state;
	expect("", 1, 9, "gut", "gut", 0, 0);
	expect("\n\n\n", 2, 9, "gut", "gut", 0, 0);
	expect("x\nx\nx\ngut", 1, 2, "gut", "gut", 0, 0);
	expect("x\nGut\n", 1, 9, "gut", "gut", 0, 0);
	expect("x gut\n", 1, 9, "x ", " ", 0, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nearest_line),
		cmocka_unit_test(likeliest_column),
		cmocka_unit_test(nowhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
