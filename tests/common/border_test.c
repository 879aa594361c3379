/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/border.h"
#include "tests/support/test.h"

/* A struct as it was, as it is and as it will be. */
struct older {
	size_t size;
	const char *text;
};

struct own {
	size_t size;
	const char *text;
	int newer;
};

struct younger {
	size_t size;
	const char *text;
	int newer, newest[4];
};

static enum status read_options(
	struct own *own, const void *given, struct error *err)
{
	*err = (struct error){0};
	return border_options(own, sizeof *own, given, "struct own", err);
}

static void takes_options_of_any_age(void **state)
{
	struct older older = {.size = sizeof older, .text = "a"};
	struct younger younger = {
		.size = sizeof younger, .text = "b", .newer = 7};
	struct own own = {.size = 1, .newer = 1};
	struct error err;
	(void)state;
	assert_int_equal(read_options(&own, NULL, &err), OK);
	assert_int_equal(own.size, sizeof own);
	assert_null(own.text);
	own.newer = 1;
	assert_int_equal(read_options(&own, &older, &err), OK);
	assert_string_equal(own.text, "a");
	assert_int_equal(own.newer, 0);
	assert_int_equal(read_options(&own, &younger, &err), OK);
	assert_int_equal(own.size, sizeof own);
	assert_int_equal(own.newer, 7);
}

static void refuses_what_it_does_not_know(void **state)
{
	struct younger younger = {.size = sizeof younger, .newest = {0, 0, 1}};
	struct older none = {0};
	struct own own;
	struct error err;
	(void)state;
	assert_int_equal(read_options(&own, &younger, &err), ERR_VERSION);
	assert_non_null(
		strstr(err.text, "struct own has a member that libmeju "));
	assert_int_equal(read_options(&own, &none, &err), ERR_INVALID);
	assert_string_equal(err.text,
		"the size of struct own is 0; set it to what sizeof says");
}

static void tells_errors(void **state)
{
	struct meju_error out = {.text = "as it was"};
	struct error err = {0};
	(void)state;
	assert_int_equal(border_status(OK, &err, &out), MEJU_OK);
	assert_string_equal(out.text, "as it was");
	assert_int_equal(border_status(ERR_NOMEM, &err, NULL), MEJU_NO_MEMORY);
	assert_int_equal(border_status(ERR_NOMEM, &err, &out), MEJU_NO_MEMORY);
	assert_int_equal(out.status, MEJU_NO_MEMORY);
	assert_string_equal(out.text, "out of memory");
	error_set(&err, ERR_IO, "a file is gone");
	assert_int_equal(border_status(ERR_IO, &err, &out), MEJU_IO);
	assert_string_equal(out.text, "a file is gone");
}

static void gives_text(void **state)
{
	struct buf b = {0};
	struct meju_text *text;
	(void)state;
	assert_int_equal(border_text(&b, &text), OK);
	assert_int_equal(text->len, 0);
	assert_string_equal(text->data, "");
	meju_text_free(text);
	buf_put(&b, "a\0b", 3);
	assert_int_equal(border_text(&b, &text), OK);
	assert_null(b.p);
	assert_int_equal(text->len, 3);
	assert_memory_equal(text->data, "a\0b", 4);
	meju_text_free(text);
	b.max = 2;
	buf_puts(&b, "abc");
	assert_int_equal(border_text(&b, &text), ERR_LIMIT);
	buf_release(&b);
}

static void gives_lists(void **state)
{
	const struct str v[] = {{"abc", 2}, {NULL, 0}};
	struct arena arena = {0};
	enum status status = OK;
	(void)state;
	const char *const *list = border_list(&arena, v, 2, &status);
	assert_int_equal(status, OK);
	assert_string_equal(list[0], "ab");
	assert_string_equal(list[1], "");
	assert_null(list[2]);
	arena.max = 1;
	assert_null(border_list(&arena, v, 1 << 20, &status));
	assert_int_equal(status, ERR_NOMEM);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_options_of_any_age),
		cmocka_unit_test(refuses_what_it_does_not_know),
		cmocka_unit_test(tells_errors),
		cmocka_unit_test(gives_text),
		cmocka_unit_test(gives_lists),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
