/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/meju.h"
#include "tests/support/made.h"

static char folder[64];
static struct meju_index *idx;
static struct meju_error err;

static const char *const LINE =
	"{\"id\":\"a\",\"title\":\"Rosacea\",\"lang\":\"en\",\"text\":\"Red "
	"wine.\\n\\nAnd more.\",\"author\":\"Kim\",\"tags\":[\"skin\",\"red\"],"
	"\"url\":\"https://example.org/a\",\"date\":\"2023-05-03\","
	"\"modified\":\"2023-06-03T10:20:30Z\",\"boost\":1.5,"
	"\"description\":\"About it.\",\"aliases\":[\"/old\"],"
	"\"isbn\":[1,2],\"price\":{\"eur\":3}}\n"
	"{\"id\":\"b\",\"text\":\"Bare.\"}\n";

static int begin(void **state)
{
	const char *folders[1] = {folder};
	(void)state;
	snprintf(folder, sizeof folder, "%s", temp_dir());
	made_commit(folder, "a.jsonl", LINE, NULL);
	return (int)meju_index_open(folders, 1, NULL, &idx, &err);
}

static int end(void **state)
{
	(void)state;
	meju_index_close(idx);
	remove_tree(folder);
	return 0;
}

static void gives_all_of_it(void **state)
{
	const struct meju_document *d;
	(void)state;
	assert_int_equal(meju_index_document(idx, "a", &d, &err), MEJU_OK);
	assert_int_equal(d->size, sizeof *d);
	assert_string_equal(d->id, "a");
	assert_string_equal(d->title, "Rosacea");
	assert_string_equal(d->text, "Red wine.\n\nAnd more.");
	assert_int_equal(d->text_len, strlen(d->text));
	assert_string_equal(d->description, "About it.");
	assert_string_equal(d->url, "https://example.org/a");
	assert_string_equal(d->language, "en");
	assert_string_equal(d->date, "2023-05-03");
	assert_string_equal(d->modified, "2023-06-03T10:20:30Z");
	assert_string_equal(d->authors[0], "Kim");
	assert_null(d->authors[1]);
	assert_string_equal(d->tags[1], "red");
	assert_string_equal(d->aliases[0], "/old");
	assert_string_equal(d->extra, "{\"isbn\":[1,2],\"price\":{\"eur\":3}}");
	assert_true(d->boost == 1.5);
	assert_string_equal(d->source, "a.jsonl");
	assert_null(d->headings[0]);
	meju_document_free(d);
}

static void what_is_not_there_is_empty(void **state)
{
	const struct meju_document *d;
	(void)state;
	assert_int_equal(meju_index_document(idx, "b", &d, &err), MEJU_OK);
	assert_string_equal(d->title, "");
	assert_string_equal(d->date, "");
	assert_string_equal(d->extra, "{}");
	assert_null(d->tags[0]);
	assert_true(d->boost == 1);
	meju_document_free(d);
	assert_int_equal(
		meju_index_document(idx, "c", &d, &err), MEJU_NOT_FOUND);
	assert_string_equal(err.text, "the index has no document 'c'");
	assert_int_equal(
		meju_index_document(idx, NULL, &d, &err), MEJU_NOT_FOUND);
	meju_document_free(NULL);
}

static void gives_json(void **state)
{
	struct meju_text *text;
	(void)state;
	assert_int_equal(
		meju_index_document_json(idx, "a", &text, &err), MEJU_OK);
	assert_non_null(strstr(text->data, "\"title\":\"Rosacea\""));
	meju_text_free(text);
	assert_int_equal(meju_index_document_json(idx, "c", &text, &err),
		MEJU_NOT_FOUND);
}

static void suggests(void **state)
{
	struct meju_completion *c;
	struct meju_typing t = {.size = sizeof t, .text = "ros", .now = 1};
	(void)state;
	assert_int_equal(meju_suggest(idx, &t, &c, &err), MEJU_OK);
	const struct meju_suggestion *const *s = meju_completion_suggestions(c);
	assert_string_equal(s[0]->text, "rosacea");
	assert_false(s[0]->title);
	assert_string_equal(s[0]->id, "");
	assert_int_equal(s[0]->documents, 1);
	assert_string_equal(s[1]->text, "Rosacea");
	assert_true(s[1]->title);
	assert_string_equal(s[1]->id, "a");
	assert_string_equal(s[1]->url, "https://example.org/a");
	assert_null(s[2]);
	meju_completion_free(c);
	t.filter = "id:b";
	assert_int_equal(meju_suggest(idx, &t, &c, &err), MEJU_OK);
	assert_null(meju_completion_suggestions(c)[0]);
	meju_completion_free(c);
	t.filter = NULL;
	t.limit = 101;
	assert_int_equal(meju_suggest(idx, &t, &c, &err), MEJU_LIMIT);
	assert_string_equal(
		err.text, "suggestions may be 100 at most, not 101");
	meju_completion_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_all_of_it),
		cmocka_unit_test(what_is_not_there_is_empty),
		cmocka_unit_test(gives_json),
		cmocka_unit_test(suggests),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
