/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/link.h"
#include "tests/query/assist/snippet_fixture.h"

/* Of the last section of a text, whose passage begins at `from`. */
struct page {
	const char *url, *title, *anchor, *before, *text;
};

static void expect(const char *words, struct page p, const char *want)
{
	struct fixture f;
	struct snippet passage = {0};
	struct link_target target;
	struct buf text = {0}, got = {0};
	buf_printf(&text, "%s\n\n%s", p.before, p.text);
	uint32_t off = (uint32_t)strlen(p.before) + 2;
	struct record_section sections[2] = {{.heading = STR("Head words")},
		{.off = off, .anchor = str_from(p.anchor)}};
	struct record r = {.url = str_from(p.url),
		.title = str_from(p.title),
		.sections = sections,
		.section_count = 2,
		.text = buf_str(&text)};
	begin(&f, words, "en");
	find(&f, r.text, 2, 200);
	assert_int_equal(snippet_of(&f.snippeter, r.text,
				 (struct stretch){off, (uint32_t)r.text.len},
				 200, &passage),
		OK);
	link_find(&f.snippeter, &r, &passage, &target);
	link_put(&r, &sections[1], &target, &got);
	buf_putc(&got, '\0');
	assert_string_equal(got.p, want);
	buf_release(&got);
	buf_release(&text);
	snippet_release(&passage);
	end(&f);
}

#define AT "https://x.org/a/"

static void anchors(void **state)
{
	(void)state;
	expect("gut", (struct page){AT, "T", "b", "x", "A gut."}, AT "#b");
	expect("gut", (struct page){AT, "T", "", "x", "A gut."}, AT);
	expect("gut", (struct page){"", "T", "b", "x", "A gut."}, "");
	expect("leaky gut", (struct page){AT "#z", "T", "b", "x", "Leaky gut."},
		AT "#z");
	expect("gut", (struct page){AT, "T", "\u00e9 #\"%<\xff", "x", "A gut."},
		AT "#%C3%A9%20%23%22%25%3C%FF");
}

static void words(void **state)
{
	(void)state;
	expect("leaky gut", (struct page){AT, "T", "b", "x", "A leaky gut."},
		AT "#b:~:text=leaky%20gut");
	expect("leaky gut", (struct page){AT, "T", "", "x", "A leaky gut."},
		AT "#:~:text=leaky%20gut");
	expect("leaky gut",
		(struct page){AT, "T", "b", "x", "Leaky, and a gut, leaky."},
		AT "#b");
	expect("gut-skin axis",
		(struct page){AT, "T", "b", "x", "The gut-skin axis"},
		AT "#b:~:text=gut%2Dskin%20axis");
	expect("l\u00e4ngst \u00f6fter",
		(struct page){AT, "T", "b", "x", "l\u00e4ngst \u00f6fter"},
		AT "#b:~:text=l%C3%A4ngst%20%C3%B6fter");
}

static void only_place(void **state)
{
	(void)state;
	expect("leaky gut",
		(struct page){AT, "On Leaky Gut", "b", "x", "Of  a leaky gut."},
		AT "#b:~:text=a-,leaky%20gut");
	expect("leaky gut",
		(struct page){AT, "T", "b", "The leaky\ngut.", "leaky gut is"},
		AT "#b:~:text=leaky%20gut,-is");
	expect("leaky gut",
		(struct page){AT, "T", "b", "A leaky gut. A LEAKY GUT is",
			"A leaky gut is"},
		AT "#b");
	expect("head words",
		(struct page){AT, "T", "b", "x", "Of head words, two"},
		AT "#b:~:text=Of-,head%20words");
	/* what stands behind is no matter */
	expect("leaky gut",
		(struct page){AT, "T", "b", "x", "Leaky gut.\n\nLeaky gut."},
		AT "#b:~:text=Leaky%20gut");
}

static void marks_of_quotation(void **state)
{
	(void)state;
	expect("don't leak",
		(struct page){AT, "T", "b", "x", "Guts don't leak."}, AT "#b");
	expect("leaky gut",
		(struct page){
			AT, "T: leaky gut", "b", "x", "The \"leaky gut\", so"},
		AT "#b");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(anchors),
		cmocka_unit_test(words),
		cmocka_unit_test(only_place),
		cmocka_unit_test(marks_of_quotation),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
