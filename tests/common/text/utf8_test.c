/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "common/text/utf8.h"

/* Decoded and written again, which turns damage into U+FFFD. */
static void repair(struct str s, struct buf *out)
{
	char *p = guarded_alloc(s.len);
	memcpy(p, s.p, s.len);
	buf_clear(out);
	for (size_t at = 0; at < s.len;)
		utf8_put(out, utf8_next((struct str){p, s.len}, &at));
	guarded_free(p, s.len);
}

static void assert_repaired(struct str given, struct str expected)
{
	struct buf b = {0};
	repair(given, &b);
	if (!str_eq(buf_str(&b), expected))
		fail_msg("got %.*s, expected %.*s", STR_ARG(buf_str(&b)),
			STR_ARG(expected));
	buf_release(&b);
}

#define BAD "\xef\xbf\xbd"
#define REPAIRED(bytes, expected) assert_repaired(STR(bytes), STR(expected))

static void test_classes(void **state)
{
	(void)state;
	REPAIRED("\x80", BAD);
	REPAIRED("\x80\xbf", BAD BAD);
	REPAIRED("\xc3", BAD);
	REPAIRED("\xc3z", BAD "z");
	REPAIRED("\xe2\x82", BAD);
	REPAIRED("\xf0\x9f\x98z", BAD "z");
	REPAIRED("\xc0\xaf", BAD BAD);
	REPAIRED("\xe0\x80\xaf", BAD BAD BAD);
	REPAIRED("\xf0\x80\x80\xaf", BAD BAD BAD BAD);
	REPAIRED("\xed\xa0\x80", BAD BAD BAD);
	REPAIRED("\xf4\x90\x80\x80", BAD BAD BAD BAD);
	REPAIRED("\xf8\x88\x80\x80\x80", BAD BAD BAD BAD BAD);
	REPAIRED("\xfe\xff", BAD BAD);
	REPAIRED("\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf");
	/* Table 3-8 of the standard. */
	REPAIRED("a\xf1\x80\x80\xe1\x80\xc2"
		 "b\x80"
		 "c\x80\xbf"
		 "d",
		"a" BAD BAD BAD "b" BAD "c" BAD BAD "d");
}

/* Pairs of hexadecimal digits up to the end of the line. */
static size_t unhex(const char *text, char *out)
{
	size_t n = 0;
	while (*text && *text != '\n') {
		unsigned byte;
		if (*text == ' ') {
			text++;
			continue;
		}
		assert_int_equal(sscanf(text, "%2x", &byte), 1);
		out[n++] = (char)byte;
		text += 2;
	}
	return n;
}

/* The line's form is "11.1:invalid hex:bytes:what skipping gives:what replacing gives" */
static void test_suite(void **state)
{
	(void)state;
	const char *path = shared_file("conformance/utf8/utf8tests.txt");
	if (!path)
		skip();
	FILE *f = fopen(path, "r");
	char line[4096], given[1024], expected[1024];
	unsigned count = 0;
	assert_non_null(f);
	while (fgets(line, sizeof line, f)) {
		char *kind = strstr(line, ":invalid hex:");
		if (!kind || line[0] == '#')
			continue;
		char *bytes = kind + strlen(":invalid hex:");
		char *skipped = strchr(bytes, ':');
		assert_non_null(skipped);
		*skipped++ = 0;
		char *replaced = strchr(skipped, ':');
		assert_non_null(replaced);
		size_t n = unhex(bytes, given);
		size_t m = unhex(replaced + 1, expected);
		assert_repaired(
			(struct str){given, n}, (struct str){expected, m});
		count++;
	}
	fclose(f);
	assert_true(count > 20);
}

static void test_round_trip(void **state)
{
	(void)state;
	struct buf b = {0};
	for (uint32_t c = 0; c < 0x110000; c++) {
		bool surrogate = c >= 0xd800 && c < 0xe000;
		size_t at = 0;
		buf_clear(&b);
		utf8_put(&b, c);
		uint32_t got = utf8_next(buf_str(&b), &at);
		assert_int_equal(got, surrogate ? UTF8_BAD : c);
		assert_int_equal(at, b.len);
	}
	buf_release(&b);
}

static void test_floor(void **state)
{
	(void)state;
	struct str s = STR("a\xc3\xa9\xf0\x9f\x98\x80\x80");
	static const size_t expected[] = {0, 1, 1, 3, 3, 3, 3, 7, 8, 8};
	for (size_t at = 0; at < sizeof expected / sizeof *expected; at++)
		assert_int_equal(utf8_floor(s, at), expected[at]);
}

static void test_normalize(void **state)
{
	(void)state;
	uint32_t in[] = {0xfb01, 'E', 0x301, 0xad, 0xdf}, out[16];
	size_t n = utf8_normalize(in, 5, UTF8_NFKC_FOLD, out, 16);
	static const uint32_t expected[] = {'f', 'i', 0xe9, 's', 's'};
	assert_int_equal(n, 5);
	assert_memory_equal(out, expected, sizeof expected);
	assert_int_equal(utf8_normalize(in, 5, UTF8_NFKC_FOLD, out, 2), 2);
	/* Marks come into canonical order. */
	uint32_t marks[] = {'a', 0x301, 0x323};
	n = utf8_normalize(marks, 3, UTF8_NFD, out, 16);
	assert_int_equal(n, 3);
	assert_int_equal(out[1], 0x323);
}

/* One letter under many marks costs no more than many letters. */
static void test_many_marks(void **state)
{
	(void)state;
	enum { MARKS = 100000 };
	static uint32_t in[MARKS], out[MARKS];
	in[0] = 'q';
	for (size_t i = 1; i < MARKS; i++)
		in[i] = i % 2 ? 0x301 : 0x323;
	size_t n = utf8_normalize(in, MARKS, UTF8_NFC, out, MARKS);
	assert_int_equal(n, 1 + UTF8_MARKS_MAX);
	assert_int_equal(out[1], 0x323);
	assert_int_equal(out[n - 1], 0x301);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_classes),
		cmocka_unit_test(test_suite),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_floor),
		cmocka_unit_test(test_normalize),
		cmocka_unit_test(test_many_marks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
