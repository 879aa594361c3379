/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "common/text/fold.h"
#include "common/text/utf8.h"

static void assert_folded(
	const char *code, const char *word, const char *expected)
{
	struct buf b = {0};
	fold(str_from(word), language_find(str_from(code)), FOLD_PLAIN, &b);
	buf_putc(&b, 0);
	assert_string_equal(b.p, expected);
	buf_release(&b);
}

static void test_any_language(void **state)
{
	(void)state;
	assert_folded("", "Caf\u00e9", "cafe");
	assert_folded("", "CAFE\u0301", "cafe");
	assert_folded("", "Stra\u00dfe", "strasse");
	assert_folded("", "\ufb01ne", "fine");
	assert_folded("", "\uff26\uff35\uff2c\uff2c\uff11", "full1");
	assert_folded("", "so\u00adft", "soft");
	assert_folded("", "it\u2019s", "it's");
	assert_folded("", "\u0130\u0131I", "iii");
	assert_folded("", "\u0141\u00f3d\u017a", "lodz");
	assert_folded("", "Sm\u00f8rrebr\u00f8d", "smorrebrod");
	assert_folded("", "\u0388\u03bb\u03bb\u03b7\u03bd\u03b5\u03c2",
		"\u03b5\u03bb\u03bb\u03b7\u03bd\u03b5\u03c3");
}

static void test_scripts(void **state)
{
	(void)state;
	/* Harakat, tatweel, hamza and the forms of alef. */
	assert_folded("ar", "\u0645\u064f\u062d\u064e\u0645\u0640\u062f",
		"\u0645\u062d\u0645\u062f");
	assert_folded(
		"ar", "\u0623\u062d\u0645\u062f", "\u0627\u062d\u0645\u062f");
	/* Persian letters and digits as Arabic keyboards write them. */
	assert_folded("fa", "\u06cc\u06a9 \u06f1\u0662", "\u064a\u0643 12");
	assert_folded("he", "\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd",
		"\u05e9\u05dc\u05d5\u05dd");
	/* Marks that are letters: Indic, Thai, kana. */
	assert_folded("hi", "\u0939\u093f\u0928\u094d\u0926\u0940",
		"\u0939\u093f\u0928\u094d\u0926\u0940");
	assert_folded("hi", "\u0958", "\u0915\u093c");
	assert_folded("th", "\u0e01\u0e48", "\u0e01\u0e48");
	assert_folded("ja", "\uff76\uff9e", "\u30ac");
	assert_folded("ja", "\u304b\u3099", "\u304c");
}

static void test_letters_kept(void **state)
{
	(void)state;
	assert_folded("ru", "\u0419\u0401\u0436", "\u0439\u0435\u0436");
	assert_folded("sv", "\u00c5\u00c4\u00d6\u00c9", "\u00e5\u00e4\u00f6e");
	assert_folded("sv", "A\u030a", "\u00e5");
	assert_folded("da", "\u00c6\u00d8", "\u00e6\u00f8");
	assert_folded("es", "Ni\u00f1o canci\u00f3n", "ni\u00f1o cancion");
	assert_folded("de", "\u00dcber", "uber");
	assert_folded("vi", "Vi\u1ec6t", "vi\u1ec7t");
}

static void test_lower(void **state)
{
	(void)state;
	struct buf b = {0};
	fold(STR("E\xcc\x81t\xc3\x89 \xc3\x9f"), LANGUAGE_NONE, FOLD_LOWER, &b);
	assert_true(str_eq(buf_str(&b), STR("\xc3\xa9t\xc3\xa9 \xc3\x9f")));
	buf_clear(&b);
	fold(STR("DI\xc4\xb0"), language_find(STR("tr")), FOLD_LOWER, &b);
	assert_true(str_eq(buf_str(&b), STR("d\xc4\xb1i")));
	buf_release(&b);
}

static void assert_idempotent(
	struct str s, language l, struct buf *once, struct buf *twice)
{
	buf_clear(once);
	buf_clear(twice);
	fold(s, l, FOLD_PLAIN, once);
	fold(buf_str(once), l, FOLD_PLAIN, twice);
	if (!str_eq(buf_str(once), buf_str(twice)))
		fail_msg("%.*s: %.*s, then %.*s", STR_ARG(s),
			STR_ARG(buf_str(once)), STR_ARG(buf_str(twice)));
}

static void test_idempotent(void **state)
{
	(void)state;
	struct buf s = {0}, once = {0}, twice = {0};
	struct rng r;
	for (uint32_t c = 0; c < 0x30000; c++) {
		buf_clear(&s);
		utf8_put(&s, c);
		language l = (language)(c % language_count());
		assert_idempotent(buf_str(&s), l, &once, &twice);
	}
	rng_init(&r, seed());
	for (unsigned i = 0; i < rounds(20000); i++) {
		buf_clear(&s);
		for (unsigned n = (unsigned)rng_below(&r, 8); n > 0; n--) {
			static const uint32_t blocks[] = {0, 0x80, 0x300, 0x380,
				0x400, 0x600, 0x900, 0x1100, 0x1e00, 0x1f00,
				0x3040, 0xac00, 0xfb00, 0xff00};
			uint32_t block = blocks[rng_below(&r, 14)];
			utf8_put(&s, block + (uint32_t)rng_below(&r, 0x100));
		}
		language l = (language)rng_below(&r, language_count());
		assert_idempotent(buf_str(&s), l, &once, &twice);
	}
	buf_release(&s);
	buf_release(&once);
	buf_release(&twice);
}

/* The short cut and the definition agree. */
static void test_short_cut(void **state)
{
	(void)state;
	struct rng r;
	struct buf word = {0}, fast = {0}, plain = {0};
	rng_init(&r, seed());
	for (unsigned i = 0; i < rounds(20000); i++) {
		static const char bytes[] = "aziIZA019.'-+#@[`{ \xc3\xa9";
		size_t kinds = rng_below(&r, 4) ? 19 : sizeof bytes - 1;
		language l = (language)rng_below(&r, language_count());
		enum fold form = (enum fold)rng_below(&r, 3);
		buf_clear(&word);
		buf_clear(&fast);
		buf_clear(&plain);
		for (unsigned n = (unsigned)rng_below(&r, 80); n > 0; n--)
			buf_putc(&word, bytes[rng_below(&r, kinds)]);
		fold(buf_str(&word), l, form, &fast);
		fold_plain(buf_str(&word), l, form, &plain);
		if (!str_eq(buf_str(&fast), buf_str(&plain)))
			fail_msg("%.*s: %.*s or %.*s", (int)word.len, word.p,
				(int)fast.len, fast.p, (int)plain.len, plain.p);
	}
	buf_release(&word);
	buf_release(&fast);
	buf_release(&plain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_any_language),
		cmocka_unit_test(test_scripts),
		cmocka_unit_test(test_letters_kept),
		cmocka_unit_test(test_lower),
		cmocka_unit_test(test_idempotent),
		cmocka_unit_test(test_short_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
