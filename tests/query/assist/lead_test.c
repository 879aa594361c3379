/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/lead.h"
#include "common/base/vec.h"
#include "tests/query/assist/any_text.h"

/* All of a text's tokens, and where the sentences of each begin. */
struct all {
	VEC(struct token) tokens;
	VEC(uint32_t) sentences;
};

static void read_text(struct str text, struct all *all)
{
	struct tokens tokens;
	struct token t;
	uint32_t sentence = lead_skip_space(text, 0), end = 0;
	all->tokens.len = all->sentences.len = 0;
	tokens_init(&tokens, text);
	while (tokens_next(&tokens, &t)) {
		uint32_t start = t.off > end ? lead_sentence(text, end, t.off)
					     : LEAD_NONE;
		sentence = start == LEAD_NONE ? sentence : start;
		end = t.off + t.len > end ? t.off + t.len : end;
		assert_int_equal(vec_push(&all->tokens, t), OK);
		assert_int_equal(vec_push(&all->sentences, sentence), OK);
	}
}

/* What the header says, of all tokens before. */
static uint32_t expected(
	const struct all *all, size_t i, unsigned width, bool *amid)
{
	uint32_t off = all->tokens.v[i].off;
	*amid = off - all->sentences.v[i] > width / 2;
	if (!*amid)
		return all->sentences.v[i];
	while (i > 0 && all->tokens.v[i - 1].off + width / 4 >= off)
		i--;
	return all->tokens.v[i].off;
}

static void compare(
	struct rng *r, struct analyzer *a, struct str text, language lang)
{
	static const unsigned widths[] = {16, 40, 120, 200, LEAD_WIDTH_MAX};
	unsigned width = widths[rng_below(r, 5)];
	uint64_t step = 1 + rng_below(r, 60);
	struct all all = {0};
	struct lead quick, plain;
	char *p = guarded_alloc(text.len);
	(void)a;
	(void)lang;
	memcpy(p, text.p, text.len);
	text.p = p;
	read_text(text, &all);
	lead_init(&quick, text, width);
	lead_init(&plain, text, width);
	for (size_t i = 0; i < all.tokens.len; i++) {
		bool amid, got;
		uint32_t off = all.tokens.v[i].off;
		if (rng_below(r, step))
			continue;
		uint32_t start = expected(&all, i, width, &amid);
		assert_int_equal(lead_in_plain(&plain, off, &got), start);
		assert_int_equal(got, amid);
		assert_int_equal(lead_in(&quick, off, &got), start);
		assert_int_equal(got, amid);
	}
	guarded_free(p, text.len);
	vec_release(&all.tokens);
	vec_release(&all.sentences);
}

static void random_texts(void **state)
{
	(void)state;
	struct rng r;
	struct buf text = {0};
	rng_init(&r, seed());
	for (unsigned n = rounds(5000); n > 0; n--) {
		any_text(&r, &text);
		compare(&r, NULL, buf_str(&text), LANGUAGE_NONE);
	}
	buf_release(&text);
}

static void real_texts(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	if (!each_real_text(&r, NULL, compare))
		skip();
}

static void expect(const char *text, const char *word, unsigned width,
	const char *start, bool cut)
{
	struct lead l;
	bool amid;
	uint32_t off = (uint32_t)(strstr(text, word) - text);
	lead_init(&l, str_from(text), width);
	uint32_t at = lead_in(&l, off, &amid);
	assert_int_equal(at, strstr(text, start) - text);
	assert_int_equal(amid, cut);
}

static void sentences(void **state)
{
	(void)state;
	expect("  First one. Then two gut.", "gut", 100, "Then", false);
	expect("Of E. coli in the gut.", "gut", 100, "Of", false);
	expect("It ends.\" Then a gut", "gut", 100, "Then", false);
	expect("A heading\n\nand a gut", "gut", 100, "and", false);
	expect("Use it. .net has a gut", "gut", 100, ".net", false);
	expect("Use it. net has a gut", "gut", 100, "Use", false);
	expect("He said \u201cno.\u201d Then gut", "gut", 100, "Then", false);
	expect("One two three four five six seven eight gut", "gut", 32,
		"eight", true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sentences),
		cmocka_unit_test(random_texts),
		cmocka_unit_test(real_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
