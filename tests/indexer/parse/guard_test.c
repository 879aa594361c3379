/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inputs made to cost a parser quadratic time or memory.  The aim is a second
 * of processor time and 64 MB for a megabyte; the bound here leaves room for
 * sanitizers and busy machines.
 */
#include "tests/indexer/parse/parsed.h"

#include <time.h>

enum { SECONDS_MAX = 8 };

struct attack {
	const char *path, *before, *again, *after;
};

static const struct attack attacks[] = {
	{"a.html", "", "<div>", ""},
	{"a.html", "<svg>", "<g>", ""},
	{"a.html", "<svg>", "<tr>", ""},
	{"a.html", "", "<font>", ""},
	{"a.html", "", "<table><tr><td>", ""},
	{"a.html", "", "<template><table>", ""},
	{"a.html", "<table>", "a<b>", ""},
	{"a.html", "", "<b><a><p></b></a>", ""},
	{"a.html", "<a ", "b c=d ", ">"},
	{"a.html", "", "<p><button>", ""},
	{"a.html", "", "<li>", ""},
	{"a.html", "", "<!--", ""},
	{"a.html", "", "<a b=\"", ""},
	{"a.html", "", "<h1>a", ""},
	{"a.html", "", "&notit;", ""},
	{"a.html", "", "<div class=byline>a", ""},
	{"a.html", "<script type='application/ld+json'>", "[", ""},
	{"a.md", "", "[", ""},
	{"a.md", "", "> ", "a"},
	{"a.md", "", "- ", "a"},
	{"a.md", "", "*a ", ""},
	{"a.md", "", "_a *b ", ""},
	{"a.md", "", "*a_ ", ""},
	{"a.md", "", "`a ``b ", ""},
	{"a.md", "", "<!--", ""},
	{"a.md", "", "</<!--", ""},
	{"a.md", "", "<![CDATA[", ""},
	{"a.md", "", "<?", ""},
	{"a.md", "", "<!A ", ""},
	{"a.md", "", "[a](b", ""},
	{"a.md", "", "[a](<b", ""},
	{"a.md", "", "![[]()", ""},
	{"a.md", "", "[a]: b\n", ""},
	{"a.md", "", "**x [a*b**c*](d)", ""},
	{"a.md", "", "{{", ""},
	{"a.md", "", "{#", ""},
	{"a.md", "", "<A b={", ""},
	{"a.md", "", "[^", ""},
	{"a.md", "", "# a\n", ""},
	{"a.md", "", "~~~\n", ""},
	{"a.md", "", "<div>\n", ""},
	{"a.md", "---\na: ", "[", "\n---\n"},
	{"a.md", "---\na: ", "{", "\n---\n"},
	{"a.md", "---\na: ", "[ \"]\", ", "\n---\n"},
	{"a.md", "---\n", "- ", "\n---\n"},
	{"a.md", "---\n", "? ", "\n---\n"},
	{"a.md", "---\n", "k: v\n", "---\n"},
	{"a.md", "+++\na = ", "[", "\n+++\n"},
	{"a.md", "+++\n", "a.", "a=1\n+++\n"},
	{"a.md", "+++\n", "a={", "\n+++\n"},
	{"a.md", "", "{\"a\":", "\n"},
	{"a.jsonl", "", "[", ""},
	{"a.jsonl", "", "{\"a\":", ""},
	{"a.jsonl", "{\"a\":[", "0,", "0]}"},
	{"a.jsonl", "", "{}\n", ""},
	{"a.json", "[", "{},", "{}]"},
	{"a.txt", "T\nPublished on 13 Feb 2024\n", "a b\n", ""},
};

static struct parsed t; /* one for all: parsers are for many files */

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double worst;

static void parse_timed(const char *path, const char *what, struct str bytes)
{
	double from = seconds();
	parsed_bytes(&t, path, bytes);
	double took = seconds() - from;
	if (took > SECONDS_MAX)
		fail_msg("%s of '%s' took %.1f s", path, what, took);
	if (took > worst) {
		worst = took;
		printf("slowest so far: %.2f s for %zu bytes of '%s'\n", took,
			bytes.len, what);
	}
}

static void repeat(const struct attack *a, size_t size)
{
	struct buf b = {0};
	buf_puts(&b, a->before);
	while (b.len < size)
		buf_puts(&b, a->again);
	buf_puts(&b, a->after);
	parse_timed(a->path, a->again, buf_str(&b));
	buf_release(&b);
}

static void one_thing_again_and_again(void **state)
{
	(void)state;
	static const size_t sizes[] = {60000, 250000, 1000000};
	for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++)
		for (size_t k = 0; k < 3; k++)
			repeat(&attacks[i], sizes[k]);
}

/* Lists in lists, by indentation and by marks, then lines that look at all. */
static void deep_lists(void **state)
{
	(void)state;
	struct buf b = {0};
	for (int depth = 0; depth < 900; depth++)
		buf_printf(&b, "%*s* a\n", 2 * depth, "");
	while (b.len < 1000000)
		buf_putc(&b, '\n');
	parse_timed("a.md", "list by indentation", buf_str(&b));
	buf_clear(&b);
	while (b.len < 60000)
		buf_puts(&b, "- ");
	buf_puts(&b, "x");
	while (b.len < 500000)
		buf_putc(&b, '\n');
	parse_timed("a.md", "list by marks", buf_str(&b));
	buf_clear(&b);
	for (int i = 1; b.len < 1000000; i++)
		for (int k = 0; k <= i; k++)
			buf_putc(&b, k ? '`' : 'e');
	parse_timed("a.md", "growing runs of backticks", buf_str(&b));
	buf_release(&b);
}

static void distinct_names(void **state)
{
	(void)state;
	struct buf b = {0};
	buf_puts(&b, "<a");
	for (int i = 0; i < 100000; i++)
		buf_printf(&b, " a%d=1", i);
	buf_puts(&b, ">");
	parse_timed("a.html", "attributes", buf_str(&b));
	buf_clear(&b);
	for (int i = 0; i < 70000; i++)
		buf_printf(&b, "<p><b i=%d>", i);
	parse_timed("a.html", "formatting elements", buf_str(&b));
	buf_clear(&b);
	for (int i = 0; i < 70000; i++)
		buf_printf(&b, "[%d]: u\n", i);
	parse_timed("a.md", "references", buf_str(&b));
	buf_clear(&b);
	for (int i = 0; i < 100000; i++)
		buf_printf(&b, "# h%d\n", i % 7);
	parse_timed("a.md", "headings", buf_str(&b));
	buf_release(&b);
}

static void aliases_of_aliases(void **state)
{
	(void)state;
	struct buf b = {0};
	buf_puts(&b, "---\na0: &a0 [x,x,x,x,x,x,x,x,x]\n");
	for (int i = 1; i < 30; i++) {
		buf_printf(&b, "a%d: &a%d [", i, i);
		for (int k = 0; k < 9; k++)
			buf_printf(&b, "%s*a%d", k ? "," : "", i - 1);
		buf_puts(&b, "]\n");
	}
	buf_puts(&b, "---\ntext\n");
	parse_timed("a.md", "aliases", buf_str(&b));
	assert_int_equal(t.docs, 1);
	assert_text(&t.p.doc, "text");
	assert_int_equal(t.p.doc.warnings.len, 1);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_thing_again_and_again),
		cmocka_unit_test(deep_lists),
		cmocka_unit_test(distinct_names),
		cmocka_unit_test(aliases_of_aliases),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	parser_release(&t.p);
	return failed;
}
