/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/escape.h"
#include "tests/support/test.h"

static void becomes(void (*escape)(struct buf *out, struct str s),
	struct str given, struct str wanted)
{
	struct buf out = {0};
	escape(&out, given);
	assert_true(str_eq(buf_str(&out), wanted));
	buf_release(&out);
}

static void markup(void **state)
{
	(void)state;
	becomes(escape_markup, STR("<a href=\"x\" b='y'>&amp;"),
		STR("&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;"));
	becomes(escape_markup, STR("\xc3\xa9\t\n\r\0\x1b\x7f\xc2\x85."),
		STR("\xc3\xa9\t\n."));
	becomes(escape_markup, STR("\xff\xc3.\xed\xa0\x80\xef\xbf\xbe"),
		STR("\xef\xbf\xbd\xef\xbf\xbd.\xef\xbf\xbd\xef\xbf\xbd\xef\xbf"
		    "\xbd"));
}

static void parts(void **state)
{
	(void)state;
	becomes(escape_part, STR("a-Z_0.~"), STR("a-Z_0.~"));
	becomes(escape_path, STR("a/b c%"), STR("a/b%20c%25"));
	becomes(escape_part, STR(" &=+%/?#\"<\xc3\xa9\0"),
		STR("%20%26%3D%2B%25%2F%3F%23%22%3C%C3%A9%00"));
}

static void links(void **state)
{
	static const char *const good[] = {"https://a.example/", "HTTP://a",
		"/a:b", "a/b:c", "?a:b", "#a:b", "a.html", "//a.example/"};
	static const char *const bad[] = {"", "javascript:alert(1)",
		"JavaScript:alert(1)", " javascript:alert(1)",
		"java\tscript:alert(1)", "data:text/html,x", "vbscript:x",
		"file:///etc/passwd", "\x01javascript:x", "httpx:a", ":"};
	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(escape_is_link(str_from(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(escape_is_link(str_from(bad[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(markup),
		cmocka_unit_test(parts),
		cmocka_unit_test(links),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
