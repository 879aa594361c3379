/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/indexer/parse/parsed.h"

static void forms_by_name(void **state)
{
	(void)state;
	assert_string_equal(form_find(STR("a/b.MD"))->name, "markdown");
	assert_string_equal(form_find(STR("x.en.mdx"))->name, "markdown");
	assert_string_equal(form_find(STR("x.xhtml"))->name, "html");
	assert_string_equal(form_find(STR("x.ndjson"))->name, "jsonl");
	assert_null(form_find(STR("x.png")));
	assert_null(form_find(STR("md")));
	assert_null(form_find(STR(".md")));
	assert_null(form_find(STR("a.md/b")));
	assert_null(form_named(STR("pdf")));
	assert_string_equal(form_named(STR("text"))->name, "text");
}

static void encodings(void **state)
{
	(void)state;
	struct parsed t = {0};
	static const char le[] = "\xff\xfe"
				 "G\0r\0\xfc\0\x3d\xd8\x00\xde";
	static const char be[] = "\xfe\xff"
				 "\0G\0r\0\xfc\xd8\x3d\xde\x00";
	parsed_bytes(&t, "a.txt", (struct str){le, sizeof le - 1});
	assert_text(&t.p.doc, "Gr\u00fc\U0001f600");
	parsed_bytes(&t, "a.txt", (struct str){be, sizeof be - 1});
	assert_text(&t.p.doc, "Gr\u00fc\U0001f600");
	parsed_bytes(&t, "a.md", STR("\xef\xbb\xbf---\ntitle: T\n---\nx\n"));
	assert_str(t.p.doc.title, "T");
	assert_text(&t.p.doc, "x");
	parsed_bytes(&t, "a.md", STR("caf\xe9 ok \xf0\x9f\x98"));
	assert_text(&t.p.doc, "caf\ufffd ok \ufffd");
	assert_int_equal(t.p.doc.warnings.len, 1);
	parser_release(&t.p);
}

static void binary(void **state)
{
	(void)state;
	struct parsed t = {0};
	parsed_bytes(&t, "a.md",
		STR("\x7f"
		    "ELF\0\1\2"));
	assert_int_equal(t.docs, 0);
	assert_int_equal(t.skips, 1);
	assert_string_equal(t.skipped, "binary: it holds NUL bytes");
	parser_release(&t.p);
}

static void what_paths_say(void **state)
{
	(void)state;
	struct parsed t = {0};
	struct document *d = parsed_one(&t, "p/2024-02-13-gut-skin.md", "x");
	assert_str(d->title, "Gut skin");
	assert_int_equal(d->date, 1707782400);
	assert_false(d->draft);
	d = parsed_one(&t, "p/2044-02-13-gut-skin.md", "x");
	assert_true(d->draft);
	d = parsed_one(&t, "_drafts/x.md", "x");
	assert_true(d->draft);
	d = parsed_one(&t, "guides/first-aid/index.md", "x");
	assert_str(d->title, "First aid");
	parser_release(&t.p);
}

static void languages_of_paths(void **state)
{
	(void)state;
	static const char *const cases[][2] = {{"a/x.fr.md", "fr"},
		{"content/de/x.md", "de"}, {"es/a/x.md", "es"},
		{"i18n/ru/docs/x.md", "ru"}, {"docs/i18n/tr/x.md", "tr"},
		{"a/it/x.md", ""}, {"x.zz.md", ""}, {"fr.md", ""},
		{"a/b.md", ""}};
	struct parsed t = {0};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_str(parsed_one(&t, cases[i][0], "x")->language,
			cases[i][1]);
	assert_str(t.p.doc.title, "B");
	assert_str(
		parsed_one(&t, "de/x.fr.md", "---\nlang: pt\n---\n")->language,
		"pt");
	assert_str(parsed_one(&t, "gut-skin.fr.md", "x")->title, "Gut skin");
	parser_release(&t.p);
}

static enum status refuse(void *data, struct document *d)
{
	(void)data, (void)d;
	return ERR_IO;
}

static void errors_of_emit_come_back(void **state)
{
	(void)state;
	struct parser p = {.emit = refuse, .path = STR("a.jsonl")};
	assert_int_equal(
		parse_bytes(&p, form_find(p.path), STR("{}\n{}")), ERR_IO);
	parser_release(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_by_name),
		cmocka_unit_test(encodings),
		cmocka_unit_test(binary),
		cmocka_unit_test(what_paths_say),
		cmocka_unit_test(languages_of_paths),
		cmocka_unit_test(errors_of_emit_come_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
