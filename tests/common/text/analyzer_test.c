/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "common/text/analyzer.h"
#include "common/text/fold.h"
#include "common/text/stemmer.h"
#include "common/text/utf8.h"

static int set_up(void **state)
{
	struct analyzer *a = NULL;
	assert_int_equal(analyzer_new(&a), OK);
	*state = a;
	return 0;
}

static int tear_down(void **state)
{
	analyzer_free(*state);
	return 0;
}

/* "WHOLE gutskin@0 WORD gut@0 WORD skin@1 +2" */
static void print(const struct analysis *an, struct buf *out)
{
	static const char *const roles[] = {"WORD", "WHOLE", "GRAM", "CHAR"};
	buf_clear(out);
	for (unsigned i = 0; i < an->count; i++) {
		const struct part *p = &an->parts[i];
		buf_printf(out, "%s " STR_FMT "@%u ", roles[p->role],
			STR_ARG(p->stem), p->offset);
	}
	buf_printf(out, "+%u", an->advance);
	buf_putc(out, 0);
}

static void assert_parts(
	void **state, const char *code, const char *token, const char *expected)
{
	struct analysis an;
	struct buf b = {0};
	language l = language_find(str_from(code));
	assert_int_equal(analyzer_word(*state, str_from(token), l, &an), OK);
	print(&an, &b);
	assert_string_equal(b.p, expected);
	buf_release(&b);
}

static void test_words(void **state)
{
	assert_parts(state, "en", "Rosacea's", "WORD rosacea@0 +1");
	assert_parts(state, "en", "rosacea\u2019S", "WORD rosacea@0 +1");
	assert_parts(state, "en", "Gardening", "WORD garden@0 +1");
	assert_parts(state, "", "Gardening", "WORD gardening@0 +1");
	assert_parts(state, "en", "Caf\u00e9", "WORD cafe@0 +1");
	assert_parts(state, "en", "don\u2019t", "WORD don't@0 +1");
	assert_parts(state, "en", "3.14", "WORD 3.14@0 +1");
	assert_parts(state, "en", "1,000.5", "WORD 1,000.5@0 +1");
	assert_parts(state, "en", "mp3", "WORD mp3@0 +1");
	assert_parts(state, "en", "B12", "WORD b12@0 +1");
	assert_parts(state, "en", "C++", "WORD c++@0 +1");
	assert_parts(state, "en", ".NET", "WORD .net@0 +1");
	assert_parts(state, "en", "", "+0");
	assert_parts(state, "en", "\xff", "+0");
}

static void test_compounds(void **state)
{
	assert_parts(state, "en", "gut-skin",
		"WHOLE gutskin@0 WORD gut@0 WORD skin@1 +2");
	assert_parts(state, "en", "camelCase",
		"WHOLE camelcas@0 WORD camel@0 WORD case@1 +2");
	assert_parts(state, "en", "HTMLParser",
		"WHOLE htmlparser@0 WORD html@0 WORD parser@1 +2");
	assert_parts(state, "en", "URLs", "WORD url@0 +1");
	assert_parts(state, "en", "node.js",
		"WHOLE nodej@0 WORD node@0 WORD js@1 +2");
	assert_parts(state, "", "node.js",
		"WHOLE nodejs@0 WORD node@0 WORD js@1 +2");
	assert_parts(state, "en", "snake_case",
		"WHOLE snakecas@0 WORD snake@0 WORD case@1 +2");
	assert_parts(state, "en", "Objective-C++",
		"WHOLE objectivec++@0 WORD object@0 WORD c++@1 +2");
	assert_parts(state, "en", "covid-19",
		"WHOLE covid19@0 WORD covid@0 WORD 19@1 +2");
}

static void test_chains(void **state)
{
	assert_parts(state, "", "up-to-date",
		"WHOLE uptodate@0 WORD up@0 WORD to@1 WORD date@2 +3");
	assert_parts(state, "", "state-of-the-art",
		"WORD state@0 WORD of@1 WORD the@2 WORD art@3 +4");
	assert_parts(state, "", "a_b-c.md",
		"WORD a@0 WORD b@1 WORD c@2 WORD md@3 +4");
	assert_parts(state, "", "www\u2010a\u2010b\u2010c",
		"WORD www@0 WORD a@1 WORD b@2 WORD c@3 +4");
	assert_parts(state, "", "one_two_threeFour",
		"WHOLE onetwothreefour@0 WORD one@0 WORD two@1 "
		"WORD three@2 WORD four@3 +4");
}

