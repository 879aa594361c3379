/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "common/base/hash.h"
#include "common/text/term.h"
#include "common/text/utf8.h"

static void test_short(void **state)
{
	(void)state;
	struct buf b = {0};
	assert_true(str_eq(term_put(&b, TERM_STEM, STR("gut")), STR("Zgut")));
	assert_true(str_eq(term_put(&b, TERM_ID, STR("")), STR("Q")));
	assert_true(str_eq(buf_str(&b), STR("ZgutQ")));
	buf_release(&b);
}

/* Around the limit: bytes of `n` letters and `last`. */
static struct str put_long(struct buf *b, size_t n, const char *last)
{
	struct buf text = {0};
	for (size_t i = 0; i < n; i++)
		buf_putc(&text, 'a');
	buf_puts(&text, last);
	struct str term = term_put(b, TERM_PATH, buf_str(&text));
	buf_release(&text);
	return term;
}

static void test_long(void **state)
{
	(void)state;
	struct buf a = {0}, b = {0};
	assert_int_equal(put_long(&a, TERM_MAX - 1, "").len, TERM_MAX);
	buf_clear(&a);
	struct str one = put_long(&a, 300, "x"), two = put_long(&b, 300, "y");
	assert_int_equal(one.len, TERM_MAX);
	assert_false(str_eq(one, two));
	assert_memory_equal(one.p, two.p, TERM_MAX - 16);
	buf_release(&a);
	buf_release(&b);
}

static void test_cut_at_a_character(void **state)
{
	(void)state;
	struct buf text = {0}, b = {0};
	for (int i = 0; i < 200; i++)
		buf_puts(&text, "\xe6\xbc\xa2");
	struct str term = term_put(&b, TERM_TAG, buf_str(&text));
	assert_true(term.len <= TERM_MAX);
	for (size_t at = 0; at < term.len;)
		assert_int_not_equal(utf8_next(term, &at), UTF8_BAD);
	buf_release(&text);
	buf_release(&b);
}

static void test_names(void **state)
{
	(void)state;
	struct buf b = {0};
	assert_true(str_eq(
		term_put_name(&b, STR("gut and skin")), STR("Ngut and skin")));
	struct str name = STR("gut and skin, an introduction");
	char digits[32];
	snprintf(digits, sizeof digits, "N%016llx",
		(unsigned long long)hash64(name));
	assert_true(str_eq(term_put_name(&b, name), str_from(digits)));
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_short),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_cut_at_a_character),
		cmocka_unit_test(test_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
