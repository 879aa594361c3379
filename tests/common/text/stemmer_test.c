/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
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
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
