/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "common/text/tokens.h"
#include "common/text/utf8.h"
#include "common/text/wordbreak.h"

/* All tokens of a text, "|" between them. */
static struct buf listed(struct str text)
{
	struct buf b = {0};
	struct tokens t;
	struct token tok;
	tokens_init(&t, text);
	while (tokens_next(&t, &tok)) {
		if (b.len)
			buf_putc(&b, '|');
		buf_put(&b, text.p + tok.off, tok.len);
	}
	return b;
}

static void assert_tokens(const char *text, const char *expected)
{
	struct buf b = listed(str_from(text));
	buf_putc(&b, 0);
	assert_string_equal(b.p, expected);
	buf_release(&b);
}

static void test_words(void **state)
{
	(void)state;
	assert_tokens("", "");
	assert_tokens("The gut, the skin.", "The|gut|the|skin");
	assert_tokens("Rosacea's rosacea\u2019s", "Rosacea's|rosacea\u2019s");
	assert_tokens("pi is 3.14, not 1,000.5;", "pi|is|3.14|not|1,000.5");
	assert_tokens("a -- b *** !? _ __", "a|b");
	assert_tokens("node.js snake_case _x_", "node.js|snake_case|x");
	assert_tokens("caf\u00e9 Stra\u00dfe", "caf\u00e9|Stra\u00dfe");
	assert_tokens("user@example.com", "user|example.com");
}

static void test_hyphens(void **state)
{
	(void)state;
	assert_tokens(
		"state-of-the-art -x y- a--b", "state-of-the-art|x|y|a|b");
	assert_tokens("gut\u2010skin gut\u2011skin gut\u2013skin",
		"gut\u2010skin|gut\u2011skin|gut|skin");
	assert_tokens("2024-05-03", "2024-05-03");
	assert_tokens("x-\u6f22\u5b57", "x|\u6f22\u5b57|\u5b57");
}

static void test_names(void **state)
{
	(void)state;
	assert_tokens("C++, C# and F#.", "C++|C#|and|F#");
	assert_tokens(".NET (.net) ASP.NET x .NET", ".NET|.net|ASP.NET|x|.NET");
	assert_tokens("C++17 c+++ abc++ c#d _c++", "C++|17|c|abc|c|d|c++");
	assert_tokens("Objective-C++ g++", "Objective-C++|g++");
	assert_tokens("foo..net", "foo|net");
}

static void test_unspaced(void **state)
{
	(void)state;
	assert_tokens("\u6771\u4eac\u90fd", "\u6771\u4eac|\u4eac\u90fd|\u90fd");
	assert_tokens("\u6f22", "\u6f22");
	assert_tokens("API\u3092x", "API|\u3092|x");
	assert_tokens("\uff76\uff9e\uff77", "\uff76\uff9e\uff77|\uff77");
	/* Katakana that Unicode joins to an underscore and letters. */
	assert_tokens("a_\u30ab\u30fc", "a|\u30ab\u30fc|\u30fc");
	assert_tokens("\u0e01\u0e33\u0e02", "\u0e01\u0e33\u0e02|\u0e02");
}

static void test_hangul(void **state)
{
	(void)state;
	assert_tokens("API\ub97c 2024\ub144", "API|\ub97c|2024|\ub144");
	assert_tokens("\ud55c\uad6d\uc5b4 \uc0ac\ub78c",
		"\ud55c\uad6d\uc5b4|\uc0ac\ub78c");
}

static void test_no_emoji(void **state)
{
	(void)state;
	assert_tokens("a \U0001f469\u200d\U0001f52c b \u2764\ufe0f \U0001f1e9",
		"a|b");
}

/* Bytes of which rules are made, and some of anything. */
static void random_text(struct rng *r, struct buf *b)
{
	static const char *const pieces[] = {".", ",", ":", ";", "'", "\"", "-",
		"_", "+", "++", "#", "c", "C", "net", "NET", " ", " ", "g", "a",
		"Zz", "1", "23", "\n", "\xe2\x80\x99", "\xe2\x80\x90",
		"\xc2\xad", "\xcc\x88", "\xc3\xa9", "\xe6\xbc\xa2",
		"\xe3\x82\xab", "\xed\x95\x9c", "\xd7\x90", "\xe0\xb8\x81",
		"\xe0\xb8\xb3", "\xe2\x80\x8d", "\xf0\x9f\x98\x80", "\xff",
		"\xe2\x80"};
	buf_clear(b);
	unsigned n = (unsigned)rng_below(r, 90);
	bool ascii = rng_below(r, 2);
	for (unsigned i = 0; i < n; i++) {
		size_t kinds = ascii ? 23 : sizeof pieces / sizeof *pieces;
		buf_puts(b, pieces[rng_below(r, kinds)]);
	}
	if (rng_below(r, 64) == 0)
		for (unsigned i = 0; i < 1500; i++)
			buf_putc(b, (char)('a' + i % 26));
}

static bool has_word(struct str s)
{
	for (size_t at = 0; at < s.len;)
		if (wordbreak_kind(utf8_next(s, &at)).flags & WB_IS_WORD)
			return true;
	return false;
}