static void test_apostrophes(void **state)
{
	assert_parts(state, "fr", "l\u2019eau", "WORD eau@0 +1");
	assert_parts(state, "fr", "aujourd'hui", "WORD aujourd'hui@0 +1");
	assert_parts(state, "it", "dell'acqua", "WORD acqua@0 +1");
	assert_parts(state, "tr", "Ankara'da", "WORD ankar@0 +1");
	assert_parts(state, "ca", "col\u00b7lecci\u00f3", "WORD collecc@0 +1");
}

/* A word typed without its marks finds what was written with them. */
static void test_marks_do_not_matter(void **state)
{
	static const char *const pairs[][3] = {
		{"en", "Caf\u00e9", "cafe"},
		{"fr", "\u00e9l\u00e8ve", "eleve"},
		{"es", "canci\u00f3n", "cancion"},
		{"de", "\u00c4rzte", "Arzte"},
		{"ro", "\u015fi\u021bei", "\u0219i\u0163ei"},
		{"ro", "ma\u0219in\u0103", "masina"},
		{"ru", "\u0451\u043b\u043a\u0430", "\u0435\u043b\u043a\u0430"},
		{"tr", "INTERNET", "internet"},
		{"fa", "\u06a9\u062a\u0627\u0628", "\u0643\u062a\u0627\u0628"},
	};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		language l = language_find(str_from(pairs[i][0]));
		struct buf a = {0}, b = {0};
		struct analysis an;
		struct str one = str_from(pairs[i][1]);
		struct str two = str_from(pairs[i][2]);
		assert_int_equal(analyzer_word(*state, one, l, &an), OK);
		print(&an, &a);
		assert_int_equal(analyzer_word(*state, two, l, &an), OK);
		print(&an, &b);
		assert_string_equal(a.p, b.p);
		buf_release(&a);
		buf_release(&b);
	}
}

static void test_unspaced(void **state)
{
	assert_parts(state, "ja", "\u6771\u4eac",
		"GRAM \u6771\u4eac@0 CHAR \u6771@0 +1");
	assert_parts(state, "ja", "\u4eac", "CHAR \u4eac@0 +1");
	assert_parts(state, "ja", "\uff76\uff9e\uff77",
		"GRAM \u30ac\u30ad@0 CHAR \u30ac@0 +1");
	assert_parts(state, "ko", "\ud55c\uad6d\uc5b4",
		"WHOLE \ud55c\uad6d\uc5b4@0 GRAM \ud55c\uad6d@0 "
		"GRAM \uad6d\uc5b4@1 +2");
	assert_parts(state, "ko", "\ud55c\uad6d", "WORD \ud55c\uad6d@0 +1");
	assert_parts(state, "ko", "\ubb3c", "WORD \ubb3c@0 +1");
}

static void test_forms_of_a_word(void **state)
{
	struct analysis an;
	language en = language_find(STR("en"));
	assert_int_equal(
		analyzer_word(*state, STR("Caf\xc3\xa9s"), en, &an), OK);
	assert_int_equal(an.count, 1);
	assert_true(str_eq(an.parts[0].stem, STR("cafe")));
	assert_true(str_eq(an.parts[0].fold, STR("cafes")));
	assert_true(str_eq(an.parts[0].word, STR("caf\xc3\xa9s")));
}

static void assert_fold(const char *text, const char *expected)
{
	struct buf b = {0};
	analyzer_fold(str_from(text), LANGUAGE_NONE, &b);
	buf_putc(&b, 0);
	assert_string_equal(b.p, expected);
	buf_clear(&b);
	buf_release(&b);
}

static void test_fold(void **state)
{
	(void)state;
	assert_fold("  The Gut\u2013Skin, Axis!  ", "the gut skin axis");
	assert_fold("Caf\u00e9", "cafe");
	assert_fold("", "");
	assert_fold("!?", "");
	assert_fold("it's a_b-C3.x  d!", "it s a b c3 x d");
	assert_fold("!a caf\u00e9-B2 c", "a cafe b2 c");
	assert_fold("\u6771\u4eac (2024)", "\u6771\u4eac 2024");
}

static void assert_sound(const struct analysis *an)
{
	uint32_t at = 0;
	assert_true(an->count <= PARTS_MAX);
	for (unsigned i = 0; i < an->count; i++) {
		const struct part *p = &an->parts[i];
		assert_true(p->stem.len > 0);
		assert_true(p->offset >= at);
		assert_true(p->offset < an->advance);
		assert_non_null(p->fold.p);
		assert_non_null(p->word.p);
		at = p->offset;
	}
}

static void test_naughty_strings(void **state)
{
	const char *path = shared_file("conformance/naughty/blns.txt");
	if (!path)
		skip();
	struct buf b = read_all(path);
	struct analysis an;
	for (language l = 0; l < language_count(); l++) {
		struct tokens t;
		struct token tok;
		tokens_init(&t, buf_str(&b));
		while (tokens_next(&t, &tok)) {
			struct str raw = str_slice(
				buf_str(&b), tok.off, tok.off + tok.len);
			assert_int_equal(
				analyzer_word(*state, raw, l, &an), OK);
			assert_sound(&an);
		}
	}
	buf_release(&b);
}

