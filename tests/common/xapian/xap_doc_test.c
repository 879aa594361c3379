/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/glass.h"
#include "tests/support/test.h"

static struct xap_doc *make(void)
{
	struct xap_doc *doc;
	assert_int_equal(xap_doc_new(&doc), OK);
	assert_int_equal(xap_doc_add_posting(doc, STR("skin"), 1, 1), OK);
	assert_int_equal(xap_doc_add_posting(doc, STR("skin"), 7, 2), OK);
	assert_int_equal(xap_doc_add_term(doc, STR("gut"), 4), OK);
	assert_int_equal(xap_doc_add_term(doc, STR("Qid"), 0), OK);
	assert_int_equal(xap_doc_set_number(doc, 2, -1.5), OK);
	assert_int_equal(xap_doc_set_value(doc, 4, STR("text")), OK);
	assert_int_equal(xap_doc_set_data(doc, (struct str){"a\0b", 3}), OK);
	return doc;
}

static void check(const struct xap_doc *doc)
{
	struct error err = {0};
	struct xap_walk *walk;
	struct xap_item item;
	struct buf b = {0};
	double number = 0;
	glass_ok(xap_doc_terms(doc, &walk, &err), &err);
	glass_walk_is(walk, "Qid/0/0 gut/0/4 skin/0/3 ");
	glass_ok(xap_doc_values(doc, &walk, &err), &err);
	assert_true(xap_walk_next(walk, &item));
	assert_int_equal(item.number, 2);
	assert_int_equal(xap_number_unpack(item.text, &number), OK);
	assert_true(number == -1.5);
	assert_true(xap_walk_next(walk, &item));
	assert_int_equal(item.number, 4);
	assert_true(str_eq(item.text, STR("text")));
	assert_false(xap_walk_next(walk, &item));
	glass_ok(xap_walk_close(walk, &err), &err);
	glass_ok(xap_doc_value(doc, 4, &b, &err), &err);
	glass_ok(xap_doc_value(doc, 5, &b, &err), &err);
	glass_ok(xap_doc_data(doc, &b, &err), &err);
	assert_int_equal(b.len, 7);
	assert_memory_equal(b.p, "texta\0b", 7);
	buf_release(&b);
}

static void made(void **state)
{
	struct xap_doc *doc = make();
	(void)state;
	assert_int_equal(xap_doc_number(doc), 0);
	check(doc);
	xap_doc_free(doc);
	xap_doc_free(NULL);
}

static void stored(void **state)
{
	struct error err = {0};
	struct xap_writer *w;
	struct xap_doc *doc = make(), *back;
	(void)state;
	glass_ok(xap_writer_memory(&w, &err), &err);
	glass_ok(xap_writer_add(w, doc, NULL, &err), &err);
	xap_doc_free(doc);
	glass_ok(xap_db_doc(xap_writer_db(w), 1, &back, &err), &err);
	xap_writer_free(w);
	assert_int_equal(xap_doc_number(back), 1);
	check(back);
	xap_doc_free(back);
}

static void packed(void **state)
{
	struct error err = {0};
	struct buf bytes = {0};
	struct xap_doc *doc = make(), *back = NULL;
	(void)state;
	glass_ok(xap_doc_pack(doc, &bytes, &err), &err);
	xap_doc_free(doc);
	assert_int_equal(xap_doc_unpack(buf_str(&bytes), &back), OK);
	check(back);
	xap_doc_free(back);
	back = NULL;
	assert_int_equal(
		xap_doc_unpack(STR("\xff\xff\xff"), &back), ERR_INVALID);
	assert_null(back);
	buf_release(&bytes);
}

static void removed(void **state)
{
	struct error err = {0};
	struct xap_walk *walk, *places;
	struct xap_item item;
	struct xap_doc *doc = make();
	(void)state;
	glass_ok(xap_doc_remove_term(doc, STR("gut"), &err), &err);
	assert_int_equal(
		xap_doc_remove_term(doc, STR("gut"), &err), ERR_INVALID);
	glass_ok(xap_doc_remove_posting(doc, STR("skin"), 7, 2, &err), &err);
	assert_int_equal(xap_doc_remove_posting(doc, STR("skin"), 7, 2, &err),
		ERR_INVALID);
	glass_ok(xap_doc_terms(doc, &walk, &err), &err);
	assert_true(xap_walk_next(walk, &item));
	assert_true(xap_walk_next(walk, &item));
	glass_ok(xap_walk_positions(walk, &places, &err), &err);
	glass_walk_is(places, "/1/0 ");
	assert_int_equal(item.count, 1);
	glass_ok(xap_walk_close(walk, &err), &err);
	assert_int_equal(xap_doc_clear_terms(doc), OK);
	assert_int_equal(xap_doc_set_value(doc, 2, STR("")), OK);
	glass_ok(xap_doc_values(doc, &walk, &err), &err);
	glass_walk_is(walk, "text/4/0 ");
	assert_int_equal(xap_doc_clear_values(doc), OK);
	glass_ok(xap_doc_terms(doc, &walk, &err), &err);
	glass_walk_is(walk, "");
	glass_ok(xap_doc_values(doc, &walk, &err), &err);
	glass_walk_is(walk, "");
	xap_doc_free(doc);
}

static void refused(void **state)
{
	struct xap_doc *doc = make();
	(void)state;
	assert_int_equal(xap_doc_add_term(doc, STR(""), 1), ERR_INVALID);
	assert_int_equal(xap_doc_add_posting(doc, STR(""), 1, 1), ERR_INVALID);
	xap_doc_free(doc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(made),
		cmocka_unit_test(stored),
		cmocka_unit_test(packed),
		cmocka_unit_test(removed),
		cmocka_unit_test(refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
