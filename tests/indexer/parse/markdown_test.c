/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/json.h"
#include "indexer/parse/strip.h"
#include "tests/indexer/parse/parsed.h"

static void sections_and_lines(void **state)
{
	(void)state;
	struct parsed t = {0};
	struct document *d = parsed_one(&t, "a.md",
		"---\ntitle: T\n---\nIntro *with*\ntwo lines.\n\n"
		"## First `code` {#one}\n\n- a\n- b [link](http://u)\n\n"
		"![alt text](i.png)\n\n```c\nint x;\n```\n\nSecond\n------\n"
		"<b>raw</b> x\n\n<div>block\ntwo</div>\n\n## Second\n");
	assert_str(d->title, "T");
	assert_int_equal(d->sections.len, 4);
	assert_str(d->sections.v[1].heading, "First code");
	assert_str(d->sections.v[1].anchor, "one");
	assert_int_equal(d->sections.v[1].line, 7);
	assert_str(d->sections.v[2].anchor, "second");
	assert_str(d->sections.v[3].anchor, "second-1");
	assert_text(d, "Intro with\ntwo lines.\n\na\n\nb link\n\nalt text\n\n"
		       "int x;\n\nraw x\n\nblock two");
	static const struct {
		const char *text;
		unsigned line;
	} places[] = {{"Intro", 4}, {"two lines", 5}, {"b link", 10},
		{"alt", 12}, {"int x", 15}, {"raw", 20}, {"block", 22}};
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		const char *p = memmem(d->text.p, d->text.len, places[i].text,
			strlen(places[i].text));
		assert_int_equal(document_line(d, (uint32_t)(p - d->text.p)),
			places[i].line);
	}
	parser_release(&t.p);
}

/* Each of these words stands on the line that the mark says. */
static void lines_of_code(void **state)
{
	(void)state;
	static const char source[] =
		"    indented\n      more\n\n\n    behind\n\n\nx\n\n"
		"```js\njs\n```\n\n~~~\ntilde\n\nlast\n\n\n\n~~~\n\n"
		"- item\n\n      within\n\n  ```\n  fenced\n  ```\n\n"
		"> ```\n> quoted\n> ```\n\n```\n\nafter\n";
	static const char *const words[] = {"indented", "more", "behind",
		"tilde", "last", "within", "fenced", "quoted", "after"};
	struct parsed t = {0};
	struct document *d = parsed_one(&t, "a.md", source);
	struct str text = buf_str(&d->text);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const char *at = strstr(source, words[i]), *p = source;
		const char *got =
			memmem(text.p, text.len, words[i], strlen(words[i]));
		unsigned line = 1;
		while ((p = memchr(p, '\n', (size_t)(at - p))))
			p++, line++;
		assert_non_null(got);
		assert_int_equal(
			document_line(d, (uint32_t)(got - text.p)), line);
	}
	assert_int_equal(
		document_line(d, (uint32_t)((char *)memmem(text.p, text.len,
						    "\njs\n", 4) +
					    1 - text.p)),
		11);
	parser_release(&t.p);
}

static void first_headings(void **state)
{
	(void)state;
	struct parsed t = {0};
	struct document *d = parsed_one(&t, "a.md", "# The name\n\nx\n");
	assert_str(d->title, "The name");
	assert_int_equal(d->sections.len, 1);
	d = parsed_one(&t, "a.md", "---\ntitle: T\n---\n# H\n\nx\n");
	assert_str(d->title, "T");
	assert_list(&d->names, "H");
	assert_int_equal(d->sections.len, 2);
	d = parsed_one(&t, "a.md", "## Z\n\nx\n\n# H\n\ny\n");
	assert_str(d->title, "H");
	assert_int_equal(d->sections.len, 3);
	parser_release(&t.p);
}

static void front_matter_in_error(void **state)
{
	(void)state;
	struct parsed t = {0};
	struct document *d = parsed_one(
		&t, "a.md", "---\ntitle: T\nx: [1\ny: }\n---\nText.\n");
	assert_text(d, "Text.");
	assert_str(d->title, "A");
	assert_int_equal(d->warnings.len, 1);
	assert_true(str_starts(d->warnings.v[0], STR("line ")));
	parser_release(&t.p);
}

/* ---- CommonMark's examples ---- */

static void put_squeezed(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] > ' ')
			buf_putc(out, s.p[i]);
}