/* One is the same by definition, in order, in bounds, not too long and has a
 * letter or digit. */
static void check_token(
	struct str text, struct token x, struct tokens *plain, uint32_t *at)
{
	struct token y = {0, 0};
	assert_true(tokens_next_plain(plain, &y));
	if (x.off != y.off || x.len != y.len)
		fail_msg("%.*s: %u+%u or %u+%u", STR_ARG(text), x.off, x.len,
			y.off, y.len);
	assert_true(x.off >= *at && x.len > 0);
	assert_true(x.len <= TOKEN_MAX);
	assert_true(x.off + x.len <= text.len);
	assert_true(has_word((struct str){text.p + x.off, x.len}));
	*at = x.off + 1;
}

/* The short cut and the definition agree, however many are asked for. */
static void test_short_cut(void **state)
{
	enum { MOST = 9 };
	(void)state;
	struct rng r;
	struct buf b = {0};
	rng_init(&r, seed());
	for (unsigned i = 0; i < rounds(100000); i++) {
		random_text(&r, &b);
		struct tokens fast, plain;
		struct token some[MOST];
		unsigned n, most;
		uint32_t at = 0;
		tokens_init(&fast, buf_str(&b));
		tokens_init(&plain, buf_str(&b));
		do {
			most = 1 + (unsigned)rng_below(&r, MOST);
			n = tokens_some(&fast, some, most);
			for (unsigned k = 0; k < n; k++)
				check_token(buf_str(&b), some[k], &plain, &at);
		} while (n == most);
		assert_false(tokens_next_plain(&plain, &some[0]));
	}
	buf_release(&b);
}

static void assert_same(struct token a, struct token b)
{
	assert_int_equal(a.off, b.off);
	assert_int_equal(a.len, b.len);
}

static size_t white_from(struct str s, size_t at)
{
	while (at < s.len && (!s.p[at] || !strchr(" \t\n\v\f\r", s.p[at])))
		at++;
	return at;
}

/* From a start on, tokens are those of the whole text; up to white space they
 * are known without what follows. */
static void assert_start(
	struct str text, const struct token *all, size_t count, size_t place)
{
	struct tokens t;
	struct token tok;
	size_t start = tokens_start(text, 0, place), i = 0;
	size_t end = white_from(text, start);
	assert_true(start <= place);
	while (i < count && all[i].off < start)
		i++;
	tokens_init(&t, text);
	tokens_seek(&t, start);
	if (tokens_lone(&t, end, &tok))
		assert_same(tok, all[i++]);
	for (; tokens_next_before(&t, end, &tok); i++) {
		assert_true(i < count);
		assert_same(tok, all[i]);
	}
	assert_true(i == count || all[i].off >= end);
	for (; tokens_next(&t, &tok); i++)
		assert_same(tok, all[i]);
	assert_int_equal(i, count);
}

static void test_starts(void **state)
{
	(void)state;
	enum { MOST = 4096 };
	static struct token all[MOST];
	struct rng r;
	struct buf b = {0};
	rng_init(&r, seed());
	for (unsigned n = 0; n < rounds(5000); n++) {
		struct tokens t;
		random_text(&r, &b);
		struct str text = buf_str(&b);
		tokens_init(&t, text);
		size_t count = tokens_some(&t, all, MOST);
		for (unsigned k = 0; k < 8 && text.len > 0; k++)
			assert_start(text, all, count, rng_below(&r, text.len));
	}
	buf_release(&b);
}

static void test_linear_time(void **state)
{
	(void)state;
	static const char *const pieces[] = {"a", "a-", "\xcc\x88", " ",
		"a:", "\xe6\xbc\xa2\xcc\x88", "\xe0\xb8\xb3", "\xff", "_",
		"c+"};
	for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
		struct buf b = {0};
		while (b.len < 1 << 20)
			buf_puts(&b, pieces[k]);
		struct tokens t;
		struct token tok;
		tokens_init(&t, buf_str(&b));
		while (tokens_next(&t, &tok))
			assert_true(tok.len <= TOKEN_MAX);
		buf_release(&b);
	}
}

static void test_naughty_strings(void **state)
{
	(void)state;
	const char *path = shared_file("conformance/naughty/blns.txt");
	if (!path)
		skip();
	struct buf b = read_all(path);
	char *p = guarded_alloc(b.len);
	memcpy(p, b.p, b.len);
	struct tokens t;
	struct token tok;
	unsigned count = 0;
	tokens_init(&t, (struct str){p, b.len});
	while (tokens_next(&t, &tok))
		count++;
	assert_true(count > 1000);
	guarded_free(p, b.len);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_hyphens),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_unspaced),
		cmocka_unit_test(test_hangul),
		cmocka_unit_test(test_no_emoji),
		cmocka_unit_test(test_short_cut),
		cmocka_unit_test(test_starts),
		cmocka_unit_test(test_linear_time),
		cmocka_unit_test(test_naughty_strings),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
