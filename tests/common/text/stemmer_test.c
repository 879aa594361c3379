/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "common/text/fold.h"
#include "common/text/stemmer.h"

/*
 * How many words of Snowball's own vocabularies, which are newer than the
 * installed libraries, have another stem.  languages.txt names for each
 * language the library and the algorithm for which the number is least.
 */
static const struct {
	const char *language;
	unsigned differ;
} vocabularies[] = {
	{"armenian", 0},
	{"basque", 0},
	{"catalan", 0},
	{"danish", 0},
	{"dutch", 242},
	{"english", 57},
	{"finnish", 0},
	{"french", 840},
	{"german", 1171},
	{"hungarian", 0},
	{"indonesian", 0},
	{"irish", 0},
	{"italian", 1},
	{"lithuanian", 160},
	{"nepali", 0},
	{"norwegian", 136},
	{"portuguese", 0},
	{"romanian", 13304},
	{"russian", 0},
	{"spanish", 9},
	{"swedish", 553},
	{"turkish", 9204},
};

/* The next line, without its end. */
static struct str next_line(struct str text, size_t *at)
{
	size_t from = *at, end = str_find(text, from, '\n');
	*at = end + 1;
	return str_slice(text, from, end);
}

static unsigned count_differences(struct stemmer *s, const char *name)
{
	char path[128];
	unsigned differ = 0;
	snprintf(path, sizeof path, "snowball/%s/voc.txt", name);
	struct buf words = read_all(shared_file(path)), stem = {0};
	snprintf(path, sizeof path, "snowball/%s/output.txt", name);
	struct buf stems = read_all(shared_file(path));
	language l = language_find(str_from(name));
	assert_int_not_equal(l, LANGUAGE_NONE);
	for (size_t at = 0, to = 0; at < words.len;) {
		struct str word = next_line(buf_str(&words), &at);
		struct str expected = next_line(buf_str(&stems), &to);
		buf_clear(&stem);
		assert_int_equal(stemmer_word(s, l, word, &stem), OK);
		differ += !str_eq(buf_str(&stem), expected);
	}
	buf_release(&words);
	buf_release(&stems);
	buf_release(&stem);
	return differ;
}

static void test_vocabularies(void **state)
{
	(void)state;
	if (!shared_file("snowball/english/voc.txt"))
		skip();
	struct stemmer s = {0};
	for (size_t i = 0; i < sizeof vocabularies / sizeof *vocabularies;
		i++) {
		const char *name = vocabularies[i].language;
		unsigned differ = count_differences(&s, name);
		if (differ != vocabularies[i].differ)
			fail_msg("%s: %u differ, not %u", name, differ,
				vocabularies[i].differ);
	}
	stemmer_release(&s);
}

static bool is_same_letter(char a, char b, size_t at)
{
	const char *endings = "eiy";
	return a == b ||
	       (at > 0 && a && b && strchr(endings, a) && strchr(endings, b));
}

/* What language_kept() says; the stem is folded, as the analyzer does. */
static void assert_kept(
	struct stemmer *s, language l, struct str word, struct buf *stem)
{
	struct buf plain = {0};
	buf_clear(stem);
	assert_int_equal(stemmer_word(s, l, word, stem), OK);
	fold(buf_str(stem), l, FOLD_PLAIN, &plain);
	for (size_t i = 0; i < plain.len && i < language_kept(l); i++)
		if (i >= word.len || !is_same_letter(word.p[i], plain.p[i], i))
			fail_msg("%.*s: %.*s, %.*s", STR_ARG(language_name(l)),
				STR_ARG(word), STR_ARG(buf_str(&plain)));
	buf_release(&plain);
}

static bool is_ascii_word(struct str word)
{
	for (size_t i = 0; i < word.len; i++)
		if (word.p[i] & 0x80)
			return false;
	return word.len > 0 && word.p[0] >= 'a' && word.p[0] <= 'z';
}

