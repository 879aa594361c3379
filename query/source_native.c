/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/source.h"
#include "common/base/deadline.h"
#include "common/index/live_doc.h"
#include "query/match/docset.h"
#include "query/rank/flat.h"

#include <stdlib.h>
#include <string.h>

static struct str code_of(const struct meta_language *m)
{
	size_t len = 0;
	while (len < META_CODE && m->code[len])
		len++;
	return (struct str){m->code, len};
}

/* Documents of a language that are still there, by its term. */
static uint64_t live_docs(
	const struct leaf *leaf, const struct meta_language *m)
{
	char bytes[1 + META_CODE] = {TERM_LANGUAGE};
	struct str code = code_of(m);
	struct term_info info;
	if (!leaf->live.bits)
		return m->docs;
	memcpy(bytes + 1, code.p, code.len);
	struct str term = {bytes, 1 + code.len};
	return dictionary_find(&leaf->dictionary, term, &info) == OK
		       ? live_df(&leaf->live, info.ordinal, info.df)
		       : 0;
}

/* Languages of a segment; what has none has no term, and is what is left. */
static void count_languages(
	const struct leaf *leaf, struct language_docs *all, uint32_t *n)
{
	uint64_t rest = leaf->live.count;
	for (uint32_t i = 0; i < leaf->meta.language_count; i++) {
		const struct meta_language *m = &leaf->meta.languages[i];
		if (code_of(m).len == 0)
			continue;
		uint64_t docs = live_docs(leaf, m);
		language_docs_add(all, n, language_find(code_of(m)), docs);
		rest -= docs < rest ? docs : rest;
	}
	language_docs_add(all, n, LANGUAGE_NONE, rest);
}

static enum status gather_leaves(struct searcher *s)
{
	uint64_t base = 0, length = 0;
	for (uint32_t i = 0; i < s->count; i++)
		s->leaf_count += s->snapshots[i].leaf_count;
	s->leaves = calloc(s->leaf_count + 1u, sizeof(struct leaf *));
	s->ordinals = calloc(s->leaf_count + 1u, sizeof *s->ordinals);
	if (!s->leaves || !s->ordinals)
		return ERR_NOMEM;
	s->leaf_count = 0;
	for (uint32_t i = 0; i < s->count; i++) {
		const struct snapshot *x = &s->snapshots[i];
		for (uint32_t k = 0; k < x->leaf_count; k++) {
			s->leaves[s->leaf_count] = x->leaves[k];
			s->ordinals[s->leaf_count++] =
				base + x->leaves[k]->ordinal;
		}
		base += x->manifest.next_ordinal;
		s->collection.docs += x->docs;
		length += x->length;
	}
	if (s->collection.docs)
		s->collection.average =
			(double)length / (double)s->collection.docs;
	return OK;
}

static enum status open_snapshots(struct searcher *s,
	const char *const *folders, const struct searcher *old, uint32_t count,
	struct error *err)
{
	enum status status = OK;
	s->snapshots = calloc(count + 1u, sizeof *s->snapshots);
	if (!s->snapshots)
		return error_set(err, ERR_NOMEM, "out of memory");
	for (uint32_t i = 0; i < count && status == OK; i++) {
		struct snapshot *x = &s->snapshots[i];
		status = old ? snapshot_reopen(x, &old->snapshots[i], err)
			     : snapshot_open(x, folders[i], err);
		if (status == OK)
			s->count++;
	}
	return status == OK ? gather_leaves(s) : status;
}

static void close_snapshots(struct searcher *s)
{
	for (uint32_t i = 0; i < s->count; i++)
		snapshot_close(&s->snapshots[i]);
	free(s->snapshots);
	free(s->leaves);
	free(s->ordinals);
}

static bool is_current(const struct searcher *s)
{
	for (uint32_t i = 0; i < s->count; i++)
		if (!snapshot_is_current(&s->snapshots[i]))
			return false;
	return true;
}

static void add_state(
	const struct searcher *s, uint64_t *generation, uint64_t *state)
{
	for (uint32_t i = 0; i < s->count; i++) {
		const struct snapshot *x = &s->snapshots[i];
		struct str mark = {(const char *)&x->committed.mark,
			sizeof x->committed.mark};
		*generation += x->manifest.generation;
		*state = hash64_seed(mark, *state + *generation);
	}
}

static enum status count(
	struct searcher *s, struct language_docs *all, uint32_t *n)
{
	for (uint32_t i = 0; i < s->leaf_count; i++)
		count_languages(s->leaves[i], all, n);
	return OK;
}

static enum status df(const struct searcher *s, struct str term, uint64_t *df)
{
	struct corpus corpus = searcher_corpus(s);
	return corpus_df(&corpus, term, df);
}

static enum status find(
	const struct searcher *s, struct str term, struct search_hit *out)
{
	enum status status = ERR_NOT_FOUND;
	uint32_t doc;
	for (uint32_t i = 0; i < s->leaf_count && status == ERR_NOT_FOUND;
		i++) {
		status = live_doc_term(s->leaves[i], term, &doc);
		if (status == OK)
			*out = (struct search_hit){.leaf = s->leaves[i],
				.doc = doc,
				.number = i,
				.ordinal = s->ordinals[i] + doc};
	}
	return status;
}

