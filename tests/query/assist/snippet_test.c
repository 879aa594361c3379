/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/query/assist/snippet_fixture.h"

#include <time.h>

static void expect(const char *words, const char *lang, const char *text,
	unsigned count, unsigned width, const char *want)
{
	struct fixture f;
	struct buf got = {0};
	begin(&f, words, lang);
	find(&f, str_from(text), count, width);
	snippet_put(&f.found, str_from(text), SNIPPET_HTML, &got);
	buf_putc(&got, '\0');
	assert_string_equal(got.p, want);
	buf_release(&got);
	end(&f);
}

#define FILLER                                                                 \
	"Nothing of note stands in this sentence here. It goes on and on "     \
	"without an end in sight. "

static void passages(void **state)
{
	(void)state;
	expect("gut", "en", "A gut feeling.", 1, 100,
		"A <mark>gut</mark> feeling.");
	expect("gut", "en", "  Nothing here, at all.  ", 1, 100,
		"Nothing here, at all.");
	expect("gut", "en", FILLER "The gut is long." FILLER, 1, 64,
		"The <mark>gut</mark> is long.Nothing of note stands in this "
		"sentence here.");
	expect("gut skin", "en",
		"The gut, first. " FILLER FILLER "Here gut and skin. " FILLER,
		2, 30,
		"Here <mark>gut</mark> and <mark>skin</mark>. Nothing "
		"of\u2026 The <mark>gut</mark>, first. Nothing of\u2026");
	expect("", "en", "", 1, 100, "");
	expect("gut", "en", " \n\n ", 1, 100, "");
}

static void abbreviations(void **state)
{
	(void)state;
	expect("gut", "en", FILLER "It is L. reuteri, e.g. of the gut. " FILLER,
		1, 64,
		"It is L. reuteri, e.g. of the <mark>gut</mark>. Nothing of "
		"note stands in\u2026");
}

static void phrases_are_one_mark(void **state)
{
	(void)state;
	expect("gut health", "en", "On gut health, and gut-health; gut  health",
		1, 100,
		"On <mark>gut health</mark>, and <mark>gut-health</mark>; "
		"<mark>gut</mark> <mark>health</mark>");
	expect("gut health", "en",
		FILLER "Gut. " FILLER "Health gut x. " FILLER
		       "A gut health y. " FILLER,
		1, 40,
		"A <mark>gut health</mark> y. Nothing of note stands\u2026");
}

static void unspaced_scripts(void **state)
{
	(void)state;
	expect("\u8178\u5185", "ja",
		"\u4eba\u306e\u8178\u5185\u306b\u306f\u7d30\u83cc\u304c", 1,
		100,
		"\u4eba\u306e<mark>\u8178\u5185</mark>\u306b\u306f\u7d30\u83cc"
		"\u304c");
	expect("\u8178", "ja", "\u4eba\u306e\u8178\u5185", 1, 100,
		"\u4eba\u306e<mark>\u8178</mark>\u5185");
}

static void thai_stays_whole(void **state)
{
	(void)state;
	static const char word[] = "\u0e01\u0e33\u0e25\u0e31\u0e07\u0e17\u0e35"
				   "\u0e48\u0e19\u0e35\u0e49";
	struct buf text = {0};
	struct fixture f;
	begin(&f, word, "th");
	for (int i = 0; i < 100; i++)
		buf_puts(&text, word);
	for (unsigned width = 40; width < 200; width++) {
		find(&f, buf_str(&text), 3, width);
		for (unsigned i = 0; i < f.found.count; i++) {
			const struct fragment *g = &f.found.fragments[i];
			size_t at = g->off + g->len;
			struct str rest =
				str_slice(buf_str(&text), at, text.len);
			assert_true(snippet_boundary(buf_str(&text), at));
			assert_false(str_starts(rest, STR("\u0e31")));
			assert_false(str_starts(rest, STR("\u0e35")));
			assert_false(str_starts(rest, STR("\u0e48")));
			assert_false(str_starts(rest, STR("\u0e49")));
		}
	}
	buf_release(&text);
	end(&f);
}