/* All that a reader sees: headings and text, without white space. */
static void visible(const struct document *d, struct buf *out)
{
	buf_clear(out);
	bool titled = false;
	for (size_t i = 0; i < d->sections.len; i++)
		titled |= d->sections.v[i].level == 1 &&
			  str_eq(d->sections.v[i].heading, d->title);
	if (!titled)
		put_squeezed(out, d->title);
	for (size_t i = 0; i < d->sections.len; i++) {
		size_t end = i + 1 < d->sections.len ? d->sections.v[i + 1].off
						     : d->text.len;
		put_squeezed(out, d->sections.v[i].heading);
		put_squeezed(out, str_slice(buf_str(&d->text),
					  d->sections.v[i].off, end));
	}
}

/* The expected HTML as an alt-keeping stripper sees it. */
static void expected(struct str html, struct buf *out)
{
	struct document d = {0};
	struct body b;
	struct buf plain = {0};
	for (size_t at = 0; at < html.len; at++) {
		struct str rest = str_slice(html, at, html.len);
		if (str_starts(rest, STR("alt=\""))) {
			size_t end = str_find(html, at + 5, '"');
			buf_putc(&plain, '>');
			buf_put_str(&plain, str_slice(html, at + 5, end));
			buf_puts(&plain, "<i");
			at = end;
		} else {
			buf_putc(&plain, html.p[at]);
		}
	}
	document_clear(&d);
	body_begin(&b, &d);
	strip_tags(&b, buf_str(&plain), 0);
	assert_int_equal(body_finish(&b), OK);
	buf_clear(out);
	put_squeezed(out, buf_str(&d.text));
	buf_release(&plain);
	document_release(&d);
}

/* Where our text is meant to differ, by the example's number. */
static const unsigned different[] = {
	78,       /* the first h1 is the title, which comes first        */
	164,      /* <Warning> is taken for a component of MDX           */
	179, 185, /* comments go before Markdown sees them               */
	356, 628, /* the examples are of a later version than cmark      */
	618, 631, /* the expected HTML is too odd for the test's eyes    */
};

static bool is_different(unsigned number)
{
	for (size_t i = 0; i < sizeof different / sizeof *different; i++)
		if (different[i] == number)
			return true;
	return false;
}

static const char *example_text(const struct value *v, const char *key)
{
	const struct value *text = value_get(v, key);
	assert_non_null(text);
	return text->text.p;
}

static void commonmark_examples(void **state)
{
	(void)state;
	const char *path =
		shared_file("conformance/commonmark-spec-tests.json");
	if (!path)
		skip();
	struct buf bytes = read_all(path), got = {0}, want = {0};
	struct arena arena = {0};
	struct json *j = json_new();
	struct value *v;
	const char *why;
	struct parsed t = {0};
	unsigned count = 0, wrong = 0;
	assert_int_equal(json_parse(j, buf_str(&bytes), 0, &why), OK);
	while (json_next(j, &arena, &v, &why) == OK) {
		unsigned number =
			(unsigned)strtoul(example_text(v, "example"), NULL, 10);
		const struct value *markdown = value_get(v, "markdown");
		/* Before the text a title, so that none is made up. */
		struct buf source = {0};
		buf_puts(&source, "---\ntitle: ''\n---\n");
		buf_put_str(&source, markdown->text);
		parsed_bytes(&t, ".md.md", buf_str(&source));
		buf_release(&source);
		assert_int_equal(t.docs, 1);
		visible(&t.p.doc, &got);
		expected(value_get(v, "html")->text, &want);
		count++;
		struct str body = buf_str(&got);
		if (str_starts(body, STR(".md")))
			body = str_slice(body, 3, body.len);
		bool same = str_eq(body, buf_str(&want));
		if (same != is_different(number)) {
			continue;
		}
		wrong++;
		printf("example %u: " STR_FMT "\n  got  " STR_FMT
		       "\n  want " STR_FMT "\n",
			number, STR_ARG(markdown->text), STR_ARG(body),
			STR_ARG(buf_str(&want)));
	}
	assert_int_equal(count, 655);
	assert_int_equal(wrong, 0);
	parser_release(&t.p);
	json_free(j);
	arena_release(&arena);
	buf_release(&bytes);
	buf_release(&got);
	buf_release(&want);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sections_and_lines),
		cmocka_unit_test(lines_of_code),
		cmocka_unit_test(first_headings),
		cmocka_unit_test(front_matter_in_error),
		cmocka_unit_test(commonmark_examples),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
