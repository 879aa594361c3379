/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/frontmatter.h"
#include "tests/support/test.h"

static const struct {
	const char *text;
	enum frontmatter_kind kind;
	const char *block, *body;
	unsigned body_line;
} cases[] = {
	{"---\na: b\n---\nx", FRONTMATTER_YAML, "a: b\n", "x", 4},
	{"---\r\na: b\r\n...\r\nx", FRONTMATTER_YAML, "a: b\r\n", "x", 4},
	{"---\n---\nx", FRONTMATTER_YAML, "", "x", 3},
	{"--- \na: b\n--- ", FRONTMATTER_YAML, "a: b\n", "", 4},
	{"+++\na = 1\n+++\n\nx", FRONTMATTER_TOML, "a = 1\n", "\nx", 4},
	{"{\"a\": \"}\"}\n\nx", FRONTMATTER_JSON, "{\"a\": \"}\"}", "\nx", 2},
	{"{\n\"a\": 1\n}\nx", FRONTMATTER_JSON, "{\n\"a\": 1\n}", "x", 4},
	{"Title: T\nTags: a\n  b\n\nx", FRONTMATTER_HEADERS,
		"Title: T\nTags: a\n  b\n", "x", 5},
	{"importance: 5\n\n---\n\nx", FRONTMATTER_HEADERS, "importance: 5\n",
		"\nx", 4},
	{"x\n---\na: b\n---\n", FRONTMATTER_NONE, "", "", 1},
	{"---\nno end", FRONTMATTER_NONE, "", "", 1},
	{"----\na: b\n----\n", FRONTMATTER_NONE, "", "", 1},
	{"{{ liquid }}", FRONTMATTER_NONE, "", "", 1},
	{"{\"a\": 1} and prose", FRONTMATTER_NONE, "", "", 1},
	{"Note: this is prose.\n\nx", FRONTMATTER_NONE, "", "", 1},
	{"Title: T\nand prose\n\nx", FRONTMATTER_NONE, "", "", 1},
	{"http://x.org\n\nx", FRONTMATTER_NONE, "", "", 1},
	{"", FRONTMATTER_NONE, "", "", 1},
};

static void blocks(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str s = str_from(cases[i].text);
		struct frontmatter f = frontmatter_find(s);
		if (f.kind != cases[i].kind ||
			f.body_line != cases[i].body_line ||
			!str_eq(f.block, str_from(cases[i].block)))
			fail_msg("'%s': kind %d, body on line %u", s.p, f.kind,
				f.body_line);
		if (f.kind)
			assert_string_equal(s.p + f.body, cases[i].body);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
