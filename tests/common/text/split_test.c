/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "common/text/split.h"
#include "common/text/utf8.h"

static void assert_pieces(
	const char *code, const char *token, const char *expected)
{
	struct pieces p;
	struct buf b = {0};
	split(str_from(token), language_find(str_from(code)), &p);
	for (unsigned i = 0; i < p.count; i++) {
		if (i)
			buf_putc(&b, '|');
		buf_put_str(&b, p.v[i]);
	}
	buf_putc(&b, 0);
	assert_string_equal(b.p, expected);
	buf_release(&b);
}

static void test_separators(void **state)
{
	(void)state;
	assert_pieces("", "state-of-the-art", "state|of|the|art");
	assert_pieces("", "gut\u2010skin", "gut|skin");
	assert_pieces("", "snake_case", "snake|case");
	assert_pieces("", "www.example.org", "www|example|org");
	assert_pieces("", "key:value", "key|value");
	assert_pieces("", "", "");
}

static void test_cases(void **state)
{
	(void)state;
	assert_pieces("", "camelCase", "camel|Case");
	assert_pieces("", "getHTMLParserFast", "get|HTML|Parser|Fast");
	assert_pieces("", "URLs", "URLs");
	assert_pieces("", "DNA", "DNA");
	assert_pieces("", "Word", "Word");
	assert_pieces("", "e\u0301A", "e\u0301|A");
}

static void test_numbers(void **state)
{
	(void)state;
	assert_pieces("", "3.14", "3.14");
	assert_pieces("", "1,000,000.5", "1,000,000.5");
	assert_pieces("", "v1.2.3", "v1.2.3");
	assert_pieces("", "2024-05-03", "2024|05|03");
	assert_pieces("", "mp3", "mp3");
}

static void test_names(void **state)
{
	(void)state;
	assert_pieces("", "C++", "C++");
	assert_pieces("", "F#", "F#");
	assert_pieces("", ".NET", ".NET");
	assert_pieces("", "Objective-C++", "Objective|C++");
}

static void test_apostrophes(void **state)
{
	(void)state;
	assert_pieces("", "dog's", "dog");
	assert_pieces("", "DOG\u2019S", "DOG");
	assert_pieces("", "O'Brien", "O'Brien");
	assert_pieces("fr", "L\u2019arc-en-ciel", "arc|en|ciel");
	assert_pieces("en", "l'arc", "l'arc");
	assert_pieces("tr", "NFL\u2019de", "NFL");
}

static void test_pieces_lie_in_the_token(void **state)
{
	(void)state;
	struct rng r;
	struct buf b = {0};
	struct pieces p;
	rng_init(&r, seed());
	for (unsigned i = 0; i < rounds(20000); i++) {
		static const char bytes[] =
			"aaBB1.,-_'s#+:\xe2\x80\x99\xcc\x88";
		buf_clear(&b);
		for (unsigned n = (unsigned)rng_below(&r, 200); n > 0; n--)
			buf_putc(&b, bytes[rng_below(&r, sizeof bytes - 1)]);
		split(buf_str(&b), (language)rng_below(&r, 40), &p);
		const char *at = b.p;
		assert_true(p.count <= PIECES_MAX);
		for (unsigned k = 0; k < p.count; k++) {
			assert_true(p.v[k].p >= at && p.v[k].len > 0);
			at = p.v[k].p + p.v[k].len;
		}
		assert_true(!p.count || at <= b.p + b.len);
	}
	buf_release(&b);
}

static void test_short_cut(void **state)
{
	(void)state;
	struct rng r;
	struct buf b = {0};
	struct pieces p;
	unsigned plain = 0;
	rng_init(&r, seed());
	for (unsigned i = 0; i < rounds(50000); i++) {
		static const char bytes[] = "aszASZ019aaaaAAAA._'\xc3\xa9";
		size_t kinds = rng_below(&r, 2) ? 9 : sizeof bytes - 1;
		buf_clear(&b);
		for (unsigned n = (unsigned)rng_below(&r, 20); n > 0; n--)
			buf_putc(&b, bytes[rng_below(&r, kinds)]);
		if (!split_is_plain(buf_str(&b)))
			continue;
		plain++;
		split(buf_str(&b), (language)rng_below(&r, 40), &p);
		assert_int_equal(p.count, 1);
		assert_true(str_eq(p.v[0], buf_str(&b)));
	}
	assert_true(plain > 0);
	assert_true(split_is_plain(STR("skin")));
	assert_true(split_is_plain(STR("Vitamin")));
	assert_true(split_is_plain(STR("B12")));
	assert_false(split_is_plain(STR("camelCase")));
	assert_false(split_is_plain(STR("gut-skin")));
	assert_false(split_is_plain(STR("")));
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_separators),
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_apostrophes),
		cmocka_unit_test(test_pieces_lie_in_the_token),
		cmocka_unit_test(test_short_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
