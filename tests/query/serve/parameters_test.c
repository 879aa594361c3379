/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values that are refused are in tests/serve/answers.py. */
#include "query/lang/tree.h"
#include "query/serve/parameters.h"
#include "tests/support/test.h"

enum { NOW = 1718452800 }; /* 15 June 2024 */

static struct form form;
static struct parameters p;

static void read(const char *query)
{
	struct error err;
	assert_int_equal(form_parse(&form, str_from(query), &err), OK);
	if (parameters_read(&p, &form, STR(""), NOW, &err) != OK)
		fail_msg("%s: %s", query, err.text);
}

static void filters(const char *query, const char *tree)
{
	struct buf out = {0};
	read(query);
	if (p.request.filter)
		node_print(p.request.filter, &out);
	if (!str_eq(buf_str(&out), str_from(tree)))
		fail_msg("%s: " STR_FMT " and not %s", query,
			STR_ARG(buf_str(&out)), tree);
	buf_release(&out);
}

static void makes_filters(void **state)
{
	(void)state;
	filters("q=gut", "");
	filters("tag=&author=+", "");
	filters("tag=a", "tag:\"a\"");
	filters("tag=a&tag=b", "(OR tag:\"a\" tag:\"b\")");
	filters("author=kim&tag=a&tag=b&q=x",
		"(AND (OR tag:\"a\" tag:\"b\") author:\"kim\")");
	filters("tag=a%22+OR+b", "tag:\"a\" OR b\"");
	filters("after=2024-05", "date:2024-05-01..");
	filters("lang=de&before=2024", "(AND lang:\"de\" date:..2023-12-31)");
}

static void reads(void **state)
{
	(void)state;
	read("");
	assert_int_equal(p.request.limit, PARAMETERS_LIMIT);
	assert_int_equal(p.request.offset, 0);
	assert_int_equal(p.face, FACE_JSON);
	assert_false(p.suggest);
	assert_true(p.request.rank.title > 0);
	read("query=a&per_page=7&page=3&sort=-date&format=html&snippet=1");
	assert_true(str_eq(p.request.query, STR("a")));
	assert_int_equal(p.request.limit, 7);
	assert_int_equal(p.request.offset, 14);
	assert_int_equal(p.request.sort.count, 1);
	assert_true(p.request.sort.keys[0].down);
	assert_int_equal(p.face, FACE_HTML);
	assert_int_equal(p.snippet, 1);
	assert_true(p.suggest);
	read("q=b&query=a&facets=tag,lang&match=any&prefix=last&highlight="
	     "none");
	assert_true(str_eq(p.request.query, STR("b")));
	assert_int_equal(p.facet_count, 2);
	assert_int_equal(p.request.match, SEARCH_ANY);
	assert_true(p.prefix && p.unmarked);
	assert_true(p.fields.len == 0 && p.snippet == 2);
	read("fields=id,title");
	assert_true(str_eq(p.fields, STR("id,title")) && p.snippet == 0);
	read("fields=id,line");
	assert_int_equal(p.snippet, 2);
}

static void writes_one_way(void **state)
{
	struct buf one = {0}, two = {0};
	(void)state;
	read("q=gut&tag=a&limit=10");
	parameters_put(&p, &one);
	read("utm=1&tag=a&per_page=10&page=1&query=gut&facets=");
	parameters_put(&p, &two);
	assert_true(str_eq(buf_str(&one), buf_str(&two)));
	buf_clear(&two);
	read("q=gut&tag=b");
	parameters_put(&p, &two);
	assert_false(str_eq(buf_str(&one), buf_str(&two)));
	buf_release(&one);
	buf_release(&two);
}

static int clean(void **state)
{
	(void)state;
	form_release(&form);
	parameters_release(&p);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(makes_filters),
		cmocka_unit_test(reads),
		cmocka_unit_test(writes_one_way),
	};
	return cmocka_run_group_tests(tests, NULL, clean);
}
