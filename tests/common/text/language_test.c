/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "common/text/fold.h"
#include "common/text/language_row.h"

static void assert_found(const char *tag, const char *code)
{
	struct str got = language_code(language_find(str_from(tag)));
	if (!str_eq(got, str_from(code)))
		fail_msg("%s: got %.*s, expected %s", tag, STR_ARG(got), code);
}

static void test_find(void **state)
{
	(void)state;
	assert_found("en", "en");
	assert_found("EN-gb", "en");
	assert_found("pt-BR", "pt");
	assert_found("de_DE.UTF-8", "de");
	assert_found("de@euro", "de");
	assert_found("German", "de");
	assert_found(" french ", "fr");
	assert_found("nb-NO", "no");
	assert_found("zh-Hant-TW", "zh");
	assert_found("", "");
	assert_found("C", "");
	assert_found("-", "");
	assert_found("klingon", "");
}

static void test_rows(void **state)
{
	(void)state;
	assert_int_equal(language_code(LANGUAGE_NONE).len, 0);
	for (language l = 1; l < language_count(); l++) {
		assert_int_equal(language_code(l).len, 2);
		assert_int_equal(language_find(language_code(l)), l);
		assert_int_equal(language_find(language_name(l)), l);
	}
	assert_int_equal(language_code(200).len, 0);
}

static void test_stop_words(void **state)
{
	(void)state;
	language en = language_find(STR("en")), de = language_find(STR("de"));
	assert_true(language_is_stop(en, STR("the")));
	assert_false(language_is_stop(en, STR("skin")));
	assert_false(language_is_stop(de, STR("the")));
	assert_true(language_is_stop(de, STR("fur")));
	assert_false(language_is_stop(LANGUAGE_NONE, STR("the")));
	assert_false(language_is_stop(en, STR("")));
}

/* The generator folds stop words as fold.c does. */
static void test_stop_words_are_folded(void **state)
{
	(void)state;
	struct buf b = {0};
	unsigned rows = 0;
	for (unsigned i = 0; i < LANGUAGE_WORDS_MAX; i++) {
		const struct language_word *w = language_word(i);
		if (!w)
			break;
		rows++;
		for (language l = 1; l < language_count(); l++) {
			if (!(w->folded >> l & 1))
				continue;
			buf_clear(&b);
			fold(w->word, l, FOLD_PLAIN, &b);
			if (!str_eq(buf_str(&b), w->word))
				fail_msg("%.*s: %.*s", STR_ARG(w->word),
					STR_ARG(buf_str(&b)));
			assert_int_equal(language_word_find(w->word), i);
		}
	}
	assert_true(rows > 1000);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_stop_words),
		cmocka_unit_test(test_stop_words_are_folded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
