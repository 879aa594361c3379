/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/yaml.h"
#include "tests/support/test.h"

static const struct {
	const char *yaml, *json; /* json NULL: refused */
} cases[] = {
	{"", "{}"},
	{"# only a comment\n", "{}"},
	{"a: 1\nb: -2.5\nc: 007\nd: 1e3", "{\"a\":1,\"b\":-2.5,\"c\":\"007\","
					  "\"d\":1e3}"},
	{"a: true\nb: False\nc: yes\nd: 'true'\ne: ~\nf:",
		"{\"a\":true,\"b\":false,\"c\":\"yes\",\"d\":\"true\","
		"\"e\":null,\"f\":null}"},
	{"a: [x, {y: z}]\nb:\n- 1\n- 2", "{\"a\":[\"x\",{\"y\":\"z\"}],"
					 "\"b\":[1,2]}"},
	{"a: &q [1]\nb: *q", "{\"a\":[1],\"b\":[1]}"},
	{"a: |\n  x\n  y\nb: >\n  x\n  y\n",
		"{\"a\":\"x\\u000ay\\u000a\",\"b\":\"x y\\u000a\"}"},
	{"? [a, b]\n: c", "{\"[\\\"a\\\",\\\"b\\\"]\":\"c\"}"},
	{"word", "\"word\""},
	{"a: *b", NULL},
	{"a: &a [*a]", NULL},
	{"a: b: c", NULL},
	{"a: [", NULL},
	{"a: \"\\x\"", NULL},
};

static void values(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena a = {0};
		struct value *v;
		struct value_error err = {0};
		struct buf b = {0};
		enum status status =
			yaml_parse(str_from(cases[i].yaml), &a, &v, &err);
		if (status == OK)
			value_write(&b, v);
		struct str want = str_from(cases[i].json);
		if ((status == OK) != (cases[i].json != NULL) ||
			(status == OK && !str_eq(buf_str(&b), want)))
			fail_msg("%s: status %d, " STR_FMT, cases[i].yaml,
				status, STR_ARG(buf_str(&b)));
		assert_true(status == OK || (err.line && err.why[0]));
		buf_release(&b);
		arena_release(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
