/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/spell.h"
#include "common/base/map.h"
#include "common/base/rune.h"
#include "common/base/vec.h"
#include "query/match/pattern.h"

#include <math.h>

/* What errors cost, in the unit of ln(documents). */
static const double COST_USUAL = 5.5, COST_SWAP = 2, COST_DOUBLE = 1.5,
		    COST_VOWEL = 4, COST_FIRST = 2.5, COST_SECOND = 2.5,
		    COST_SPLIT = 8.5;

enum {
	LETTERS = PATTERN_MAX,
	LETTERS_FOR_TWO = 5, /* from so many letters two may be wrong */
	SPLIT_LETTERS = 2,   /* at least, of each word                */
};

struct letters {
	uint32_t v[LETTERS];
	unsigned len;
};

struct candidate {
	uint64_t df;
	double cost;
};

struct gathering {
	struct letters typed;
	unsigned known; /* errors up to which all words are there */
	struct map words;
	VEC(struct candidate) v; /* by number of the word */
};

static bool read_letters(struct letters *x, struct str s)
{
	x->len = 0;
	for (size_t at = 0; at < s.len;) {
		if (x->len == LETTERS)
			return false;
		at += rune_get(s, at, &x->v[x->len++]);
	}
	return true;
}

static bool is_vowel(uint32_t c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' ||
	       c == 'y';
}

/* Of letter i, too many or left out. */
static double cost_of_one(const struct letters *x, unsigned i)
{
	if (i > 0 && x->v[i] == x->v[i - 1])
		return COST_DOUBLE;
	return i == 0 ? COST_USUAL + COST_FIRST : COST_USUAL;
}

static double cost_of_two(const struct letters *a, unsigned i,
	const struct letters *b, unsigned j)
{
	if (a->v[i] == b->v[j])
		return 0;
	if (i == 0 || j == 0)
		return COST_USUAL + COST_FIRST;
	return is_vowel(a->v[i]) && is_vowel(b->v[j]) ? COST_VOWEL : COST_USUAL;
}

/* Of letter i and the next. */
static double cost_of_swap(unsigned i)
{
	return i == 0 ? COST_SWAP + COST_FIRST : COST_SWAP;
}

static double cost_of(const struct letters *a, const struct letters *b)
{
	double rows[3][LETTERS + 1];
	double *two = rows[0], *one = rows[1], *now = rows[2];
	for (unsigned j = 0; j <= b->len; j++)
		now[j] = j ? now[j - 1] + cost_of_one(b, j - 1) : 0;
	for (unsigned i = 1; i <= a->len; i++) {
		double *spare = two;
		two = one;
		one = now;
		now = spare;
		now[0] = one[0] + cost_of_one(a, i - 1);
		for (unsigned j = 1; j <= b->len; j++) {
			double x = one[j - 1] + cost_of_two(a, i - 1, b, j - 1);
			x = fmin(x, one[j] + cost_of_one(a, i - 1));
			x = fmin(x, now[j - 1] + cost_of_one(b, j - 1));
			if (i > 1 && j > 1 && a->v[i - 1] == b->v[j - 2] &&
				a->v[i - 2] == b->v[j - 1])
				x = fmin(x, two[j - 2] + cost_of_swap(i - 2));
			now[j] = x;
		}
	}
	return now[b->len];
}

static enum status add_candidate(
	void *data, struct str word, unsigned errors, uint32_t df)
{
	struct gathering *g = data;
	struct letters letters;
	uint32_t id;
	if (errors <= g->known || !read_letters(&letters, word))
		return OK;
	enum status status = map_add(&g->words, word, &id);
	if (status == OK && id == g->v.len)
		status = vec_push(
			&g->v, (struct candidate){0,
				       cost_of(&g->typed, &letters) +
					       (errors > 1 ? COST_SECOND : 0)});
	if (status == OK)
		g->v.v[id].df += df;
	return status;
}

/* Of two that are worth the same the first by letters, whichever engine and
 * however many parts of an index they come from. */
