/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/oracle/naive.h"

#include <math.h>

enum { STEMS = 512, PLACES = 1 << 14 };

/* A query's stems; those of one word have one number. */
struct stems {
	const struct search_pass *pass;
	uint32_t terms[STEMS], words[STEMS], count, word;
	bool apart[STEMS + 1]; /* by word: the first of a leaf */
	double weights[STEMS];
};

struct word {
	uint32_t places[PLACES], count;
	bool titled;
	double weight;
};

static double prior(const struct naive_doc *d, const struct search_result *r,
	double ceiling)
{
	const struct rank_settings *s = &r->rank;
	double recency = 0, boost = 0;
	if (s->recency > 0 && d->date != RECORD_NO_TIME) {
		double age = (double)r->now - (double)d->date;
		double half = 1 / (double)s->half_life;
		recency =
			s->recency * ceiling *
			(s->floor + (1 - s->floor) *
					    exp2(-(age > 0 ? age : 0) * half));
	}
	if (d->boost != 1000)
		boost = s->boost * ceiling *
			fmax(-4, fmin(4, log2((double)d->boost / 1000)));
	return recency + boost;
}

static bool has_stem(const struct stems *x, uint32_t term)
{
	for (uint32_t i = 0; i < x->count; i++)
		if (x->terms[i] == term)
			return true;
	return false;
}

static bool has_phrase(const struct plan *p)
{
	for (uint32_t i = 0; i < (p->op == PLAN_FILTER ? 1 : p->count); i++)
		if (has_phrase(p->kids[i]))
			return true;
	return p->op != PLAN_TERM && p->op != PLAN_FILTER && !p->variants;
}

static bool has_room(const struct stems *x)
{
	uint32_t forms = 0;
	for (uint32_t i = 0; i < x->count; i++)
		forms += x->words[i] == x->word + 1;
	return forms < RERANK_FORMS;
}

static void put_stems(struct stems *x, const struct plan *p, bool within);

/* Those that are one word are forms of the word that was typed. */
static void put_synonyms(struct stems *x, const struct plan *p)
{
	bool word = !has_phrase(p->kids[0]);
	uint32_t before = x->count;
	put_stems(x, p->kids[0], word);
	for (uint32_t i = 1; i < p->count && word; i++)
		if (!has_phrase(p->kids[i]))
			put_stems(x, p->kids[i], true);
	x->word += word && x->count > before;
}

/* `within`: a word that was begun. */
static void put_stems(struct stems *x, const struct plan *p, bool within)
{
	bool first = p->op == PLAN_FILTER || p->op == PLAN_NOT;
	bool word = p->variants && !has_phrase(p);
	uint32_t before = x->count;
	if (p->synonyms) {
		put_synonyms(x, p);
		return;
	}
	if (p->op == PLAN_TERM && p->weight > 0 && !has_stem(x, p->term) &&
		has_room(x)) {
		assert_true(x->count < STEMS);
		x->terms[x->count] = p->term;
		x->words[x->count] = x->word + 1;
		x->weights[x->count] = x->pass->weights[p->term] * p->weight;
		x->count++;
	}
	for (uint32_t i = 0; i < (first ? 1 : p->count); i++)
		put_stems(x, p->kids[i], within || word);
	if (!within && (word || p->op == PLAN_TERM))
		x->word += x->count > before;
}

static const struct naive_posting *find(const struct naive *n,
	const struct naive_doc *d, enum term_kind kind, struct str term)
{
	struct buf name = {0};
	term_put(&name, kind, str_slice(term, 1, term.len));
	uint32_t number = map_find(&n->terms, buf_str(&name));
	buf_release(&name);
	return number == MAP_NONE ? NULL : naive_find(d, number);
}

static int ascending(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

static void read_word(const struct naive *n, const struct naive_doc *d,
	const struct stems *x, uint32_t number, struct word *w)
{
	w->count = 0;
	w->titled = false;
	w->weight = 0;
	for (uint32_t i = 0; i < x->count; i++) {
		struct str term = x->pass->planner.terms.v[x->terms[i]];
		if (x->words[i] != number)
			continue;
		if (x->pass->dfs[x->terms[i]])
			w->weight = fmax(w->weight, x->weights[i]);
		w->titled = w->titled || find(n, d, TERM_TITLE, term);
		const struct naive_posting *p = find(n, d, TERM_STEM, term);
		for (size_t k = 0; p && k < p->positions.len; k++)
			w->places[w->count++] = p->positions.v[k];
		assert_true(w->count < PLACES / 2);
	}
	qsort(w->places, w->count, sizeof *w->places, ascending);
}

static double closeness(const struct word *a, const struct word *b)
{
	double sum = 0;
	if (a->count > b->count)
		return closeness(b, a);
	for (uint32_t i = 0; i < a->count; i++) {
		double least = INFINITY;
		for (uint32_t k = 0; k < b->count; k++)
			least = fmin(least, fabs((double)a->places[i] -
						    (double)b->places[k]));
		least = fmax(least, 1);
		sum += least <= RERANK_DISTANCE ? 1 / (least * least) : 0;
	}
	return sum;
}

static double look(const struct naive *n, const struct naive_doc *d,
	const struct stems *x, const struct rank_settings *s)
{
	static struct word a, b;
	struct word *before = &a, *here = &b;
	double title = 0, proximity = 0;
	before->count = 0;
	before->weight = 0;
	for (uint32_t i = 1; i <= x->word; i++) {
		read_word(n, d, x, i, here);
		double c = x->apart[i] ? closeness(before, here) : 0;
		title += here->titled ? s->title * here->weight : 0;
		proximity += s->proximity * fmin(before->weight, here->weight) *
			     (c / (c + 1));
		struct word *last = before;
		before = here;
		here = last;
	}
	return title + proximity;
}

void naive_rank(const struct naive *n, const struct search_result *r,
	const struct search_pass *x, struct naive_result *out)
{
	static struct stems stems;
	for (uint32_t i = 0; i < out->total; i++)
		out->scores[out->order[i]] +=
			prior(&n->docs.v[out->order[i]], r, x->ceiling);
	naive_sort(out, out->total);
	if (r->rank.title == 0 && r->rank.proximity == 0)
		return;
	stems = (struct stems){.pass = x};
	for (size_t i = 0; i < x->planner.leaves.len; i++) {
		uint32_t first = stems.word + 1;
		put_stems(&stems, x->planner.leaves.v[i], false);
		if (stems.word >= first)
			stems.apart[first] = true;
	}
	for (uint32_t i = 0; i < out->total && i < RERANK_DEPTH; i++)
		out->scores[out->order[i]] +=
			look(n, &n->docs.v[out->order[i]], &stems, &r->rank);
	naive_sort(out, RERANK_DEPTH);
}