static void test_any_bytes(void **state)
{
	struct rng r;
	struct buf b = {0};
	struct analysis an;
	rng_init(&r, seed());
	for (unsigned i = 0; i < rounds(5000); i++) {
		buf_clear(&b);
		for (unsigned n = (unsigned)rng_below(&r, 600); n > 0; n--) {
			if (rng_below(&r, 4) == 0)
				buf_putc(&b, (char)rng_next(&r));
			else
				utf8_put(&b, (uint32_t)rng_below(&r, 0x3200));
		}
		language l = (language)rng_below(&r, language_count());
		assert_int_equal(
			analyzer_word(*state, buf_str(&b), l, &an), OK);
		assert_sound(&an);
	}
	buf_release(&b);
}

/* The short cuts for ASCII and what stemming and folding say agree. */
static void test_short_cut(void **state)
{
	struct rng r;
	struct stemmer stemmer = {0};
	struct buf word = {0}, marked = {0}, stem = {0}, folded = {0};
	rng_init(&r, seed());
	for (unsigned i = 0; i < rounds(20000); i++) {
		static const char *const pieces[] = {"i", "e", "s", "ing", "ly",
			"ation", "er", "y", "os", "qu", "t", "an"};
		language l = (language)rng_below(&r, language_count());
		struct analysis an;
		buf_clear(&word);
		for (uint64_t n = 1 + rng_below(&r, 6); n > 0; n--)
			buf_puts(&word, pieces[rng_below(&r, 12)]);
		if (rng_below(&r, 2))
			word.p[0] -= 'a' - 'A';
		buf_clear(&marked);
		buf_clear(&stem);
		buf_clear(&folded);
		fold_plain(buf_str(&word), l, FOLD_MARKED, &marked);
		assert_int_equal(
			stemmer_word(&stemmer, l, buf_str(&marked), &stem), OK);
		fold_plain(buf_str(&stem), l, FOLD_PLAIN, &folded);
		assert_int_equal(
			analyzer_word(*state, buf_str(&word), l, &an), OK);
		assert_int_equal(an.count, 1);
		assert_true(str_eq(an.parts[0].stem, buf_str(&folded)));
	}
	stemmer_release(&stemmer);
	buf_release(&word);
	buf_release(&marked);
	buf_release(&stem);
	buf_release(&folded);
}

static bool same_part(const struct part *a, const struct part *b)
{
	return str_eq(a->stem, b->stem) && str_eq(a->fold, b->fold) &&
	       str_eq(a->word, b->word);
}

/* Who knows what a piece becomes need not ask again. */
static void assert_pieces(
	void **state, const char *code, const char *token, const char *expected)
{
	struct cut cut;
	struct part one, two;
	struct buf b = {0};
	language l = language_find(str_from(code));
	assert_int_equal(analyzer_cut(*state, str_from(token), l, &cut), OK);
	for (unsigned i = 0; i < cut.count; i++) {
		buf_printf(&b, STR_FMT " ", STR_ARG(cut.pieces[i].text));
		assert_int_equal(
			analyzer_part(*state, &cut.pieces[i], &one), OK);
		for (unsigned k = 0; k < i; k++) {
			if (!str_eq(cut.pieces[i].text, cut.pieces[k].text))
				continue;
			assert_int_equal(
				analyzer_part(*state, &cut.pieces[k], &two),
				OK);
			assert_true(same_part(&one, &two));
		}
	}
	buf_putc(&b, 0);
	assert_string_equal(b.p, expected);
	buf_release(&b);
}

static void test_pieces(void **state)
{
	assert_pieces(state, "en", "Gardens", "gardens ");
	assert_pieces(state, "en", "Gut-GUT", "gutgut gut gut ");
	assert_pieces(state, "en", "HTMLParser", "htmlparser html parser ");
	assert_pieces(state, "en", "my-file-2.MD", "my file 2 md ");
	assert_pieces(
		state, "fr", "Caf\u00e9-CAFE", "Caf\u00e9CAFE Caf\u00e9 cafe ");
	assert_pieces(state, "tr", "ISI-isi", "ISIisi ISI isi ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_compounds),
		cmocka_unit_test(test_chains),
		cmocka_unit_test(test_apostrophes),
		cmocka_unit_test(test_marks_do_not_matter),
		cmocka_unit_test(test_unspaced),
		cmocka_unit_test(test_forms_of_a_word),
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_naughty_strings),
		cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(test_short_cut),
		cmocka_unit_test(test_pieces),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