/* All words in their language, and some of each in the others. */
static void test_kept_letters(void **state)
{
	(void)state;
	if (!shared_file("snowball/english/voc.txt"))
		skip();
	struct stemmer s = {0};
	struct buf stem = {0};
	for (size_t i = 0; i < sizeof vocabularies / sizeof *vocabularies;
		i++) {
		char path[128];
		snprintf(path, sizeof path, "snowball/%s/voc.txt",
			vocabularies[i].language);
		struct buf words = read_all(shared_file(path));
		language own =
			language_find(str_from(vocabularies[i].language));
		for (size_t at = 0, n = 0; at < words.len; n++) {
			struct str word = next_line(buf_str(&words), &at);
			if (!is_ascii_word(word))
				continue;
			for (language l = 0; l < language_count(); l++)
				if (l == own || n % 16 == 0)
					assert_kept(&s, l, word, &stem);
		}
		buf_release(&words);
	}
	buf_release(&stem);
	stemmer_release(&s);
}

/* So are strings of such letters as endings are made of. */
static void test_kept_letters_of_any(void **state)
{
	(void)state;
	struct rng r;
	struct stemmer s = {0};
	struct buf stem = {0};
	rng_init(&r, seed());
	for (unsigned n = rounds(5000); n > 0; n--) {
		static const char letters[] = "aeiouytnsrldgcmpbhfvkwxzjq'";
		char word[12];
		size_t len = 1 + rng_below(&r, sizeof word);
		uint64_t kinds = rng_below(&r, 2) ? 12 : sizeof letters - 1;
		for (size_t i = 0; i < len; i++)
			word[i] = letters[rng_below(&r, kinds)];
		struct str w = {word, len};
		for (language l = 0; l < language_count(); l++)
			if (language_kept(l) && is_ascii_word(w))
				assert_kept(&s, l, w, &stem);
	}
	buf_release(&stem);
	stemmer_release(&s);
}

static void assert_stem(struct stemmer *s, const char *code, const char *word,
	const char *expected)
{
	struct buf b = {0};
	language l = language_find(str_from(code));
	assert_int_equal(stemmer_word(s, l, str_from(word), &b), OK);
	buf_putc(&b, 0);
	assert_string_equal(b.p, expected);
	buf_release(&b);
}

static void test_languages(void **state)
{
	(void)state;
	struct stemmer s = {0};
	assert_stem(&s, "en", "gardening", "garden");
	assert_stem(&s, "", "gardening", "gardening");
	assert_stem(&s, "ja", "gardening", "gardening");
	assert_stem(&s, "en", "", "");
	/* The stemmer of every row is in its library. */
	for (language l = 1; l < language_count(); l++) {
		struct buf b = {0};
		assert_int_equal(stemmer_word(&s, l, STR("a"), &b), OK);
		assert_false(s.missing >> l & 1);
		buf_release(&b);
	}
	stemmer_release(&s);
	stemmer_release(&s);
}

/* Stems that are kept are those of the library. */
static void test_kept_stems(void **state)
{
	(void)state;
	struct rng r;
	struct stemmer kept = {0};
	struct buf word = {0}, one = {0}, two = {0};
	rng_init(&r, seed());
	for (unsigned i = 0; i < rounds(3000); i++) {
		static const char *const pieces[] = {
			"s", "e", "ing", "er", "a", "nation", "ely", "\u00e9"};
		struct stemmer fresh = {0};
		language l = (language)(1 + rng_below(&r, 3));
		buf_clear(&word);
		buf_clear(&one);
		buf_clear(&two);
		for (uint64_t n = rng_below(&r, 5); n > 0; n--)
			buf_puts(&word, pieces[rng_below(&r, 8)]);
		assert_int_equal(
			stemmer_word(&kept, l, buf_str(&word), &one), OK);
		assert_int_equal(
			stemmer_word(&fresh, l, buf_str(&word), &two), OK);
		assert_true(str_eq(buf_str(&one), buf_str(&two)));
		stemmer_release(&fresh);
	}
	stemmer_release(&kept);
	buf_release(&word);
	buf_release(&one);
	buf_release(&two);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vocabularies),
		cmocka_unit_test(test_languages),
		cmocka_unit_test(test_kept_stems),
		cmocka_unit_test(test_kept_letters),
		cmocka_unit_test(test_kept_letters_of_any),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