static enum status walk(const struct searcher *s, const struct pattern *p,
	enum term_kind kind, uint32_t *budget, pattern_use *use, void *data)
{
	struct corpus corpus = searcher_corpus(s);
	return corpus_walk(&corpus, p, kind, budget, use, data);
}

static enum status look_up(
	const struct searcher *s, struct search_pass *x, struct arena *arena)
{
	size_t n = x->planner.terms.len;
	x->infos = arena_alloc(arena, n * s->leaf_count * sizeof *x->infos);
	if (!x->infos)
		return ERR_NOMEM;
	for (size_t i = 0; i < n; i++) {
		uint64_t df = 0;
		for (uint32_t k = 0; k < s->leaf_count; k++) {
			const struct leaf *leaf = s->leaves[k];
			struct term_info *info = &x->infos[k * n + i];
			enum status status =
				cursor_find(leaf, x->planner.terms.v[i], info);
			if (status == OK)
				df += live_df(
					&leaf->live, info->ordinal, info->df);
			else if (status != ERR_NOT_FOUND)
				return status;
			else
				info->df = 0;
		}
		x->dfs[i] = df;
	}
	return OK;
}

/* What a run wants of a plan. */
enum task { RANK, COUNT, RANK_AND_COUNT };

static enum status run_flat(struct run *run, const struct ranking *k,
	struct arena *arena, enum task task)
{
	struct flat f;
	enum status status = flat_open(
		&f, k, run->pass->plan, run->pass->planner.terms.v, arena);
	bool goes_on = status == OK && !deadline_passed();
	if (goes_on && task == RANK)
		flat_rank(&f);
	else if (goes_on)
		run->total += task == COUNT ? flat_count(&f)
					    : flat_rank_and_count(&f);
	enum status closed = flat_close(&f);
	return status == OK ? closed : status;
}

static enum status run_tree(struct run *run, const struct ranking *k,
	struct arena *arena, enum task task)
{
	const struct str *terms = run->pass->planner.terms.v;
	const struct plan *plan = run->pass->plan;
	enum status status;
	if (task == COUNT) {
		uint64_t *bits;
		status = docset_live(arena, k->leaf, terms, plan, &bits);
		if (status == OK && !deadline_passed())
			run->total += docset_count(k->leaf, bits);
		return status;
	}
	struct cursor *c;
	status = cursor_open(arena, k->leaf, terms, plan, &c);
	if (status != OK)
		return status;
	if (!rank_wide(k, c))
		rank_maxscore(k, c);
	return cursor_close(c);
}

/* Every match is looked at. */
static enum status run_all(
	struct run *run, const struct ranking *k, struct arena *arena)
{
	struct cursor *c;
	enum status status = cursor_open(arena, k->leaf,
		run->pass->planner.terms.v, run->pass->plan, &c);
	if (status != OK)
		return status;
	if (!deadline_passed())
		run->total += rank_exhaustive(k, c);
	return cursor_close(c);
}

static bool wants_places(const struct plan *p)
{
	while (p->op == PLAN_FILTER || p->op == PLAN_NOT)
		p = p->kids[0];
	bool wants = p->op == PLAN_PHRASE || p->op == PLAN_NEAR;
	for (uint32_t i = 0; p->op == PLAN_AND && i < p->count && !wants; i++)
		wants = p->kids[i]->op == PLAN_PHRASE ||
			p->kids[i]->op == PLAN_NEAR;
	return wants;
}

/* Where words stand costs more than what they score, so it is looked at once. */
static enum status run_task(struct run *run, const struct ranking *k,
	struct arena *arena, enum task task)
{
	enum status status = run_flat(run, k, arena, task);
	if (status != ERR_UNSUPPORTED)
		return status;
	if (task != RANK_AND_COUNT)
		return run_tree(run, k, arena, task);
	if (wants_places(run->pass->plan))
		return run_all(run, k, arena);
	status = run_tree(run, k, arena, RANK);
	arena_clear(arena);
	return status == OK ? run_tree(run, k, arena, COUNT) : status;
}

static enum status run_sorted(struct run *run, struct arena *arena)
{
	struct searcher *s = run->searcher;
	arena_clear(arena);
	struct sort_leaf *v = arena_alloc(arena, s->leaf_count * sizeof *v);
	enum status status = v ? OK : ERR_NOMEM;
	for (uint32_t i = 0; i < s->leaf_count && status == OK; i++) {
		v[i].leaf = s->leaves[i];
		v[i].ordinal = s->ordinals[i];
		status = docset_live(arena, v[i].leaf,
			run->pass->planner.terms.v, run->pass->plan,
			&v[i].bits);
		if (status == OK)
			run->total += docset_count(v[i].leaf, v[i].bits);
	}
	return status == OK ? sort_top(&run->request->sort, v, s->leaf_count,
				      arena, &run->top)
			    : status;
}

