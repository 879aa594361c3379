/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/cleanup.h"
#include "tests/support/test.h"

static const struct {
	const char *in, *out;
} cases[] = {
	{"a {{< ref \"x\" >}} b", "a  b"},
	{"{{% note %}}in{{% /note %}}", "in"},
	{"[x]({{< ref \"a b.md\" >}}) y", "[x]() y"},
	{"{% include a.html %}\nb {{ page.title }}.", "\nb ."},
	{"a{% comment %}x\ny{% endcomment %}b", "a\nb"},
	{"the {{HTMLElement(\"a\")}} tag", "the a tag"},
	{"{{Glossary(\"http\", \"HTTP\")}}.", "HTTP."},
	{"{{EmbedLiveSample('x', 1)}}{{CSSRef}}z", "z"},
	{"`{{ stays }}` {{ goes }}", "`{{ stays }}` "},
	{"```\n{{ stays }}\n```\n{{ goes }}", "```\n{{ stays }}\n```\n"},
	{":::note Mind the gap\ntext\n:::", " Mind the gap\ntext\n"},
	{"!!! tip \"T\"\n    x", " \"T\"\n    x"},
	{"> [!NOTE]\n> x", "> \n> x"},
	{"a[^1] b\n\n[^1]: note", "a b\n\n note"},
	{"[[toc]]\n[TOC]\nx", "\n\nx"},
	{"# H {#id}\n\nx {: .c}", "# H \n\nx "},
	{"a<!-- x\ny -->b<!--more-->", "a\nb"},
	{"<Tabs a={b > c} d=\"e\">x</Tabs>", "x"},
	{"<div>x</div> a < b {x} [y]", "<div>x</div> a < b {x} [y]"},
	{"|a|b|\n|-|:-:|\n|c|d|", "|a|b|\n\n|c|d|"},
	{"unclosed {{ and {% and <!-- and <Tag", "unclosed {{ and {% and <!-- "
						 "and <Tag"},
	{"\\{{x}}", "\\{{x}}"},
	{"", ""},
};

static void what_goes_and_what_stays(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = {0};
		heading_ids ids = {0};
		assert_int_equal(
			cleanup(str_from(cases[i].in), false, &out, &ids), OK);
		if (!str_eq(buf_str(&out), str_from(cases[i].out)))
			fail_msg("'%s' became '" STR_FMT "'", cases[i].in,
				STR_ARG(buf_str(&out)));
		buf_release(&out);
		vec_release(&ids);
	}
}

static void modules_of_mdx(void **state)
{
	(void)state;
	struct buf out = {0};
	heading_ids ids = {0};
	assert_int_equal(cleanup(STR("import A from 'a'\nexport const x = {\n"
				     "  y: 1\n}\n\n# H {#my-id}\nimport is a "
				     "word\n{/* gone */}"),
				 true, &out, &ids),
		OK);
	assert_true(str_eq(
		buf_str(&out), STR("\n\n\n\n\n# H \nimport is a word\n")));
	assert_int_equal(ids.len, 1);
	assert_int_equal(ids.v[0].line, 6);
	assert_true(str_eq(ids.v[0].id, STR("my-id")));
	buf_release(&out);
	vec_release(&ids);
}

/* Whatever comes, lines stay lines. */
static void lines_stay(void **state)
{
	(void)state;
	static const char *const parts[] = {"{{", "}}", "{%", "%}", "<!--",
		"-->", "\n", "a", " ", "`", "```", "<A ", ">", "{#", "}", "[^",
		"]", ":", ":::", "!!! ", "\\", "{/*", "*/}", "|-", "comment",
		"endcomment", "\"", "'", "~~~", "[toc]"};
	struct rng r;
	rng_init(&r, seed());
	for (unsigned n = rounds(20000); n--;) {
		struct buf in = {0}, out = {0};
		heading_ids ids = {0};
		size_t a = 0, b = 0;
		for (uint64_t k = rng_below(&r, 30); k--;)
			buf_puts(&in, parts[rng_below(&r, 30)]);
		assert_int_equal(cleanup(buf_str(&in), n & 1, &out, &ids), OK);
		for (size_t i = 0; i < in.len; i++)
			a += in.p[i] == '\n';
		for (size_t i = 0; i < out.len; i++)
			b += out.p[i] == '\n';
		if (a != b)
			fail_msg("lines lost in: " STR_FMT,
				STR_ARG(buf_str(&in)));
		buf_release(&in);
		buf_release(&out);
		vec_release(&ids);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_goes_and_what_stays),
		cmocka_unit_test(modules_of_mdx),
		cmocka_unit_test(lines_stay),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
