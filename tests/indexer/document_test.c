/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/meju.h"
#include "indexer/document.h"
#include "indexer/writer.h"
#include "tests/support/test.h"

static void lists(void **state)
{
	(void)state;
	struct document d = {0};
	document_clear(&d);
	assert_int_equal(document_add(&d, &d.tags, STR("a")), OK);
	assert_int_equal(document_add(&d, &d.tags, STR("")), OK);
	assert_int_equal(document_add(&d, &d.tags, STR("a")), OK);
	assert_int_equal(document_add(&d, &d.tags, STR("b")), OK);
	assert_int_equal(d.tags.len, 2);
	char longest[DOCUMENT_FIELD_MAX + 10];
	memset(longest, 'x', sizeof longest);
	memcpy(longest + DOCUMENT_FIELD_MAX - 1, "\xc3\xbc", 2);
	assert_int_equal(document_add(&d, &d.tags,
				 (struct str){longest, sizeof longest}),
		OK);
	assert_int_equal(d.tags.v[2].len, DOCUMENT_FIELD_MAX - 1);
	for (int i = 0; i < DOCUMENT_VALUES_MAX + 5; i++) {
		char tag[16];
		int n = snprintf(tag, sizeof tag, "t%d", i);
		assert_int_equal(
			document_add(&d, &d.tags, (struct str){tag, (size_t)n}),
			OK);
	}
	assert_int_equal(d.tags.len, DOCUMENT_VALUES_MAX);
	document_clear(&d);
	assert_int_equal(d.tags.len, 0);
	assert_true(d.date == TIME_NONE && d.boost == 1);
	document_release(&d);
	document_release(&d);
}

static void warnings(void **state)
{
	(void)state;
	struct document d = {0};
	document_warn(&d, 7, "%s is odd", "this");
	document_warn(&d, 0, "all is odd");
	assert_true(str_eq(d.warnings.v[0], STR("line 7: this is odd")));
	assert_true(str_eq(d.warnings.v[1], STR("all is odd")));
	document_release(&d);
}

static void lines(void **state)
{
	(void)state;
	struct document d = {0};
	assert_int_equal(document_line(&d, 0), 0);
	buf_puts(&d.text, "ab\ncd\n\nef");
	assert_int_equal(vec_push(&d.marks, (struct mark){0, 3}), OK);
	assert_int_equal(vec_push(&d.marks, (struct mark){7, 9}), OK);
	static const uint32_t want[] = {3, 3, 3, 4, 4, 4, 5, 9, 9, 9, 9};
	for (uint32_t i = 0; i < 11; i++)
		assert_int_equal(document_line(&d, i), want[i]);
	document_release(&d);
}

/* What libmeju tells of them. */
static void limits(void **state)
{
	(void)state;
	assert_int_equal(meju_limit(MEJU_LIMIT_TEXT_BYTES), DOCUMENT_TEXT_MAX);
	assert_int_equal(meju_limit(MEJU_LIMIT_ID_BYTES), DOCUMENT_ID_MAX);
	assert_int_equal(
		meju_limit(MEJU_LIMIT_FIELD_BYTES), DOCUMENT_FIELD_MAX);
	assert_int_equal(
		meju_limit(MEJU_LIMIT_FIELD_VALUES), DOCUMENT_VALUES_MAX);
	assert_int_equal(
		meju_limit(MEJU_LIMIT_HEADINGS), DOCUMENT_SECTIONS_MAX);
	assert_int_equal(meju_limit(MEJU_LIMIT_FIELD_WEIGHT), WEIGHT_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists),
		cmocka_unit_test(warnings),
		cmocka_unit_test(lines),
		cmocka_unit_test(limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
