/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/indexer/parse/parsed.h"

static void look_at_lines(struct document *d, unsigned number)
{
	switch (number) {
	case 0:
		assert_str(d->id, "a");
		assert_str(d->title, "T");
		assert_text(d, "one\ntwo\n\nthree");
		assert_int_equal(document_line(d, 0), 1);
		assert_int_equal(document_line(d, d->text.len - 1), 1);
		assert_list(&d->tags, "x|y");
		assert_int_equal(d->extras.len, 1);
		assert_str(d->extras.v[0].key, "pages");
		assert_str(d->extras.v[0].json, "[1,2.5,\"q\\\"\"]");
		break;
	case 1:
		assert_str(d->id, "17");
		assert_text(d, "body");
		assert_int_equal(document_line(d, 0), 4);
		break;
	case 2:
		assert_str(d->id, "x.jsonl#5");
		assert_text(d, "c");
		break;
	default:
		fail();
	}
}

static void lines(void **state)
{
	(void)state;
	struct parsed t = {.look = look_at_lines};
	parsed_bytes(&t, "x.jsonl",
		STR("{\"id\":\"a\",\"title\":\"T\",\"text\":"
		    "\"one\\ntwo\\n\\nthree\","
		    "\"tags\":[\"x\",\"y\"],\"pages\":[1,2.5,\"q\\\"\"]}\n"
		    "\n"
		    "{bad\n"
		    "{\"id\":17,\"body\":\"body\"}\n"
		    "{\"contents\":\"c\"}"));
	assert_int_equal(t.docs, 3);
	assert_int_equal(t.skips, 1);
	assert_int_equal(t.skipped_line, 3);
	assert_string_equal(t.skipped, "not a JSON object: not valid JSON");
	parser_release(&t.p);
}

static void limits(void **state)
{
	(void)state;
	struct parsed t = {0};
	struct buf b = {0};
	buf_puts(&b, "{\"a\":");
	for (int i = 0; i < 40; i++)
		buf_putc(&b, '[');
	for (int i = 0; i < 40; i++)
		buf_putc(&b, ']');
	buf_puts(&b, "}\n[1]\n3\n{\"text\":\"");
	size_t room = DOCUMENT_TEXT_MAX + 1;
	char *p = buf_reserve(&b, room);
	memset(p, 'a', room);
	b.len += room;
	buf_puts(&b, "\"}\n{\"text\":\"fine\"}\n");
	parsed_bytes(&t, "x.jsonl", buf_str(&b));
	assert_int_equal(t.docs, 1);
	assert_int_equal(t.skips, 4);
	assert_int_equal(t.skipped_line, 4);
	buf_release(&b);
	parser_release(&t.p);
}

static void json_files(void **state)
{
	(void)state;
	struct parsed t = {0};
	parsed_bytes(
		&t, "x.json", STR("[{\"text\":\"a\"},\n3,{\"id\":\"b\"}]\n"));
	assert_int_equal(t.docs, 2);
	assert_int_equal(t.skips, 1);
	parsed_bytes(&t, "x.json", STR("{\n \"title\": \"t\"\n}\n"));
	assert_int_equal(t.docs, 1);
	assert_str(t.p.doc.title, "t");
	parsed_bytes(&t, "x.json", STR("{\"id\":1}\n{\"id\":2}\n"));
	assert_int_equal(t.docs, 2);
	parsed_bytes(&t, "x.json", STR("{nothing"));
	assert_int_equal(t.docs, 0);
	assert_int_equal(t.skips, 1);
	parsed_bytes(&t, "x.json", STR("\n"));
	assert_int_equal(t.docs + t.skips, 0);
	parser_release(&t.p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines),
		cmocka_unit_test(limits),
		cmocka_unit_test(json_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
