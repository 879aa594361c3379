/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/glass.h"
#include "tests/support/test.h"

static struct xap_writer *writer;
static struct xap_db *db;

static int set_up(void **state)
{
	static const char *const texts[] = {
		"a b c a", "b c d", "c d e", "d e f"};
	struct error err = {0};
	(void)state;
	glass_ok(xap_writer_memory(&writer, &err), &err);
	for (unsigned i = 0; i < 4; i++)
		glass_add(writer, texts[i]);
	db = xap_writer_db(writer);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	xap_writer_free(writer);
	return 0;
}

static void texts(void **state)
{
	struct error err = {0};
	struct xap_walk *walk;
	struct xap_item item;
	(void)state;
	glass_ok(xap_db_terms(db, STR(""), &walk, &err), &err);
	xap_walk_seek_text(walk, STR("bb"));
	assert_true(xap_walk_next(walk, &item));
	assert_true(str_eq(item.text, STR("c")));
	assert_int_equal(item.count, 3);
	xap_walk_seek_text(walk, STR("e"));
	glass_walk_is(walk, "e/0/2 f/0/1 ");
	glass_ok(xap_db_terms(db, STR(""), &walk, &err), &err);
	xap_walk_seek_text(walk, STR("z"));
	xap_walk_seek_text(walk, STR("zz"));
	glass_walk_is(walk, "");
}

static void numbers(void **state)
{
	struct error err = {0};
	struct xap_walk *walk, *places;
	struct xap_item item;
	(void)state;
	glass_ok(xap_db_postings(db, STR("c"), &walk, &err), &err);
	xap_walk_seek_number(walk, 2);
	glass_walk_is(walk, "/2/1 /3/1 ");
	glass_ok(xap_db_postings(db, STR("a"), &walk, &err), &err);
	assert_true(xap_walk_next(walk, &item));
	glass_ok(xap_walk_positions(walk, &places, &err), &err);
	xap_walk_seek_number(places, 2);
	glass_walk_is(places, "/4/0 ");
	glass_ok(xap_walk_close(walk, &err), &err);
	glass_ok(xap_db_values(db, 1, &walk, &err), &err);
	xap_walk_seek_number(walk, 3);
	glass_walk_is(walk, "e/3/0 f/4/0 ");
}

static void behind_the_end(void **state)
{
	struct error err = {0};
	struct xap_walk *walk, *places = NULL;
	struct xap_item item;
	(void)state;
	glass_ok(xap_db_postings(db, STR("f"), &walk, &err), &err);
	assert_int_equal(xap_walk_positions(walk, &places, &err), ERR_INVALID);
	assert_true(xap_walk_next(walk, &item));
	assert_false(xap_walk_next(walk, &item));
	assert_false(xap_walk_next(walk, &item));
	assert_int_equal(xap_walk_positions(walk, &places, &err), ERR_INVALID);
	assert_null(places);
	glass_ok(xap_walk_close(walk, &err), &err);
	assert_false(xap_walk_next(NULL, &item));
	assert_int_equal(xap_walk_close(NULL, NULL), OK);
}

static void in_another_order(void **state)
{
	struct error err = {0};
	struct xap_walk *walk;
	struct xap_item item;
	(void)state;
	glass_ok(xap_db_terms(db, STR(""), &walk, &err), &err);
	xap_walk_seek_number(walk, 3);
	assert_false(xap_walk_next(walk, &item));
	xap_walk_seek_text(walk, STR("a"));
	assert_int_equal(xap_walk_close(walk, &err), ERR_INVALID);
	assert_non_null(strstr(err.text, "order"));
	glass_ok(xap_db_values(db, 1, &walk, &err), &err);
	xap_walk_seek_text(walk, STR("a"));
	assert_int_equal(xap_walk_close(walk, NULL), ERR_INVALID);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(texts),
		TEST(numbers),
		TEST(behind_the_end),
		TEST(in_another_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
