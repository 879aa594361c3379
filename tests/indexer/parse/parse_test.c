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

struct repeated {
	const char *path, *before, *piece;
	unsigned times;
	const char *after, *sentence;
};

static struct buf repeat(const struct repeated *c)
{
	struct buf b = {0};
	buf_puts(&b, c->before);
	for (unsigned i = 0; i < c->times; i++)
		buf_puts(&b, c->piece);
	buf_puts(&b, c->after);
	return b;
}

/* What is said of one document, which is taken all the same. */
static void warnings(void **state)
{
	(void)state;
	static const struct repeated cases[] = {
		{"a.md", "---\nfoo: ", "x", 70000, "\n---\nText.\n",
			"line 2: the front matter is ignored: longer than 64 "
			"KiB"},
		{"a.md", "---\na: &a [", "1,", 1000,
			"1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\n"
			"c: [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n---\nText.\n",
			"the front matter is ignored: more values than 65,536"},
		{"a.md", "---\na: ", "[", 40, "]\n---\nText.\n",
			"the front matter is ignored: nested deeper than 32"},
		{"a.md", "+++\n", "a.", 100000, "a = 1\n+++\nText.\n",
			"the front matter is ignored: too many dotted keys"},
		{"a.md", "+++\na = ", "[", 40, "]\n+++\nText.\n",
			"the front matter is ignored: Error while parsing "
			"array"},
		{"a.md", "+++\n\303\244 = 1\n", "", 0, "+++\nText.\n",
			"1: the front matter is ignored: a letter outside of "
			"quotes"},
		{"a.md", "+++\na = '", "x", 1 << 20, "'\n+++\nText.\n",
			"1: the front matter is ignored: longer than 1 MiB"},
		{"a.md", "---\nfoo: [", "x,", 20000, "x]\n---\nText.\n",
			"'foo' is too long and left out"},
		{"a.md", "", "# h\n", DOCUMENT_SECTIONS_MAX + 2, "",
			"line 10001: headings beyond 10000 are taken as text"},
		{"a.txt", "", "sixteen letters\n", (16 << 16) + 9, "",
			"text beyond 16 MiB is left out"},
		{"a.md", "", "> ", 100000, "x",
			"too intricate for Markdown, so taken as plain text"},
		{"a.html", "<p>", "<div>", 100000, "x",
			"too intricate for HTML, so taken without its "
			"structure"},
	};
	struct parsed t = {0};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b = repeat(&cases[i]);
		parsed_bytes(&t, cases[i].path, buf_str(&b));
		assert_int_equal(t.docs, 1);
		const strings *said = &t.p.doc.warnings;
		if (said->len != 1 || !strstr(said->v[0].p, cases[i].sentence))
			fail_msg("%zu: '%s' instead of '%s'", i,
				said->len ? said->v[0].p : "",
				cases[i].sentence);
		buf_release(&b);
	}
	parser_release(&t.p);
}

/* Why a line of JSONL, or a list, is left out. */
static void skips(void **state)
{
	(void)state;
	static const struct repeated cases[] = {
		{"a.jsonl", "{\"text\":[", "1,", 140000, "1]}",
			"not a JSON object: more values than 131,072"},
		{"a.jsonl", "{\"text\":", "[", 40, "]}",
			"not a JSON object: nested deeper than 33"},
		{"a.jsonl", "[1]", "", 0, "",
			"not a JSON object: another kind of value"},
		{"a.jsonl", "{\"text\":\"", "sixteen letters ", (16 << 16) + 9,
			"\"}", "its text is longer than 16 MiB"},
	};
	struct parsed t = {0};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b = repeat(&cases[i]);
		parsed_bytes(&t, cases[i].path, buf_str(&b));
		if (!strstr(t.skipped, cases[i].sentence))
			fail_msg("%zu: '%s' instead of '%s'", i, t.skipped,
				cases[i].sentence);
		buf_release(&b);
	}
	parser_release(&t.p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_by_name),
		cmocka_unit_test(encodings),
		cmocka_unit_test(binary),
		cmocka_unit_test(what_paths_say),
		cmocka_unit_test(languages_of_paths),
		cmocka_unit_test(warnings),
		cmocka_unit_test(skips),
		cmocka_unit_test(errors_of_emit_come_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
