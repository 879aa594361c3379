/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/meju_query.h"
#include "tests/support/test.h"

static void check_refused(
	struct meju_query q, enum status wanted, const char *sentence)
{
	struct wanted a;
	struct error err = {0};
	q.size = sizeof q;
	assert_int_equal(wanted_read(&a, &q, &err), wanted);
	assert_non_null(strstr(err.text, sentence));
	wanted_release(&a);
}

static void refuses(void **state)
{
	(void)state;
	check_refused((struct meju_query){.limit = 1000000, .offset = 1},
		ERR_LIMIT,
		"limit and offset together may be 1000000 at most, not "
		"1000001");
	check_refused((struct meju_query){.passages = 9}, ERR_LIMIT,
		"passages may be 8 at most, not 9");
	check_refused((struct meju_query){.width = 1025}, ERR_LIMIT,
		"the width may be 1024 at most");
	check_refused((struct meju_query){.sections = 9}, ERR_LIMIT,
		"sections may be 8 at most");
	check_refused((struct meju_query){.match = (enum meju_match)3},
		ERR_INVALID, "match is no enum meju_match, but 3");
	check_refused((struct meju_query){.highlight = (enum meju_highlight)4},
		ERR_INVALID, "highlight is no enum meju_highlight, but 4");
	check_refused((struct meju_query){.language = "xx"}, ERR_INVALID,
		"there is no language 'xx'");
	check_refused((struct meju_query){.sort = "title"}, ERR_INVALID,
		"sort of struct meju_query takes up to 4 of date, ");
	check_refused((struct meju_query){.facets = "tag,date"}, ERR_INVALID,
		"facets of struct meju_query takes author, tag, ");
	check_refused(
		(struct meju_query){.rank = "loud=1"}, ERR_INVALID, "loud");
}

static void zeros_are_what_is_usual(void **state)
{
	struct wanted a;
	struct error err = {0};
	const struct meju_query q = {.size = sizeof q};
	(void)state;
	assert_int_equal(wanted_read(&a, &q, &err), OK);
	assert_int_equal(a.request.limit, 10);
	assert_int_equal(a.request.match, SEARCH_AUTO);
	assert_int_equal(a.request.language, LANGUAGE_NONE);
	assert_true(a.request.total);
	assert_true(a.request.now > 0);
	assert_true(a.correct);
	assert_null(a.request.filter);
	assert_true(a.request.rank.name > 0);
	assert_int_equal(a.parts.passages, 2);
	assert_int_equal(a.parts.width, 200);
	assert_int_equal(a.parts.sections, 3);
	wanted_release(&a);
	assert_int_equal(wanted_read(&a, NULL, &err), OK);
	assert_int_equal(a.request.limit, 10);
	wanted_release(&a);
}

static void takes_what_is_given(void **state)
{
	struct wanted a;
	struct error err = {0};
	char text[] = "rose", filter[] = "tag:red";
	const struct meju_query q = {.size = sizeof q,
		.text = text,
		.filter = filter,
		.limit = MEJU_NONE,
		.passages = MEJU_NONE,
		.sort = "-date,id",
		.facets = "tag,lang",
		.uncounted = 1,
		.uncorrected = 1};
	(void)state;
	assert_int_equal(wanted_read(&a, &q, &err), OK);
	text[0] = filter[5] = '?'; /* it has its own */
	assert_true(str_eq(a.request.query, STR("rose")));
	assert_int_equal(a.request.filter->type, NODE_WORD);
	assert_true(str_eq(a.request.filter->text, STR("red")));
	assert_int_equal(a.request.limit, 0);
	assert_int_equal(a.request.sort.count, 2);
	assert_int_equal(a.facet_count, 2);
	assert_false(a.request.total);
	assert_false(a.correct);
	assert_int_equal(a.parts.passages + a.parts.sections, 0);
	wanted_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refuses),
		cmocka_unit_test(zeros_are_what_is_usual),
		cmocka_unit_test(takes_what_is_given),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
