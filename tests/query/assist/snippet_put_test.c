/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "query/assist/snippet.h"

static void expect(const struct snippet *s, const char *text,
	enum snippet_form form, const char *want)
{
	struct buf got = {0};
	snippet_put(s, str_from(text), form, &got);
	buf_putc(&got, '\0');
	assert_string_equal(got.p, want);
	buf_release(&got);
}

static void forms(void **state)
{
	(void)state;
	static const char text[] = "a <b> & \"c\"\n\n 'd'";
	struct mark marks[] = {{2, 3, 1}, {14, 3, 1}};
	struct snippet s = {.count = 1, .marks = {marks, 2, 2}};
	s.fragments[0] = (struct fragment){.len = sizeof text - 1, .marks = 2};
	expect(&s, text, SNIPPET_PLAIN, "a <b> & \"c\" 'd'");
	expect(&s, text, SNIPPET_ANSI,
		"a \x1b[1;31m<b>\x1b[0m & \"c\" \x1b[1;31m'd'\x1b[0m");
	expect(&s, text, SNIPPET_HTML,
		"a <mark>&lt;b&gt;</mark> &amp; &quot;c&quot; "
		"<mark>&#39;d&#39;</mark>");
}

static void ellipses(void **state)
{
	(void)state;
	static const char text[] = "one two three four";
	struct snippet s = {.count = 2};
	s.fragments[0] = (struct fragment){.off = 8, .len = 5};
	s.fragments[1] = (struct fragment){.len = 4};
	expect(&s, text, SNIPPET_PLAIN, "three \u2026 one");
	s.fragments[0].cut_end = s.fragments[0].cut_front = true;
	s.fragments[1].cut_end = true;
	expect(&s, text, SNIPPET_PLAIN, "\u2026three\u2026 one\u2026");
	s.fragments[1].cut_front = true;
	expect(&s, text, SNIPPET_PLAIN, "\u2026three\u2026 one\u2026");
	s.fragments[0].cut_end = false;
	expect(&s, text, SNIPPET_PLAIN, "\u2026three \u2026 one\u2026");
	s.count = 0;
	expect(&s, text, SNIPPET_HTML, "");
}

static void tables(void **state)
{
	(void)state;
	static const char text[] =
		"| a | b |\n| c |   | d |\n\nx || y | z | w |";
	struct snippet s = {.count = 1};
	s.fragments[0] = (struct fragment){.len = sizeof text - 1};
	expect(&s, text, SNIPPET_PLAIN, "a | b | c | d | x || y | z | w |");
}

static void nothing_controls(void **state)
{
	(void)state;
	static const char text[] = "a\x1b]0;x\x07 \xc2\x9b"
				   "1m \u202eb\u2066 "
				   "c\u2028d\u3000e\u00a0\r\n\tf\x7f \xff\xe8";
	struct snippet s = {.count = 1};
	s.fragments[0] = (struct fragment){.len = sizeof text - 1};
	for (enum snippet_form f = SNIPPET_PLAIN; f <= SNIPPET_HTML; f++)
		expect(&s, text, f, "a ]0;x 1m b c d e f \ufffd\ufffd");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms),
		cmocka_unit_test(ellipses),
		cmocka_unit_test(tables),
		cmocka_unit_test(nothing_controls),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
