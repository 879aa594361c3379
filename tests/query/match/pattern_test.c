/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns find what comparing every word finds. */
#include "query/match/pattern.h"
#include "tests/support/made.h"
#include "tests/support/test.h"

enum { WORDS = 400, LETTERS = 7 };

struct made_word {
	char text[3 * LETTERS + 1];
	unsigned found, errors;
};

static struct made_word words[WORDS];
static unsigned word_count;

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Letters too many, too few, wrong, or swapped and left so. */
static unsigned distance(const char *a, const char *b)
{
	unsigned d[32][32], n = (unsigned)strlen(a), m = (unsigned)strlen(b);
	for (unsigned i = 0; i <= n; i++)
		for (unsigned j = 0; j <= m; j++) {
			if (!i || !j) {
				d[i][j] = i + j;
				continue;
			}
			d[i][j] =
				least(d[i - 1][j - 1] + (a[i - 1] != b[j - 1]),
					least(d[i - 1][j], d[i][j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
				a[i - 2] == b[j - 1])
				d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
		}
	return d[n][m];
}

static bool fits(const char *p, const char *s)
{
	if (*p == '*')
		return fits(p + 1, s) || (*s && fits(p, s + 1));
	return *p ? *s && (*p == '?' || *p == *s) && fits(p + 1, s + 1) : !*s;
}

static void make_text(struct rng *r, char *to, const char *letters)
{
	size_t n = 2 + rng_below(r, LETTERS - 1);
	for (size_t i = 0; i < n; i++)
		to[i] = letters[rng_below(r, strlen(letters))];
	to[n] = '\0';
}

static enum status note(
	void *data, struct str word, unsigned errors, uint32_t df)
{
	(void)data;
	assert_true(df > 0);
	for (unsigned i = 0; i < word_count; i++)
		if (str_eq(word, str_from(words[i].text))) {
			words[i].found++;
			words[i].errors = errors;
			return OK;
		}
	fail_msg("no word: " STR_FMT, STR_ARG(word));
	return OK;
}

static void walk(const struct pattern *p, const struct snapshot *s)
{
	uint32_t budget = PATTERN_BUDGET;
	for (unsigned i = 0; i < word_count; i++)
		words[i].found = 0;
	for (uint32_t i = 0; i < s->leaf_count; i++)
		assert_int_equal(pattern_walk(p, s->leaves[i], TERM_WORD,
					 &budget, note, NULL),
			OK);
	budget = 1;
	if (s->leaf_count && p->errors == 0 && p->stars & 1)
		assert_int_equal(pattern_walk(p, s->leaves[0], TERM_WORD,
					 &budget, note, NULL),
			ERR_LIMIT);
}

static void make_index(struct rng *r, const char *folder)
{
	for (unsigned part = 0; part < 2; part++) {
		struct buf line = {0};
		buf_puts(&line, part ? "{\"id\":\"b\",\"text\":\""
				     : "{\"id\":\"a\",\"text\":\"");
		for (unsigned i = 0; i < WORDS / 2; i++) {
			struct made_word *w = &words[word_count];
			unsigned same = 0;
			make_text(r, w->text, "abcs");
			while (strcmp(words[same].text, w->text) != 0)
				same++;
			word_count += same == word_count;
			buf_printf(&line, "%s ", w->text);
		}
		buf_puts(&line, "\"}\n");
		buf_putc(&line, '\0');
		made_commit(folder, part ? "b.jsonl" : "a.jsonl", line.p, NULL);
		buf_release(&line);
	}
}

static void check_similar(
	const char *text, unsigned errors, const struct snapshot *s)
{
	struct pattern p;
	assert_true(pattern_similar(&p, str_from(text), errors));
	walk(&p, s);
	for (unsigned i = 0; i < word_count; i++) {
		const struct made_word *w = &words[i];
		unsigned d = distance(text, w->text);
		bool wanted =
			d <= errors && (errors < 2 || w->text[0] == text[0]);
		if ((w->found > 0) != wanted || (wanted && w->errors != d))
			fail_msg("%s~%u: %s, %u wrong, found %u times", text,
				errors, w->text, d, w->found);
	}
}

static void check_wildcards(const char *text, const struct snapshot *s)
{
	struct pattern p;
	assert_true(pattern_wildcards(&p, str_from(text)));
	walk(&p, s);
	for (unsigned i = 0; i < word_count; i++)
		if ((words[i].found > 0) != fits(text, words[i].text))
			fail_msg("%s: %s, found %u times", text, words[i].text,
				words[i].found);
}

static void test_walks(void **state)
{
	struct rng r;
	struct snapshot s;
	char folder[256];
	(void)state;
	rng_init(&r, seed());
	snprintf(folder, sizeof folder, "%s", temp_dir());
	make_index(&r, folder);
	assert_int_equal(snapshot_open(&s, folder, NULL), OK);
	for (unsigned i = 0; i < rounds(300); i++) {
		char text[LETTERS + 1];
		make_text(&r, text, "abcsx");
		check_similar(text, 1, &s);
		check_similar(text, 2, &s);
		make_text(&r, text, "abcs?*");
		check_wildcards(text, &s);
	}
	snapshot_close(&s);
	remove_tree(folder);
}

static void test_limits(void **state)
{
	struct pattern p;
	char text[2 * PATTERN_MAX];
	(void)state;
	memset(text, 'a', sizeof text);
	assert_false(pattern_similar(&p, STR(""), 1));
	assert_false(pattern_similar(&p, STR("a"), 1));
	assert_false(pattern_similar(&p, (struct str){text, sizeof text}, 2));
	assert_false(pattern_wildcards(&p, (struct str){text, sizeof text}));
	assert_true(pattern_wildcards(&p, (struct str){text, PATTERN_MAX}));
	assert_true(pattern_similar(&p, STR("\xff\xfe"), 1));
	assert_true(pattern_wildcards(&p, STR("**a")));
	assert_int_equal(p.len, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_walks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
