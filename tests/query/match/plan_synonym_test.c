/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/match/plan.h"
#include "query/match/synonyms.h"
#include "tests/support/test.h"

static const char *const RULES = "js, javascript, ecmascript\n"
				 "tv => television\n"
				 "heart attack, myocardial infarction, mi\n"
				 "attack ship, fregata\n"
				 "heart, cor\n"
				 "node.js => nodus\n"
				 "colour, colours, hue\n"
				 "the who => band\n";

static struct synonyms rules;
static struct analyzer *analyzer;
static struct planner planner;

static int begin(void **state)
{
	(void)state;
	if (analyzer_new(&analyzer) != OK)
		return -1;
	return synonyms_parse(&rules, "rules", str_from(RULES)) == OK ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	synonyms_release(&rules);
	analyzer_free(analyzer);
	return 0;
}

static void make(struct arena *arena, const char *query, enum match match,
	struct parsed *parsed, struct plan **plan)
{
	static language english;
	english = language_find(STR("en"));
	assert_int_equal(query_parse(arena, str_from(query), 0, parsed), OK);
	planner = (struct planner){.arena = arena,
		.analyzer = analyzer,
		.languages = &english,
		.language_count = 1,
		.stops = english,
		.synonyms = &rules};
	assert_int_equal(plan_make(&planner, parsed->root, match, plan), OK);
}

static void check(const char *query, enum match match, const char *wanted)
{
	struct arena arena = {0};
	struct parsed parsed;
	struct plan *plan;
	struct buf got = {0};
	make(&arena, query, match, &parsed, &plan);
	plan_print(&planner, plan, &got);
	buf_putc(&got, '\0');
	assert_string_equal(got.p, wanted);
	buf_release(&got);
	planner_release(&planner);
	arena_release(&arena);
}

static void check_all(const char *query, const char *wanted)
{
	check(query, MATCH_ALL, wanted);
}

#define JS "(MAX Zjs Zjavascript Zecmascript)"
#define ATTACK "(MAX (AND Zheart Zattack) (PHRASE Zmyocardi Zinfarct) Zmi)"

static void a_word(void **state)
{
	(void)state;
	check_all("js", JS);
	check_all("JS rhino", "(AND " JS " Zrhino)");
	check_all("js OR tv", "(OR " JS " (MAX Ztv Ztelevis))");
	check_all("television", "Ztelevis");
	check("js rhino", MATCH_ANY, "(OR " JS " Zrhino)");
	check("+js rhino", MATCH_ANY, "(MAYBE " JS " Zrhino)");
	check_all("node.js", "(MAX (MAX Znodej (PHRASE Znode Zjs)) Znodus)");
	check("node.js", MATCH_ANY, "(MAX (OR Znodej Znode Zjs) Znodus)");
	check_all("colours", "(MAX Zcolour Zhue)");
	check_all("title:tv", "(MAX (FILTER Ztv Stv) (FILTER Ztelevis "
			      "Stelevis))");
}

static void words_that_stand_for_themselves(void **state)
{
	(void)state;
	check_all("=js", "(FILTER Zjs Wjs)");
	check_all("\"js\"", "(FILTER Zjs Wjs)");
	check_all("-js", "(NOT (ALL) Zjs)");
	check_all("tv -js", "(NOT (MAX Ztv Ztelevis) Zjs)");
	check_all("tv -(js OR heart)",
		"(NOT (MAX Ztv Ztelevis) (OR Zjs Zheart))");
	check_all("tv -(heart attack)",
		"(NOT (MAX Ztv Ztelevis) (AND Zheart Zattack))");
	check_all("js NEAR/3 tv", "(NEAR/3 Zjs Ztv)");
	check_all("tag:js tv", "(FILTER (MAX Ztv Ztelevis) Kjs)");
}

static void words_side_by_side(void **state)
{
	(void)state;
	check_all("heart attack", ATTACK);
	check_all("my heart attacks", "(AND Zmy " ATTACK ")");
	check_all("heart attack ship", "(AND " ATTACK " Zship)");
	check_all("attack ship", "(MAX (AND Zattack Zship) Zfregata)");
	check_all("heart of attack", "(AND (MAX Zheart Zcor) Zof Zattack)");
	check_all("heart tag:x attack",
		"(FILTER (AND (MAX Zheart Zcor) Zattack) Kx)");
	check_all("heart^2 attack", "(AND (MAX Zheart Zcor) Zattack)");
	check_all("heart attack js", "(AND " ATTACK " " JS ")");
	check_all("title:(the who)", "(MAX (AND (FILTER Zthe Sthe) (FILTER "
				     "Zwho Swho)) (FILTER Zband Sband))");
	check("heart attack js", MATCH_ANY,
		"(OR (MAX (OR Zheart Zattack) (PHRASE Zmyocardi Zinfarct) "
		"Zmi) " JS ")");
	check("+heart +attack js", MATCH_ANY, "(MAYBE " ATTACK " " JS ")");
	check("+heart attack", MATCH_ANY, "(MAYBE (MAX Zheart Zcor) Zattack)");
	check("the who tickets", MATCH_ANY, "Zticket");
}

static void a_phrase(void **state)
{
	(void)state;
	check_all("\"heart attack\"",
		"(MAX (PHRASE Zheart Zattack) (PHRASE Zmyocardi Zinfarct) "
		"Zmi)");
	check_all("\"my heart attack\"", "(PHRASE Zmy Zheart Zattack)");
	check_all("heart-attack",
		"(MAX (MAX Zheartattack (PHRASE Zheart Zattack)) "
		"(PHRASE Zmyocardi Zinfarct) Zmi)");
}

static void who_is_of_what(void **state)
{
	struct arena arena = {0};
	struct parsed q;
	struct plan *plan;
	(void)state;
	make(&arena, "heart attack js zebra", MATCH_ALL, &q, &plan);
	assert_int_equal(planner.used.len, 4);
	assert_true(str_eq(planner.used.v[0], STR("myocardial infarction")));
	const struct node *heart = q.root->kids[0], *attack = q.root->kids[1];
	const struct plan *run = plan_find_run(&planner, heart);
	assert_non_null(run);
	assert_ptr_equal(plan_find_run(&planner, attack), run);
	assert_null(plan_find_run(&planner, q.root->kids[2]));
	assert_true(run->synonyms && !run->from);
	assert_ptr_equal(run->kids[1]->from, heart);
	assert_ptr_equal(plan_find(&planner, attack)->from, attack);
	assert_true(str_eq(run->kids[2]->synonym, STR("mi")));
	assert_int_equal(run->kids[0]->synonym.len, 0);
	planner_release(&planner);
	arena_release(&arena);
}

/* A query's words with their synonyms. */
static void at_most_128_words(void **state)
{
	struct arena arena = {0};
	struct parsed q;
	struct plan *plan;
	struct buf query = {0};
	(void)state;
	for (unsigned i = 0; i < 125; i++)
		buf_printf(&query, "w%u ", i);
	buf_puts(&query, "js tv");
	buf_putc(&query, '\0');
	make(&arena, query.p, MATCH_ALL, &q, &plan);
	assert_int_equal(planner.used.len, 1);
	assert_int_equal(planner.warnings.len, 1);
	assert_non_null(strstr(planner.warnings.v[0].p, "'ecmascript'"));
	planner_release(&planner);
	arena_release(&arena);
	buf_release(&query);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word),
		cmocka_unit_test(words_that_stand_for_themselves),
		cmocka_unit_test(words_side_by_side),
		cmocka_unit_test(a_phrase),
		cmocka_unit_test(who_is_of_what),
		cmocka_unit_test(at_most_128_words),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
