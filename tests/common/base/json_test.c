/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "common/base/json.h"

#include <locale.h>
#include <math.h>

static void expect(struct buf *got, const char *want)
{
	assert_int_equal(got->status, OK);
	buf_putc(got, '\0');
	assert_string_equal(got->p, want);
	buf_clear(got);
}

static void some_object(struct json *j)
{
	json_object(j);
	json_key(j, STR("a"));
	json_array(j);
	json_int(j, -1);
	json_uint(j, UINT64_MAX);
	json_object(j);
	json_end(j);
	json_array(j);
	json_end(j);
	json_end(j);
	json_key(j, STR("b\""));
	json_object(j);
	json_key(j, STR("c"));
	json_bool(j, true);
	json_key(j, STR("d"));
	json_null(j);
	json_end(j);
	json_end(j);
}

static void shapes(void **state)
{
	(void)state;
	struct buf out = {0};
	struct json compact = {.out = &out};
	some_object(&compact);
	expect(&out, "{\"a\":[-1,18446744073709551615,{},[]],"
		     "\"b\\\"\":{\"c\":true,\"d\":null}}");
	struct json pretty = {.out = &out, .pretty = true};
	some_object(&pretty);
	expect(&out,
		"{\n  \"a\": [\n    -1,\n    18446744073709551615,\n    {},\n"
		"    []\n  ],\n  \"b\\\"\": {\n    \"c\": true,\n"
		"    \"d\": null\n  }\n}");
	struct json bare = {.out = &out};
	json_bool(&bare, false);
	expect(&out, "false");
	buf_release(&out);
}

static void expect_str(struct str value, const char *want)
{
	struct buf out = {0};
	struct json j = {.out = &out};
	json_str(&j, value);
	expect(&out, want);
	buf_release(&out);
}

static void strings(void **state)
{
	(void)state;
	expect_str(STR(""), "\"\"");
	expect_str(STR("a\"b\\c/\n\r\t"), "\"a\\\"b\\\\c/\\n\\r\\t\"");
	expect_str(STR("</script>&"), "\"\\u003c/script\\u003e\\u0026\"");
	expect_str(
		STR("\0\x1b\x7f\xc2\x9b"), "\"\\u0000\\u001b\\u007f\\u009b\"");
	expect_str(STR("\u2028\u2029\u2027"), "\"\\u2028\\u2029\u2027\"");
	expect_str(STR("caf\u00e9 \u8178 \U0001f600"),
		"\"caf\u00e9 \u8178 \U0001f600\"");
	expect_str(STR("\ufffd|\xff|\xc3"), "\"\ufffd|\ufffd|\ufffd\"");
	expect_str(STR("\xed\xa0\x80"), "\"\ufffd\ufffd\ufffd\"");
}

static void expect_double(double value, const char *want)
{
	struct buf out = {0};
	struct json j = {.out = &out};
	json_double(&j, value);
	expect(&out, want);
	buf_release(&out);
}

/* A byte is written the same alone and amid what needs no escape. */
static void bytes_anywhere(void **state)
{
	(void)state;
	enum { LEN = 40 };
	for (unsigned c = 0; c < 0x80; c++)
		for (size_t at = 0; at < LEN; at++) {
			struct buf alone = {0}, amid = {0};
			char text[LEN];
			memset(text, 'x', LEN);
			text[at] = (char)c;
			json_str(&(struct json){.out = &alone},
				(struct str){text + at, 1});
			json_str(&(struct json){.out = &amid},
				(struct str){text, LEN});
			assert_int_equal(amid.len, alone.len + LEN - 1);
			assert_memory_equal(
				amid.p + 1 + at, alone.p + 1, alone.len - 2);
			buf_release(&alone);
			buf_release(&amid);
		}
}

static void doubles(void **state)
{
	(void)state;
	expect_double(0, "0");
	expect_double(-0.0, "-0");
	expect_double(0.1, "0.1");
	expect_double(0.1 + 0.2, "0.30000000000000004");
	expect_double(1e21, "1e+21");
	expect_double(-32313462119874871296., "-3.231346211987487e+19");
	expect_double(123456789012345678., "1.2345678901234568e+17");
	expect_double(-999999999999999., "-999999999999999");
	expect_double(1 / 3.0, "0.3333333333333333");
	expect_double(5e-324, "5e-324");
	expect_double(1.7976931348623157e308, "1.7976931348623157e+308");
	expect_double(INFINITY, "null");
	expect_double(-NAN, "null");
}

static void any_locale(void **state)
{
	(void)state;
	static const char *const names[] = {
		"de_DE.UTF-8", "fr_FR.UTF-8", "ps_AF", "fa_IR"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		setlocale(LC_ALL, names[i]);
		expect_double(-1234.5, "-1234.5");
		setlocale(LC_ALL, "C");
	}
}

static void doubles_come_back(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	struct buf out = {0};
	for (unsigned n = rounds(20000); n--;) {
		uint64_t bits = rng_next(&r);
		double value;
		memcpy(&value, &bits, sizeof value);
		struct json j = {.out = &out};
		buf_clear(&out);
		json_double(&j, value);
		buf_putc(&out, '\0');
		if (isfinite(value))
			assert_true(strtod(out.p, NULL) == value);
		else
			assert_string_equal(out.p, "null");
	}
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shapes),
		cmocka_unit_test(strings),
		cmocka_unit_test(bytes_anywhere),
		cmocka_unit_test(doubles),
		cmocka_unit_test(any_locale),
		cmocka_unit_test(doubles_come_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
