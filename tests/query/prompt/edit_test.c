/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/prompt/edit.h"
#include "tests/support/test.h"

/* The text, with a bar for the cursor. */
static void check(struct edit *e, const char *wanted)
{
	struct buf got = {0};
	struct str text = buf_str(&e->text);
	buf_put_str(&got, str_slice(text, 0, e->at));
	buf_putc(&got, '|');
	buf_put_str(&got, str_slice(text, e->at, text.len));
	buf_putc(&got, '\0');
	assert_string_equal(got.p, wanted);
	buf_release(&got);
}

static void test_line(void **state)
{
	struct edit e = {0};
	(void)state;
	edit_insert(&e, STR("gt"));
	edit_left(&e);
	edit_insert(&e, STR("u"));
	check(&e, "gu|t");
	edit_home(&e);
	edit_left(&e);
	edit_erase(&e);
	check(&e, "|gut");
	edit_delete(&e);
	check(&e, "|ut");
	edit_right(&e);
	edit_right(&e);
	edit_right(&e);
	edit_delete(&e);
	check(&e, "ut|");
	edit_set(&e, STR("gut skin"));
	check(&e, "gut skin|");
	edit_set(&e, buf_str(&e.text));
	check(&e, "gut skin|");
	edit_release(&e);
}

static void test_nothing(void **state)
{
	struct edit e = {0};
	(void)state;
	edit_left(&e);
	edit_right(&e);
	edit_word_left(&e);
	edit_word_right(&e);
	edit_home(&e);
	edit_end(&e);
	edit_erase(&e);
	edit_delete(&e);
	edit_erase_word(&e);
	edit_erase_front(&e);
	edit_erase_rest(&e);
	edit_insert(&e, STR(""));
	edit_set(&e, STR(""));
	check(&e, "|");
	edit_release(&e);
}

static void test_words_and_ends(void **state)
{
	struct edit e = {0};
	(void)state;
	edit_set(&e, STR("gut  and skin"));
	edit_word_left(&e);
	check(&e, "gut  and |skin");
	edit_word_left(&e);
	check(&e, "gut  |and skin");
	edit_word_left(&e);
	edit_word_left(&e);
	check(&e, "|gut  and skin");
	edit_word_right(&e);
	check(&e, "gut|  and skin");
	edit_word_right(&e);
	check(&e, "gut  and| skin");
	edit_word_right(&e);
	edit_word_right(&e);
	edit_erase_word(&e);
	check(&e, "gut  and |");
	edit_erase_word(&e);
	check(&e, "gut  |");
	edit_erase_word(&e);
	check(&e, "|");
	edit_set(&e, STR("gut skin"));
	edit_home(&e);
	for (int i = 0; i < 3; i++)
		edit_right(&e);
	edit_erase_rest(&e);
	check(&e, "gut|");
	edit_insert(&e, STR(" skin"));
	edit_left(&e);
	edit_erase_front(&e);
	check(&e, "|n");
	edit_end(&e);
	check(&e, "n|");
	edit_release(&e);
}

/* A letter with an accent, a family, a flag; and what is no UTF-8. */
static void test_characters_are_whole(void **state)
{
	struct edit e = {0};
	(void)state;
	edit_set(&e,
		STR("xe\u0301\U0001f469\u200d\U0001f467\U0001f1e9\U0001f1ea"));
	edit_left(&e);
	check(&e, "xe\u0301\U0001f469\u200d\U0001f467|\U0001f1e9\U0001f1ea");
	edit_erase(&e);
	edit_erase(&e);
	check(&e, "x|\U0001f1e9\U0001f1ea");
	edit_delete(&e);
	check(&e, "x|");
	edit_set(&e, STR("a\xff\xe8\x85"));
	edit_left(&e);
	check(&e, "a\xff|\xe8\x85");
	edit_left(&e);
	edit_left(&e);
	check(&e, "|a\xff\xe8\x85");
	edit_release(&e);
}

static void test_limit(void **state)
{
	struct edit e = {0};
	char much[EDIT_MAX + 1];
	(void)state;
	memset(much, 'a', sizeof much);
	edit_insert(&e, (struct str){much, sizeof much});
	assert_int_equal(e.text.len, 0);
	edit_insert(&e, (struct str){much, EDIT_MAX});
	assert_int_equal(e.text.len, EDIT_MAX);
	edit_home(&e);
	edit_insert(&e, STR("b"));
	assert_int_equal(e.text.len, EDIT_MAX);
	assert_int_equal(e.at, 0);
	edit_release(&e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_line),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_words_and_ends),
		cmocka_unit_test(test_characters_are_whole),
		cmocka_unit_test(test_limit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