enum status search_ranking(const struct searcher *s,
	const struct search_result *r, const struct search_pass *x,
	uint32_t number, struct prior *prior, struct ranking *out)
{
	const struct leaf *leaf = s->leaves[number];
	double average = leaf->segment.docs ? (double)leaf->meta.length /
						      leaf->segment.docs
					    : 0;
	double ratio = average > 0 ? s->collection.average / average : 1;
	*out = (struct ranking){.collection = &s->collection,
		.weights = x->weights,
		.infos = x->infos + number * x->planner.terms.len,
		.leaf = leaf,
		.number = number,
		.ordinal = s->ordinals[number],
		.scale = ratio > 1 ? ratio * (1 + 1e-9) : 1,
		.shrink = ratio < 1 ? ratio * (1 - 1e-9) : 1};
	if (r->rank.recency == 0 && r->rank.boost == 0)
		return OK;
	enum status status =
		prior_open(prior, leaf, &r->rank, x->ceiling, r->now);
	if (status == OK && (prior->recency > 0 || prior->boost > 0))
		out->prior = prior;
	return status;
}

static enum status run_leaf(
	struct run *run, uint32_t number, struct arena *arena)
{
	const struct search_request *q = run->request;
	struct ranking k;
	struct prior prior;
	enum status status = search_ranking(
		run->searcher, run->result, run->pass, number, &prior, &k);
	k.top = &run->top;
	if (status != OK)
		return status;
	if (q->exhaustive)
		return run_all(run, &k, arena);
	return run_task(run, &k, arena,
		!q->total        ? RANK
		: run->top.k > 0 ? RANK_AND_COUNT
				 : COUNT);
}

static enum status rank(struct run *run)
{
	struct arena *arena = &run->searcher->scratch;
	enum status status = OK;
	if (run->request->sort.count)
		return run_sorted(run, arena);
	for (uint32_t i = 0; i < run->searcher->leaf_count && status == OK;
		i++) {
		arena_clear(arena);
		status = run_leaf(run, i, arena);
	}
	if (status == OK)
		topk_sort(&run->top);
	return status;
}

static enum status count_column(struct facet *f, const struct leaf *leaf,
	const uint64_t *bits, struct arena *arena)
{
	struct column column;
	enum status status =
		column_open(&column, &leaf->segment, f->column, NULL);
	if (status != OK)
		return status == ERR_NOT_FOUND ? OK : status;
	uint32_t *counts =
		arena_alloc(arena, (column.keys + 1u) * sizeof *counts);
	if (!counts)
		return ERR_NOMEM;
	column_count(&column, bits, counts);
	for (uint32_t i = 0; i < column.keys && status == OK; i++)
		if (counts[i])
			status =
				facet_add(f, column_key(&column, i), counts[i]);
	return status;
}

/* What is found is looked up once for all facets that have no choice. */
static enum status count_leaf(struct facet *v, uint32_t count,
	const struct leaf *leaf, const struct search_pass *pass,
	struct arena *arena)
{
	const struct str *terms = pass->planner.terms.v;
	uint64_t *found = NULL;
	enum status status = OK;
	for (uint32_t i = 0; i < count && status == OK; i++) {
		const struct plan *plan = facet_plan(arena, pass, v[i].column);
		bool same = plan == pass->plan;
		uint64_t *bits = same ? found : NULL;
		status = plan ? OK : ERR_NOMEM;
		if (status == OK && !bits)
			status = docset_live(arena, leaf, terms, plan, &bits);
		if (status == OK)
			status = count_column(&v[i], leaf, bits, arena);
		if (same)
			found = bits;
	}
	return status;
}

static enum status count_facets(const struct searcher *s, struct facet *v,
	uint32_t count, const struct search_pass *pass, struct arena *arena)
{
	enum status status = OK;
	for (uint32_t i = 0;
		i < s->leaf_count && status == OK && !deadline_passed(); i++) {
		arena_clear(arena);
		status = count_leaf(v, count, s->leaves[i], pass, arena);
	}
	return status;
}

static enum status record(struct stored_reader *reader,
	const struct search_hit *hit, struct str *bytes, struct error *err)
{
	return stored_get(reader, &hit->leaf->stored, hit->doc, bytes, err);
}

static enum status begin(struct searcher *s)
{
	(void)s;
	return OK;
}

static bool recover(struct searcher *s, enum status status)
{
	(void)s;
	(void)status;
	return false;
}

static enum status finish(struct searcher *s, struct search_result *r)
{
	(void)s;
	(void)r;
	return OK;
}

const struct source source_native = {.open = open_snapshots,
	.close = close_snapshots,
	.is_current = is_current,
	.state = add_state,
	.count = count,
	.begin = begin,
	.recover = recover,
	.finish = finish,
	.df = df,
	.look_up = look_up,
	.rank = rank,
	.walk = walk,
	.guess = walk,
	.find = find,
	.record = record,
	.facets = count_facets};
