/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/wrap.h"
#include "tests/support/test.h"

static void check(
	const char *text, unsigned indent, unsigned width, const char *wanted)
{
	struct buf out = {0};
	wrap_put(&out, str_from(text), indent, width);
	buf_putc(&out, '\0');
	assert_int_equal(out.status, OK);
	assert_string_equal(out.p, wanted);
	buf_release(&out);
}

static void test_words(void **state)
{
	(void)state;
	check("", 0, 20, "\n");
	check("one two three", 0, 7, "one two\nthree\n");
	check("one two three", 2, 9, "  one two\n  three\n");
	check("one  two  three", 0, 9, "one  two\nthree\n");
	check("one  two", 1, 6, " one\n two\n");
	check("to http://example.org/ it", 0, 5,
		"to\nhttp://example.org/\nit\n");
	check("caf\u00e9 e\u0301t\u00e9", 0, 8, "caf\u00e9 e\u0301t\u00e9\n");
}

static void test_wide_characters(void **state)
{
	(void)state;
	check("腸内細菌", 0, 4, "腸内\n細菌\n");
	check("腸内細菌", 0, 5, "腸内\n細菌\n");
	check("ab 腸内細菌", 0, 7, "ab 腸内\n細菌\n");
	check("腸", 0, 1, "腸\n");
}

/* Thai has no spaces, but narrow letters; Hindi marks that take a column. */
static void test_narrow_characters(void **state)
{
	(void)state;
	check("กินข้าว", 0, 4, "กินข้า\nว\n");
	check("ab กินข้าว", 0, 7, "ab\nกินข้าว\n");
	check("का की", 0, 4, "का\nकी\n");
	check("का की", 0, 5, "का की\n");
}

static void test_colours_take_no_room(void **state)
{
	(void)state;
	check("\033[1mone\033[0m two", 0, 7, "\033[1mone\033[0m two\n");
	check("one \033[1", 0, 4, "one \033[1\n");
}

static void test_links_take_no_room(void **state)
{
	(void)state;
	check("\033]8;;http://x.org/m\033\\one\033]8;;\033\\ two", 0, 7,
		"\033]8;;http://x.org/m\033\\one\033]8;;\033\\ two\n");
	check("one \033]8;;x", 0, 5, "one \033]8;;x\n");
	check("one \033", 0, 5, "one \033\n");
}

/* A family of three, who must not be parted; a letter with two marks. */
static void test_what_is_joined_stays_whole(void **state)
{
	(void)state;
	check("腸👩‍👩‍👧腸", 0, 7,
		"腸\n👩‍👩‍👧\n腸\n");
	check("腸ộ腸", 0, 4, "腸ộ\n腸\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_wide_characters),
		cmocka_unit_test(test_narrow_characters),
		cmocka_unit_test(test_colours_take_no_room),
		cmocka_unit_test(test_links_take_no_room),
		cmocka_unit_test(test_what_is_joined_stays_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
