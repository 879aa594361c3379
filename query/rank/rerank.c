/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/rank/rerank.h"
#include "common/index/position.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 32 };

/* A stem of a word, and the same in titles; NULL: the leaf has none. */
struct form {
	struct posting_cursor *postings, *titles;
	struct position_reader positions;
};

struct rerank_lists {
	uint32_t leaf;
	struct form *forms[RERANK_WORDS];
	struct rerank_lists *next; /* of the leaf before */
};

struct adding {
	struct rerank_words *words;
	const double *weights;
	const uint64_t *dfs;
};

static bool has_term(const struct rerank_words *w, uint32_t term)
{
	for (uint32_t i = 0; i <= w->count && i < RERANK_WORDS; i++)
		for (uint32_t k = 0; k < w->v[i].count; k++)
			if (w->v[i].terms[k] == term)
				return true;
	return false;
}

/* One more stem of a word. */
static void add_stem(
	const struct adding *a, const struct plan *p, struct rerank_word *word)
{
	double weight = a->weights[p->term] * p->weight;
	if (weight <= 0 || has_term(a->words, p->term) ||
		word->count == RERANK_FORMS)
		return;
	word->terms[word->count++] = p->term;
	if (a->dfs[p->term] && weight > word->weight)
		word->weight = weight;
}

static const struct plan *without_filters(const struct plan *p)
{
	while (p->op == PLAN_FILTER || p->op == PLAN_NOT)
		p = p->kids[0];
	return p;
}

/* How many kids are of the words that were typed. */
static uint32_t typed(const struct plan *p)
{
	return p->synonyms ? 1 : p->count;
}

/* Is it one word, of a stem in each language? */
static bool is_word(const struct plan *p)
{
	if (p->op == PLAN_TERM)
		return true;
	bool same = p->variants || p->synonyms;
	for (uint32_t i = 0; i < typed(p) && same; i++)
		same = is_word(without_filters(p->kids[i]));
	return same;
}

/* Those of a word, and of the synonyms that are words as well. */
static void add_stems(
	const struct adding *a, const struct plan *p, struct rerank_word *word)
{
	if (p->op == PLAN_TERM)
		add_stem(a, p, word);
	for (uint32_t i = 0; i < p->count; i++)
		if (is_word(without_filters(p->kids[i])))
			add_stems(a, without_filters(p->kids[i]), word);
}

static void add_words(const struct adding *a, const struct plan *plan)
{
	const struct plan *p = without_filters(plan);
	struct rerank_words *w = a->words;
	if (w->count == RERANK_WORDS)
		return;
	if (!is_word(p)) {
		for (uint32_t i = 0; i < typed(p); i++)
			add_words(a, p->kids[i]);
		return;
	}
	add_stems(a, p, &w->v[w->count]);
	w->count += w->v[w->count].count > 0;
}

void rerank_words(struct rerank_words *w, const struct planner *p,
	const double *weights, const uint64_t *dfs)
{
	struct adding a = {w, weights, dfs};
	*w = (struct rerank_words){0};
	for (size_t i = 0; i < p->leaves.len; i++) {
		uint32_t first = w->count;
		add_words(&a, p->leaves.v[i]);
		if (w->count > first)
			w->v[first].apart = true;
	}
}

void rerank_close(struct reranking *r)
{
	for (; r->lists; r->lists = r->lists->next)
		for (uint32_t i = 0; i < r->words->count; i++)
			for (uint32_t k = 0; k < r->words->v[i].count; k++)
				position_close(
					&r->lists->forms[i][k].positions);
}

static enum status open_postings(struct reranking *r, const struct leaf *leaf,
	const struct term_info *info, struct posting_cursor **out)
{
	*out = arena_alloc_aligned(
		r->arena, sizeof **out, _Alignof(struct posting_cursor));
	return *out ? posting_open(*out, &leaf->segment, info) : ERR_NOMEM;
}

static enum status open_title(struct reranking *r, const struct leaf *leaf,
	uint32_t term, struct form *f)
{
	struct str stem = r->planner->terms.v[term];
	struct buf name = {0};
	struct term_info info;
	term_put(&name, TERM_TITLE, str_slice(stem, 1, stem.len));
	enum status status = name.status;
	if (status == OK)
		status = dictionary_find(
			&leaf->dictionary, buf_str(&name), &info);
	buf_release(&name);
	if (status != OK)
		return status == ERR_NOT_FOUND ? OK : status;
	return open_postings(r, leaf, &info, &f->titles);
}

static enum status open_form(
	struct reranking *r, uint32_t number, uint32_t term, struct form *f)
{
	const struct leaf *leaf = r->leaves[number];
	const struct term_info *info =
		&r->infos[number * r->planner->terms.len + term];
	if (info->df == 0 || !term_has_positions(info->kind))
		return OK;
	enum status status = open_postings(r, leaf, info, &f->postings);
	if (status == OK)
		status = position_open(&f->positions, &leaf->segment, info);
	if (status == OK && r->settings->title > 0)
		status = open_title(r, leaf, term, f);
	return status;
}