static const char *const soup[] = {"gut", "skin", "Gut-skin", "health", " ",
	"\n\n", ". ", "? ", "a", "\u8178\u5185", "\u3002", "\u0e01\u0e31", "<",
	"<mark>", "&", "\"", "'", "\x1b[31m", "\u202e", "\u2028", "\u00e9",
	"e\u0301", "\U0001f600", "\xff", "\xe8\x85", "C++", "don't", "\t",
	"acnes", "-", "x.y", "\u00a0", "\xc2\x85", ">"};

static void random_text(struct rng *r, struct buf *out)
{
	size_t count = rng_below(r, rng_below(r, 30) ? 80 : 2000);
	buf_clear(out);
	while (count--) {
		if (rng_below(r, 40) == 0)
			for (size_t n = rng_below(r, 1500); n--;)
				buf_putc(out, 'x');
		buf_puts(out, soup[rng_below(r, sizeof soup / sizeof *soup)]);
		if (rng_below(r, 2))
			buf_putc(out, ' ');
	}
}

static void random_texts(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	struct buf text = {0};
	struct fixture f;
	begin(&f, "gut skin acne \u8178 \u8178\u5185 \u0e01\u0e31 C++", "en");
	for (unsigned n = rounds(4000); n--;) {
		random_text(&r, &text);
		char *p = guarded_alloc(text.len);
		memcpy(p, buf_str(&text).p, text.len);
		find(&f, (struct str){p, text.len},
			1 + (unsigned)rng_below(&r, 8),
			16 + (unsigned)rng_below(&r, 300));
		guarded_free(p, text.len);
	}
	buf_release(&text);
	end(&f);
}

/* The best passage has the most distinct words that any of its width has. */
static void finds_them_together(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	struct buf text = {0};
	struct fixture f;
	begin(&f, "gut skin acne", "en");
	static const char *const words[] = {"gut", "skin", "acne"};
	for (unsigned n = rounds(500); n--;) {
		buf_clear(&text);
		size_t all = rng_below(&r, 300);
		for (size_t i = 0; i < 300; i++) {
			if (i == all)
				buf_puts(&text, "skin of acne or gut ");
			else if (rng_below(&r, 20) == 0)
				buf_puts(&text, words[rng_below(&r, 2)]);
			else
				buf_puts(&text, "filler");
			buf_puts(&text, i % 9 ? " " : ". ");
		}
		find(&f, buf_str(&text), 1, 160);
		double three = f.found.fragments[0].score;
		assert_true(three >= 3);
	}
	buf_release(&text);
	end(&f);
}

static void linear_time(void **state)
{
	(void)state;
	static const char *const units[] = {"gut ", "gut", "\u8178", "a.b ",
		". ", "\n\n", "gut. skin ", "\u0e01"};
	struct buf text = {0};
	struct fixture f;
	begin(&f, "gut skin \u8178\u8178", "en");
	clock_t start = clock();
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		buf_clear(&text);
		while (text.len < 2 * SNIPPET_TEXT_MAX)
			buf_puts(&text, units[i]);
		find(&f, buf_str(&text), 8, 1024);
		if (f.found.count)
			assert_true(
				f.found.fragments[0].off < SNIPPET_TEXT_MAX);
	}
	assert_true(clock() - start < 20 * CLOCKS_PER_SEC);
	buf_release(&text);
	end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(passages),
		cmocka_unit_test(abbreviations),
		cmocka_unit_test(phrases_are_one_mark),
		cmocka_unit_test(unspaced_scripts),
		cmocka_unit_test(thai_stays_whole),
		cmocka_unit_test(random_texts),
		cmocka_unit_test(finds_them_together),
		cmocka_unit_test(linear_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
