/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "common/text/utf8.h"
#include "common/text/wordbreak.h"

#ifdef HAVE_UNISTRING
#include <unictype.h>
#include <uniwbrk.h>
#endif

#define TEST_FILE "/usr/share/unicode/auxiliary/WordBreakTest.txt"

enum { LINE_MAX_BYTES = 4096, BREAKS_MAX = 256 };

struct sample {
	struct buf text;
	size_t breaks[BREAKS_MAX];
	size_t count;
};

/* "÷ 0001 × 0308 ÷" */
static void parse_line(char *line, struct sample *s)
{
	buf_clear(&s->text);
	s->count = 0;
	for (char *word = strtok(line, " \t\n"); word;
		word = strtok(NULL, " \t\n")) {
		if (strcmp(word, "\xc3\xb7") == 0)
			s->breaks[s->count++] = s->text.len;
		else if (strcmp(word, "\xc3\x97") != 0)
			utf8_put(&s->text, (uint32_t)strtoul(word, NULL, 16));
	}
}

static void assert_breaks(const struct sample *s, unsigned line)
{
	struct str text = buf_str(&s->text);
	size_t at = 0;
	assert_int_equal(s->breaks[0], 0);
	for (size_t i = 1; i < s->count; i++) {
		at = wordbreak_next(text, at);
		if (at != s->breaks[i])
			fail_msg("line %u: got %zu, expected %zu", line, at,
				s->breaks[i]);
	}
	assert_int_equal(at, text.len);
}

static void test_unicode_lines(void **state)
{
	(void)state;
	FILE *f = fopen(TEST_FILE, "r");
	if (!f) {
		printf("skipped: no " TEST_FILE " (package unicode-data)\n");
		skip();
	}
	struct sample s = {0};
	char line[LINE_MAX_BYTES];
	unsigned lines = 0, number = 0;
	while (fgets(line, sizeof line, f)) {
		number++;
		char *comment = strchr(line, '#');
		if (comment)
			*comment = 0;
		if (line[0] == 0)
			continue;
		parse_line(line, &s);
		assert_breaks(&s, number);
		lines++;
	}
	fclose(f);
	buf_release(&s.text);
	assert_true(lines > 1000);
}

/* A boundary found from any boundary is found from the start as well, and
 * every step goes forward, whatever the bytes. */
static void test_any_bytes(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	for (unsigned i = 0; i < rounds(2000); i++) {
		size_t len = rng_below(&r, 64) + 1;
		char *p = guarded_alloc(len);
		for (size_t k = 0; k < len; k++)
			p[k] = (char)rng_next(&r);
		for (size_t at = 0; at < len;) {
			size_t end = wordbreak_next((struct str){p, len}, at);
			assert_true(end > at && end <= len);
			at = end;
		}
		guarded_free(p, len);
	}
}

static void test_linear_time(void **state)
{
	(void)state;
	struct buf b = {0};
	for (int i = 0; i < 200000; i++)
		buf_puts(&b, "a:\xcc\x88");
	for (int i = 0; i < 200000; i++)
		buf_puts(&b, "\xcc\x88");
	for (size_t at = 0; at < b.len;)
		at = wordbreak_next(buf_str(&b), at);
	buf_release(&b);
}

/*
 * libunistring, which was written by others from the same standard, on random
 * code points: mostly of the classes that rules are about.
 */
static void test_unistring(void **state)
{
	(void)state;
#ifndef HAVE_UNISTRING
	printf("skipped: built without libunistring\n");
	skip();
#else
	static const uint32_t special[] = {'a', '1', '.', ',', ':', '\'', '"',
		'_', ' ', ' ', '\r', '\n', 0x200d, 0xad, 0x308, 0x5d0, 0x30a2,
		0x2028, 0x1f1e6, 0x1f468, 0x2764, 0x3042, 0x4e00, 0xb7, 0x2019,
		0xac00, 0xe01, 0xfffd};
	enum { POINTS = 24, SPECIAL = sizeof special / sizeof *special };
	struct rng r;
	struct buf b = {0};
	char breaks[POINTS * UTF8_MAX];
	rng_init(&r, seed());
	for (unsigned i = 0; i < rounds(20000); i++) {
		buf_clear(&b);
		for (unsigned k = 0; k < POINTS; k++) {
			uint32_t any = (uint32_t)rng_below(&r, 0x3100);
			uint32_t c = special[rng_below(&r, SPECIAL)];
			/* It knows an older Unicode, and not that the letters
			 * U+2139 and U+24C2 are pictures, too (WB3c). */
			bool old = !uc_is_general_category(any, UC_CATEGORY_Cn);
			old = old && any != 0x2139 && any != 0x24c2;
			utf8_put(&b, old && rng_below(&r, 8) == 0 ? any : c);
		}
		u8_wordbreaks((const uint8_t *)b.p, b.len, breaks);
		for (size_t at = 0; at < b.len;) {
			size_t end = wordbreak_next(buf_str(&b), at);
			for (size_t k = at + 1; k < end; k++)
				if (breaks[k])
					fail_msg("%.*s: break at %zu of a "
						 "segment from %zu",
						(int)b.len, b.p, k, at);
			if (end < b.len && !breaks[end])
				fail_msg("%.*s: no break at %zu", (int)b.len,
					b.p, end);
			at = end;
		}
	}
	buf_release(&b);
#endif
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unicode_lines),
		cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(test_linear_time),
		cmocka_unit_test(test_unistring),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
