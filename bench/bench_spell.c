/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_spell.c - what is guessed for mistyped words, and how soon.
 *
 *	bench_spell INDEX LIST [ERRORS]
 *
 * LIST has lines of a wrong word, a tab and the right one.  Of those of which
 * the index has the right one, with ERRORS only those that are so many letters
 * wrong: how many there are, how often the first guess is right, how often one
 * of the guesses; milliseconds on average and at worst, each the best of three.
 */
#include "bench/bench.h"
#include "common/base/file.h"
#include "common/text/utf8.h"
#include "query/assist/spell.h"
#include "query/match/pattern.h"

#include <stdio.h>
#include <stdlib.h>

struct tally {
	unsigned cases, first, any;
	double sum, worst; /* ms */
};

static struct str lower(struct arena *arena, struct str s)
{
	struct buf out = {0};
	for (size_t at = 0; at < s.len;)
		utf8_put(&out, utf8_lower(utf8_next(s, &at)));
	struct str copy = arena_dup(arena, buf_str(&out));
	buf_release(&out);
	return copy;
}

/* How many letters it is wrong; above two: many. */
static unsigned errors_of(struct str wrong, struct str right)
{
	struct pattern p;
	struct pattern_state states[PATTERN_MAX + 1];
	unsigned n = 0;
	if (!pattern_similar(&p, wrong, 2))
		return 3;
	p.anchored = false;
	pattern_begin(&p, &states[0]);
	for (size_t at = 0; at < right.len; n++)
		if (n == PATTERN_MAX ||
			!pattern_step(&p, states, n, utf8_next(right, &at)))
			return 3;
	return pattern_errors(&p, states, n);
}

static enum status guess(const struct spell *s, struct str wrong,
	struct str right, struct tally *t)
{
	struct spell_guess v[SPELL_GUESSES];
	uint32_t count = 0;
	double best = 1e9;
	enum status status = OK;
	for (int i = 0; i < 3 && status == OK; i++) {
		uint64_t began = bench_ns();
		status = spell_word(s, wrong, v, &count);
		double took = (double)(bench_ns() - began) / 1e6;
		best = took < best ? took : best;
	}
	t->cases++;
	t->sum += best;
	t->worst = best > t->worst ? best : t->worst;
	t->first += count && str_eq(v[0].text, right);
	for (uint32_t i = 0; i < count; i++)
		t->any += str_eq(v[i].text, right);
	if (getenv("SHOW") && !(count && str_eq(v[0].text, right)))
		printf("%.*s %.*s: %.*s\n", STR_ARG(wrong), STR_ARG(right),
			STR_ARG(count ? v[0].text : STR("-")));
	return status;
}

int main(int argc, char **argv)
{
	struct snapshot x;
	struct error err = {0};
	struct buf list = {0};
	struct arena arena = {0};
	struct tally t = {0};
	if (argc < 3)
		return 2;
	if (snapshot_open(&x, argv[1], &err) != OK ||
		file_read(argv[2], 1 << 26, &list, &err) != OK) {
		fprintf(stderr, "bench_spell: %s\n", err.text);
		return 2;
	}
	struct corpus corpus = {.leaves = (const struct leaf *const *)x.leaves,
		.leaf_count = x.leaf_count};
	for (uint32_t i = 0; i < x.leaf_count; i++)
		corpus.docs += x.leaves[i]->live.count;
	struct spell s = {.corpus = &corpus, .arena = &arena};
	struct str all = buf_str(&list);
	unsigned wanted = argc > 3 ? (unsigned)atoi(argv[3]) : 0;
	enum status status = OK;
	for (size_t at = 0, end; at < all.len && status == OK; at = end + 1) {
		end = str_find(all, at, '\n');
		struct str line = str_slice(all, at, end);
		size_t tab = str_find(line, 0, '\t');
		arena_clear(&arena);
		struct str wrong = lower(&arena, str_slice(line, 0, tab));
		struct str right =
			lower(&arena, str_slice(line, tab + 1, line.len));
		uint64_t df;
		status = spell_df(&s, right, &df);
		if (status == OK && df &&
			(!wanted || errors_of(wrong, right) == wanted))
			status = guess(&s, wrong, right, &t);
	}
	double n = t.cases ? t.cases : 1;
	printf("spell\tcases\t%u\n"
	       "spell\tfirst\t%.1f\t%%\n"
	       "spell\tany\t%.1f\t%%\n"
	       "spell\tmean\t%.3f\tms\n"
	       "spell\tworst\t%.3f\tms\n",
		t.cases, 100 * t.first / n, 100 * t.any / n, t.sum / n,
		t.worst);
	buf_release(&list);
	arena_release(&arena);
	snapshot_close(&x);
	return status != OK;
}
