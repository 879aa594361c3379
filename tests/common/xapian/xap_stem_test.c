/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "common/xapian/xap.h"

static void test_stem(void **state)
{
	(void)state;
	struct xap_stem *stem = NULL;
	struct buf b = {0};
	assert_int_equal(xap_stem_new("english", &stem), OK);
	assert_int_equal(xap_stem_word(stem, STR("skins"), &b), OK);
	assert_int_equal(xap_stem_word(stem, STR(""), &b), OK);
	assert_true(str_eq(buf_str(&b), STR("skin")));
	xap_stem_free(stem);
	xap_stem_free(NULL);
	buf_release(&b);
}

static void test_unknown_language(void **state)
{
	(void)state;
	struct xap_stem *stem = NULL;
	assert_int_equal(xap_stem_new("klingon", &stem), ERR_NOT_FOUND);
	assert_null(stem);
}

static void test_languages(void **state)
{
	struct buf names = {0};
	struct str rest, name;
	unsigned count = 0;
	(void)state;
	assert_int_equal(xap_stem_languages(&names), OK);
	rest = buf_str(&names);
	for (; str_next_word(&rest, &name); count++) {
		struct xap_stem *stem;
		char text[64];
		snprintf(text, sizeof text, STR_FMT, STR_ARG(name));
		assert_int_equal(xap_stem_new(text, &stem), OK);
		xap_stem_free(stem);
	}
	assert_true(count > 10);
	buf_release(&names);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stem),
		cmocka_unit_test(test_unknown_language),
		cmocka_unit_test(test_languages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
