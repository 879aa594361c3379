/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/similar.h"
#include "query/search.h"
#include "tests/support/made.h"

static const char *const LINES =
	"{\"id\":\"a\",\"title\":\"Kefir\",\"lang\":\"en\",\"text\":\"Kefir "
	"grains ferment the milk. Kefir tastes sour, 1907.\"}\n"
	"{\"id\":\"b\",\"title\":\"Grains\",\"lang\":\"en\",\"text\":\"The "
	"grains of kefir live on sour milk.\"}\n"
	"{\"id\":\"c\",\"title\":\"Milk\",\"lang\":\"en\",\"text\":\"The milk "
	"of the cow, 1907, and the cow.\"}\n"
	"{\"id\":\"d\",\"title\":\"Stones\",\"lang\":\"en\",\"text\":\"The "
	"stones are hard.\"}\n";

static char folder[64];
static struct searcher searcher;

static int begin(void **state)
{
	const char *folders[1];
	struct error err = {0};
	(void)state;
	snprintf(folder, sizeof folder, "%s", temp_dir());
	made_commit(folder, "a.jsonl", LINES, NULL);
	folders[0] = folder;
	return searcher_open(&searcher, folders, 1, &err) == OK ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	searcher_close(&searcher);
	remove_tree(folder);
	return 0;
}

static void words_that_tell_most(void **state)
{
	struct arena arena = {0};
	struct stored_reader reader = {0};
	struct search_hit hit;
	struct record record;
	struct similar like;
	struct error err = {0};
	struct corpus corpus = searcher_corpus(&searcher);
	(void)state;
	assert_int_equal(searcher_find(&searcher, TERM_ID, STR("a"), &hit), OK);
	assert_int_equal(
		search_record(&reader, &arena, &hit, &record, &err), OK);
	assert_int_equal(similar_words(&like, &corpus, &record, &arena), OK);
	assert_true(str_eq(like.words[0].stem, STR("kefir")));
	for (uint32_t i = 0; i < like.count; i++) {
		/* stop words, numbers, what no other document has */
		assert_false(str_eq(like.words[i].stem, STR("the")));
		assert_false(str_eq(like.words[i].stem, STR("1907")));
		assert_false(str_eq(like.words[i].stem, STR("ferment")));
		assert_true(like.words[i].weight > 0);
		assert_true(like.words[i].weight < 1);
		assert_true(i == 0 ||
			    like.words[i].value <= like.words[i - 1].value);
	}
	assert_int_equal(like.count, 4); /* kefir grain milk sour */
	stored_reader_release(&reader);
	arena_release(&arena);
}

/* The ids of what is like `id`, as one text. */
static void check(struct str id, struct str query, const char *wanted)
{
	struct search_result r = {0};
	struct stored_reader reader = {0};
	struct arena arena = {0};
	struct error err = {0};
	struct search_request q = {
		.similar = id, .query = query, .limit = 10, .total = true};
	struct buf got = {0};
	assert_int_equal(search_run(&searcher, &q, &r, &err), OK);
	for (uint32_t i = 0; i < r.count; i++) {
		struct record record;
		assert_int_equal(search_record(&reader, &arena, &r.hits[i],
					 &record, &err),
			OK);
		buf_put_str(&got, record.id);
	}
	assert_true(str_eq(buf_str(&got), str_from(wanted)));
	buf_release(&got);
	assert_int_equal(r.total, strlen(wanted));
	stored_reader_release(&reader);
	arena_release(&arena);
	search_result_release(&r);
}

static void others_come_by_likeness(void **state)
{
	(void)state;
	check(STR("a"), STR(""), "bc");
	check(STR("b"), STR(""), "ac");
	check(STR("d"), STR(""), "");
}

static void the_query_narrows(void **state)
{
	(void)state;
	check(STR("a"), STR("cow"), "c");
	check(STR("a"), STR("-cow"), "b");
	check(STR("a"), STR("lang:en"), "bc");
	check(STR("a"), STR("lang:de"), "");
}

static void an_unknown_id_is_said(void **state)
{
	struct search_result r = {0};
	struct error err = {0};
	struct search_request q = {.similar = STR("x"), .limit = 10};
	(void)state;
	assert_int_equal(search_run(&searcher, &q, &r, &err), ERR_NOT_FOUND);
	assert_string_equal(err.text, "the index has no document 'x'");
	search_result_release(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_that_tell_most),
		cmocka_unit_test(others_come_by_likeness),
		cmocka_unit_test(the_query_narrows),
		cmocka_unit_test(an_unknown_id_is_said),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
