/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "query/lang/tree.h"

static void fields_have_names(void **state)
{
	(void)state;
	assert_true(str_eq(field_name(FIELD_ANY), STR("")));
	for (enum field f = FIELD_TITLE; f <= FIELD_DATE; f++)
		assert_true(field_name(f).len > 0);
	assert_true(field_is_boolean(FIELD_AUTHOR));
	assert_true(field_is_boolean(FIELD_ID));
	assert_false(field_is_boolean(FIELD_BODY));
	assert_false(field_is_boolean(FIELD_DATE));
}

static void prints_by_hand(void **state)
{
	(void)state;
	struct node word = {.type = NODE_WORD,
		.field = FIELD_TITLE,
		.text = STR("gut"),
		.boost = 2};
	struct node range = {.type = NODE_RANGE,
		.field = FIELD_DATE,
		.boost = 1,
		.low = INT64_MIN,
		.high = 86399,
		.must = true};
	struct node *kids[] = {&word, &range};
	struct node both = {
		.type = NODE_AND, .boost = 1, .kids = kids, .count = 2};
	struct buf out = {0};
	node_print(&both, &out);
	assert_true(str_eq(
		buf_str(&out), STR("(AND title:gut^2 +date:..1970-01-01)")));
	buf_release(&out);
}

static void narrows(void **state)
{
	(void)state;
	struct arena arena = {0};
	struct buf out = {0};
	struct node all = {.type = NODE_ALL, .boost = 1};
	struct node word = {.type = NODE_WORD, .text = STR("a"), .boost = 1};
	struct node tag = {.type = NODE_PHRASE,
		.field = FIELD_TAG,
		.text = STR("b"),
		.boost = 1};
	struct node *kids[] = {&word, &tag};
	struct node both = {
		.type = NODE_AND, .boost = 1, .kids = kids, .count = 2};
	struct node either = {
		.type = NODE_OR, .boost = 1, .kids = kids, .count = 2};
	assert_ptr_equal(node_narrow(&arena, &word, NULL), &word);
	assert_ptr_equal(node_narrow(&arena, &word, &all), &word);
	assert_ptr_equal(node_narrow(&arena, &all, &tag), &tag);
	node_print(node_narrow(&arena, &word, &tag), &out);
	node_print(node_narrow(&arena, &both, &both), &out);
	node_print(node_narrow(&arena, &either, &tag), &out);
	assert_true(str_eq(buf_str(&out),
		STR("(AND a tag:\"b\")(AND a tag:\"b\" a tag:\"b\")"
		    "(AND (OR a tag:\"b\") tag:\"b\")")));
	buf_release(&out);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_have_names),
		cmocka_unit_test(prints_by_hand),
		cmocka_unit_test(narrows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
