/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/form.h"
#include "tests/support/test.h"

static void is(const struct form *f, const char *name, struct str value)
{
	struct str got = form_value(f, str_from(name));
	assert_non_null(got.p);
	assert_true(str_eq(got, value));
}

static void parses(void **state)
{
	struct form f = {0};
	struct error err;
	struct str query = STR("q=gut+skin&&a%3Db=%C3%A9&a=1&a=2&e=&n&z=%00%ff&"
			       "=x&p=1%2B1=2&");
	(void)state;
	assert_int_equal(form_parse(&f, query, &err), OK);
	assert_int_equal(f.count, 9);
	is(&f, "q", STR("gut skin"));
	is(&f, "a=b", STR("\xc3\xa9"));
	is(&f, "a", STR("2"));
	is(&f, "e", STR(""));
	is(&f, "n", STR(""));
	is(&f, "z", STR("\0\xff"));
	is(&f, "", STR("x"));
	is(&f, "p", STR("1+1=2"));
	assert_null(form_value(&f, STR("none")).p);
	assert_int_equal(form_parse(&f, STR(""), &err), OK);
	assert_int_equal(f.count, 0);
	form_release(&f);
}

static void refuses(void **state)
{
	static const char *const bad[] = {
		"%", "a=%", "a=%4", "a=%4g", "%zz=a", "a=%%41", "a=1&b=%u0041"};
	struct form f = {0};
	struct error err;
	struct buf many = {0};
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(
			form_parse(&f, str_from(bad[i]), &err), ERR_INVALID);
	for (int i = 0; i < FORM_FIELDS_MAX; i++)
		buf_puts(&many, "a=1&");
	assert_int_equal(form_parse(&f, buf_str(&many), &err), OK);
	buf_puts(&many, "a=1");
	assert_int_equal(form_parse(&f, buf_str(&many), &err), ERR_LIMIT);
	buf_release(&many);
	form_release(&f);
}

static void decodes_paths(void **state)
{
	struct arena arena = {0};
	struct str out;
	(void)state;
	assert_int_equal(
		form_decode(&arena, STR("a+b%2Fc%20"), false, &out, NULL), OK);
	assert_true(str_eq(out, STR("a+b/c ")));
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parses),
		cmocka_unit_test(refuses),
		cmocka_unit_test(decodes_paths),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