static enum status open_lists(struct reranking *r, uint32_t leaf)
{
	struct rerank_lists *l = r->lists;
	for (; l; l = l->next)
		if (l->leaf == leaf)
			return OK;
	l = arena_alloc(r->arena, sizeof *l);
	if (!l)
		return ERR_NOMEM;
	l->leaf = leaf;
	for (uint32_t i = 0; i < r->words->count; i++) {
		size_t size = r->words->v[i].count * sizeof(struct form);
		l->forms[i] = arena_alloc(r->arena, size);
		if (!l->forms[i])
			return ERR_NOMEM;
	}
	l->next = r->lists;
	r->lists = l;
	enum status status = OK;
	for (uint32_t i = 0; i < r->words->count; i++)
		for (uint32_t k = 0; k < r->words->v[i].count && status == OK;
			k++)
			status = open_form(r, leaf, r->words->v[i].terms[k],
				&l->forms[i][k]);
	return status;
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

/* The places of several stems as one list. */
static enum status join(
	struct reranking *r, struct places *to, const struct places *more)
{
	uint32_t n = to->count + more->count;
	uint32_t *v = arena_alloc(r->arena, n * sizeof *v);
	if (!v)
		return ERR_NOMEM;
	memcpy(v, to->v, to->count * sizeof *v);
	memcpy(v + to->count, more->v, more->count * sizeof *v);
	qsort(v, n, sizeof *v, by_number);
	*to = (struct places){.v = v, .count = n};
	return OK;
}

static enum status find_word(struct reranking *r, const struct form *forms,
	uint32_t count, uint32_t doc, struct places *out, bool *titled)
{
	enum status status = OK;
	*out = (struct places){0};
	*titled = false;
	for (uint32_t k = 0; k < count && status == OK; k++) {
		struct form *f = (struct form *)(uintptr_t)&forms[k];
		struct places here;
		if (!f->postings || !posting_find(f->postings, doc))
			continue;
		here.v = position_get(&f->positions, f->postings, &here.count);
		if (!here.v)
			return f->positions.status;
		if (out->count)
			status = join(r, out, &here);
		else
			*out = here;
		*titled =
			*titled || (f->titles && posting_find(f->titles, doc));
	}
	return status;
}

static enum status ask_title(struct reranking *r, struct str stem,
	uint32_t number, uint32_t doc, bool *titled)
{
	char bytes[TERM_MAX];
	struct places title;
	memcpy(bytes, stem.p, stem.len);
	bytes[0] = TERM_TITLE;
	enum status status = r->places(r->searcher,
		(struct str){bytes, stem.len}, number, doc, r->arena, &title);
	*titled = status == OK && title.count > 0;
	return status;
}

/* The same of an engine that is asked document by document. */
static enum status ask_word(struct reranking *r, const struct rerank_word *w,
	uint32_t number, uint32_t doc, struct places *out, bool *titled)
{
	bool asks = r->known_count == 0 && r->settings->title > 0;
	enum status status = OK;
	*out = (struct places){0};
	for (uint32_t k = 0; k < w->count && status == OK; k++) {
		struct str term = r->planner->terms.v[w->terms[k]];
		struct places here;
		status = r->places(
			r->searcher, term, number, doc, r->arena, &here);
		if (status != OK || here.count == 0)
			continue;
		if (out->count)
			status = join(r, out, &here);
		else
			*out = here;
		if (status == OK && asks && !*titled)
			status = ask_title(r, term, number, doc, titled);
	}
	return status;
}

/* How close two words stand, each place of the one with fewer counting. */
static double closeness(struct places a, struct places b)
{
	double sum = 0;
	if (a.count > b.count) {
		struct places x = a;
		a = b;
		b = x;
	}
	for (uint32_t i = 0, k = 0; i < a.count && b.count; i++) {
		uint32_t at = a.v[i];
		while (k + 1 < b.count && b.v[k + 1] <= at)
			k++;
		uint32_t d = b.v[k] > at ? b.v[k] - at : at - b.v[k];
		if (k + 1 < b.count && b.v[k] < at && b.v[k + 1] - at < d)
			d = b.v[k + 1] - at;
		if (d <= RERANK_DISTANCE)
			sum += d > 1 ? 1.0 / ((double)d * d) : 1;
	}
	return sum;
}

/* What the nearness of word i to the one before is worth, at most. */
static double most_near(const struct reranking *r, uint32_t i)
{
	const struct rerank_word *w = &r->words->v[i];
	double before = i ? w[-1].weight : 0;
	return r->settings->proximity *
	       (w->weight < before ? w->weight : before);
}

static double proximity(const struct reranking *r, uint32_t i,
	const struct places *last, const struct places *here)
{
	double c = r->words->v[i].apart ? closeness(*last, *here) : 0;
	return most_near(r, i) * (c / (c + 1));
}

static const struct rerank_known *known(
	const struct reranking *r, uint32_t leaf, uint32_t doc)
{
	for (uint32_t i = 0; i < r->known_count; i++)
		if (r->known[i].leaf == leaf && r->known[i].doc == doc)
			return &r->known[i];
	return NULL;
}

/* Which words may stand close to those before, a bit each. */
static uint32_t near_of(const struct reranking *r, uint32_t leaf, uint32_t doc)
{
	const struct rerank_known *k = known(r, leaf, doc);
	uint32_t bits = 0;
	for (uint32_t i = 1; i < r->words->count; i++)
		bits |= (uint32_t)r->words->v[i].apart << i;
	return k ? bits & k->near : bits;
}

/* Where something is known, only places that are compared are asked for. */
static enum status ask(struct reranking *r, uint32_t number, uint32_t doc,
	struct rerank_parts *out)
{
	uint32_t near = near_of(r, number, doc);
	struct places last = {0};
	enum status status = OK;
	for (uint32_t i = 0; i < r->words->count && status == OK; i++) {
		const struct rerank_word *w = &r->words->v[i];
		struct places here = {0};
		bool titled = false, before = near >> i & 1 && last.count;
		bool behind = i + 1 < r->words->count && near >> (i + 1) & 1;
		if (before || behind || r->known_count == 0)
			status = ask_word(r, w, number, doc, &here, &titled);
		if (status == OK && before)
			out->proximity += proximity(r, i, &last, &here);
		if (titled)
			out->title += r->settings->title * w->weight;
		last = here;
	}
	return status;
}

enum status rerank_look(struct reranking *r, uint32_t leaf, uint32_t doc,
	struct rerank_parts *out)
{
	struct places last = {0};
	*out = (struct rerank_parts){0};
	if (r->places)
		return ask(r, leaf, doc, out);
	enum status status = r->words->count ? open_lists(r, leaf) : OK;
	const struct rerank_lists *l = r->lists;
	while (status == OK && l && l->leaf != leaf)
		l = l->next;
	for (uint32_t i = 0; i < r->words->count && status == OK; i++) {
		const struct rerank_word *w = &r->words->v[i];
		struct places here;
		bool titled;
		status = find_word(
			r, l->forms[i], w->count, doc, &here, &titled);
		if (status != OK)
			break;
		if (titled)
			out->title += r->settings->title * w->weight;
		out->proximity += proximity(r, i, &last, &here);
		last = here;
	}
	return status;
}

/* No document gets more, if these words stand close to those before. */
static double bound(const struct reranking *r, uint32_t near)
{
	double most = 0;
	for (uint32_t i = 0; i < r->words->count; i++) {
		if (r->known_count == 0)
			most += r->settings->title * r->words->v[i].weight;
		if (near >> i & 1)
			most += most_near(r, i);
	}
	return most * (1 + 1e-12);
}

static int by_place(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	return (x->ordinal > y->ordinal) - (x->ordinal < y->ordinal);
}

static enum status look_at(
	struct reranking *r, struct ranked *v, uint32_t count)
{
	enum status status = OK;
	qsort(v, count, sizeof *v, by_place);
	for (uint32_t i = 0; i < count && status == OK; i++) {
		struct rerank_parts parts;
		status = rerank_look(r, v[i].leaf, v[i].doc, &parts);
		v[i].score += parts.title + parts.proximity;
	}
	return status;
}

/* What is known of titles beforehand. */
static void add_titles(struct reranking *r, struct topk *top)
{
	for (uint32_t i = 0; i < r->known_count; i++)
		for (uint32_t k = 0; k < r->words->count; k++)
			if (r->known[i].titled >> k & 1)
				top->v[i].score += r->settings->title *
						   r->words->v[k].weight;
	topk_order(top->v, r->known_count);
}

/* One by one, as few as are needed. */
static enum status rerank_asked(
	struct reranking *r, struct topk *top, uint32_t depth, uint32_t wanted)
{
	enum status status = OK;
	double least = -INFINITY;
	add_titles(r, top);
	for (uint32_t at = 0; at < depth && status == OK; at++) {
		struct ranked *x = &top->v[at];
		uint32_t near = near_of(r, x->leaf, x->doc);
		if (at >= wanted && wanted > 0)
			least = top->v[wanted - 1].score;
		if (x->score + bound(r, UINT32_MAX) < least)
			break;
		double most = bound(r, near);
		if (most == 0 || x->score + most < least)
			continue;
		status = look_at(r, x, 1);
		topk_order(top->v, at + 1);
	}
	return status;
}

/* Rising documents are found quickest, so they are looked at in batches; until
 * none of those left can get to the first `wanted`. */
enum status rerank(struct reranking *r, struct topk *top, uint32_t wanted)
{
	uint32_t depth = top->len < RERANK_DEPTH ? top->len : RERANK_DEPTH;
	double most = bound(r, UINT32_MAX);
	enum status status = OK;
	if (r->places)
		return r->words->count ? rerank_asked(r, top, depth, wanted)
				       : OK;
	for (uint32_t at = 0; at < depth && r->words->count && status == OK;) {
		uint32_t n = depth - at < BATCH ? depth - at : BATCH;
		if (at >= wanted && wanted > 0 &&
			top->v[at].score + most < top->v[wanted - 1].score)
			break;
		status = look_at(r, top->v + at, n);
		at += n;
		topk_order(top->v, at);
	}
	return status;
}