static bool is_better(const struct spell_guess *a, const struct spell_guess *b)
{
	return a->worth != b->worth ? a->worth > b->worth
				    : str_cmp(a->text, b->text) < 0;
}

static void keep(
	struct spell_guess *out, uint32_t *count, const struct spell_guess *x)
{
	uint32_t at = *count;
	while (at > 0 && is_better(x, &out[at - 1]))
		at--;
	if (at == SPELL_GUESSES)
		return;
	if (*count < SPELL_GUESSES)
		++*count;
	memmove(out + at + 1, out + at, (*count - at - 1) * sizeof *out);
	out[at] = *x;
}

static enum term_kind kind_of(const struct spell *s)
{
	return s->kind ? s->kind : TERM_WORD;
}

static enum status gather(const struct spell *s, struct str word,
	unsigned errors, struct gathering *g)
{
	struct pattern p;
	uint32_t budget = PATTERN_BUDGET;
	if (!pattern_similar(&p, word, errors))
		return OK;
	enum status status = corpus_walk(
		s->corpus, &p, kind_of(s), &budget, add_candidate, g);
	return status == ERR_LIMIT ? OK : status;
}

enum status spell_df(const struct spell *s, struct str word, uint64_t *out)
{
	struct buf term = {0};
	struct str name = term_put(&term, kind_of(s), word);
	enum status status = term.status;
	if (status == OK)
		status = corpus_df(s->corpus, name, out);
	buf_release(&term);
	return status;
}

/* The word in two, each half a word of the index. */
static enum status split(const struct spell *s, struct str word,
	struct spell_guess *out, uint32_t *count)
{
	enum status status = OK;
	struct buf both = {0};
	unsigned letters = 0;
	uint32_t rune;
	double docs = (double)s->corpus->docs;
	for (size_t at = 0; at < word.len && status == OK;) {
		uint64_t left, right;
		at += rune_get(word, at, &rune);
		if (++letters < SPLIT_LETTERS || at >= word.len ||
			at + SPLIT_LETTERS > word.len)
			continue;
		status = spell_df(s, str_slice(word, 0, at), &left);
		if (status != OK || left == 0)
			continue;
		status = spell_df(s, str_slice(word, at, word.len), &right);
		if (status != OK || right == 0)
			continue;
		buf_clear(&both);
		buf_put(&both, word.p, at);
		buf_putc(&both, ' ');
		buf_put(&both, word.p + at, word.len - at);
		struct spell_guess x = {
			.df = left < right ? left : right, .cost = COST_SPLIT};
		x.text = arena_dup(s->arena, buf_str(&both));
		x.worth = log((double)left * (double)right / docs) - COST_SPLIT;
		status = x.text.p ? both.status : ERR_NOMEM;
		if (status == OK)
			keep(out, count, &x);
	}
	buf_release(&both);
	return status;
}

enum status spell_word(const struct spell *s, struct str word,
	struct spell_guess *out, uint32_t *count)
{
	struct gathering g = {0};
	*count = 0;
	if (!read_letters(&g.typed, word))
		return OK;
	enum status status = gather(s, word, 1, &g);
	if (status == OK && g.typed.len >= LETTERS_FOR_TWO) {
		g.known = 1;
		status = gather(s, word, 2, &g);
	}
	for (uint32_t i = 0; i < g.v.len && status == OK; i++) {
		const struct candidate *c = &g.v.v[i];
		struct spell_guess x = {.text = map_key(&g.words, i),
			.df = c->df,
			.cost = c->cost,
			.worth = log((double)c->df) - c->cost};
		keep(out, count, &x);
	}
	for (uint32_t i = 0; i < *count && status == OK; i++) {
		out[i].text = arena_dup(s->arena, out[i].text);
		if (!out[i].text.p)
			status = ERR_NOMEM;
	}
	map_release(&g.words);
	vec_release(&g.v);
	if (status == OK && !s->kind)
		status = split(s, word, out, count);
	return status;
}
