/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/meju.h"
#include "tests/support/made.h"

static char folder[64], cases[96];
static struct meju_index *idx;
static struct meju_error err;

static const char *const LINES =
	"{\"id\":\"a\",\"title\":\"Rosacea\",\"text\":\"Red wine.\"}\n"
	"{\"id\":\"b\",\"text\":\"It has no title.\"}\n";

static int begin(void **state)
{
	const char *folders[1] = {folder};
	(void)state;
	snprintf(folder, sizeof folder, "%s", temp_dir());
	snprintf(cases, sizeof cases, "%s/cases.toml", folder);
	made_commit(folder, "a.jsonl", LINES, NULL);
	return (int)meju_index_open(folders, 1, NULL, &idx, &err);
}

static int end(void **state)
{
	(void)state;
	meju_index_close(idx);
	remove_tree(folder);
	return 0;
}

static void check_text(struct meju_text *text, const char *part)
{
	assert_non_null(strstr(text->data, part));
	meju_text_free(text);
}

static void audits(void **state)
{
	(void)state;
	struct meju_text *text;
	int good = 7;
	assert_int_equal(
		meju_audit(idx, NULL, 0, MEJU_TEXT, &good, &text, &err),
		MEJU_OK);
	assert_int_equal(good, 0);
	check_text(text, "b: it has no title\n2 articles searched by title");
	assert_int_equal(meju_audit(idx, NULL, 1, MEJU_JSON, NULL, &text, &err),
		MEJU_OK);
	check_text(text, "\"articles\":1,");
}

static void runs_relevance_tests(void **state)
{
	(void)state;
	const struct meju_query any = {.size = sizeof any, .match = MEJU_ANY};
	struct meju_text *text;
	int good = 7;
	write_all(cases, STR("[[case]]\nquery = \"red zyzzyva\"\n"
			     "expect = [\"a\"]\n"));
	assert_int_equal(
		meju_relevance(idx, &any, cases, MEJU_TEXT, &good, &text, &err),
		MEJU_OK);
	assert_int_equal(good, 1);
	check_text(text, "pass  red zyzzyva\n1 of 1 cases pass");
	write_all(cases, STR("[[case]]\nquery = \"red\"\nnone = true\n"));
	assert_int_equal(
		meju_relevance(idx, NULL, cases, MEJU_JSON, &good, &text, &err),
		MEJU_OK);
	assert_int_equal(good, 0);
	check_text(text, "\"passed\":0");
	assert_int_equal(meju_relevance(idx, NULL, "/none/such", MEJU_TEXT,
				 &good, &text, &err),
		MEJU_NOT_FOUND);
	assert_int_equal(
		meju_relevance(idx, NULL, NULL, MEJU_TEXT, &good, &text, &err),
		MEJU_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(audits),
		cmocka_unit_test(runs_relevance_tests),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
