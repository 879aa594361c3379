/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/indexer/parse/parsed.h"

static void look_at_all(struct document *d, unsigned number)
{
	assert_int_equal(number, 0);
	assert_true(d->dumped);
	assert_str(d->id, "a/b.md");
	assert_str(d->source, "s.jsonl");
	assert_str(d->title, "https://a \t title");
	assert_str(d->url, "/u");
	assert_str(d->language, "");
	assert_int_equal(d->date, 4102444800); /* the future, yet no draft */
	assert_int_equal(d->modified, INT64_MIN + 1);
	assert_false(d->draft);
	assert_list(&d->names, "N");
	assert_list(&d->tags, "x, y|z");
	assert_int_equal(d->extras.len, 2);
	assert_str(d->extras.v[0].key, "title");
	assert_str(d->extras.v[1].json, "[1,{}]");
	assert_text(d, "one\ntwo");
	assert_int_equal(d->sections.len, 2);
	assert_str(d->sections.v[1].heading, "H");
	assert_int_equal(document_line(d, 0), 2);
	assert_int_equal(document_line(d, 5), 9);
	assert_false(d->one_line);
}

static void all(void **state)
{
	(void)state;
	struct parsed t = {.look = look_at_all};
	parsed_bytes(&t, "de/2020-01-01-x.jsonl",
		STR("{\"meju-dump\":1,\"id\":\"a/b.md\",\"source\":\"s.jsonl\","
		    "\"title\":\"https://a \\t title\",\"url\":\"/u\","
		    "\"date\":\"2100-01-01T00:00:00Z\","
		    "\"modified\":-9223372036854775807,\"names\":[\"N\"],"
		    "\"tags\":[\"x, y\",\"z\"],\"draft\":true,\"extras\":"
		    "{\"title\":{\"a\":1},\"params.b\":[1,{}]},"
		    "\"sections\":[{\"at\":4,\"line\":8,\"level\":2,"
		    "\"heading\":\"H\"}],\"lines\":\"0:2 4:9\","
		    "\"one_line\":false,\"text\":\"one\\ntwo\"}"));
	assert_int_equal(t.docs, 1);
	assert_int_equal(t.skips, 0);
	parser_release(&t.p);
}

static void refusals(void **state)
{
	(void)state;
#define KIND "a member is of another kind than in a dump"
#define RANGE "a number is out of its range"
#define PLACE "a section is where none can be"
#define LINES "its lines make no sense"
	static const char *const wrong[][2] = {
		{"\"id\":7", "a document of a dump without its id"},
		{"\"id\":\"\"", "a document of a dump without its id"},
		{"\"id\":\"a\",\"title\":[]", KIND},
		{"\"id\":\"a\",\"date\":\"soon\"", "a date is none"},
		{"\"id\":\"a\",\"date\":1.5", "a date is none"},
		{"\"id\":\"a\",\"boost\":-1", RANGE},
		{"\"id\":\"a\",\"tags\":[1]",
			"a list holds other things than texts"},
		{"\"id\":\"a\",\"extras\":[]", KIND},
		{"\"id\":\"a\",\"sections\":[1]", PLACE},
		{"\"id\":\"a\",\"text\":\"\303\244\",\"sections\":"
		 "[{\"at\":1,\"level\":1}]",
			PLACE},
		{"\"id\":\"a\",\"sections\":[{\"at\":0,\"level\":7}]", RANGE},
		{"\"id\":\"a\",\"text\":\"abc\",\"sections\":"
		 "[{\"at\":2,\"level\":1},{\"at\":1,\"level\":1}]",
			PLACE},
		{"\"id\":\"a\",\"text\":\"abc\",\"lines\":\"4:1\"", LINES},
		{"\"id\":\"a\",\"text\":\"abc\",\"lines\":\"1:1 1:2\"", LINES},
		{"\"id\":\"a\",\"text\":\"abc\",\"lines\":\"1\"", LINES},
		{"\"id\":\"a\",\"text\":\"abc\",\"lines\":\"-1:2\"", LINES},
		{"\"id\":\"a\",\"text\":\"abc\",\"lines\":\"1: 2\"", LINES},
		{"\"id\":\"a\",\"text\":\"abc\",\"lines\":\":\"", LINES},
	};
	struct parsed t = {0};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct buf b = {0};
		buf_printf(&b, "{\"meju-dump\":1,%s}\n", wrong[i][0]);
		parsed_bytes(&t, "x.jsonl", buf_str(&b));
		if (t.docs != 0 || t.skips != 1 ||
			strcmp(t.skipped, wrong[i][1]) != 0)
			fail_msg("%s: '%s', not '%s'", wrong[i][0], t.skipped,
				wrong[i][1]);
		buf_release(&b);
	}
	parser_release(&t.p);
}

static void long_texts(void **state)
{
	(void)state;
	struct parsed t = {0};
	struct buf b = {0};
	buf_puts(&b, "{\"meju-dump\":1,\"id\":\"a\",\"title\":\"");
	for (int i = 0; i < DOCUMENT_FIELD_MAX + 1; i++)
		buf_putc(&b, 'x');
	buf_puts(&b, "\"}");
	parsed_bytes(&t, "x.jsonl", buf_str(&b));
	assert_int_equal(t.skips, 1);
	assert_string_equal(t.skipped, "a text is too long for its member");
	buf_release(&b);
	parser_release(&t.p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all),
		cmocka_unit_test(refusals),
		cmocka_unit_test(long_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
