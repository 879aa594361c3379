/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/explain.h"

struct explaining {
	struct searcher *searcher;
	struct search_pass *pass;
	const struct search_hit *hit;
	struct ranking ranking;
	struct arena *arena;
	VEC(struct explained_part) found; /* in the plan's order */
	VEC(struct explained_part) all;   /* in the query's      */
};

const char *explained_name(enum explained e)
{
	static const char *const NAMES[] = {[EXPLAINED_FORM] = "form",
		[EXPLAINED_PREFIX] = "prefix",
		[EXPLAINED_FILTER] = "filter",
		[EXPLAINED_ABSENT] = "absent",
		[EXPLAINED_LEFT_OUT] = "left out",
		[EXPLAINED_UNCOUNTED] = "uncounted",
		[EXPLAINED_NOWHERE] = "nowhere",
		[EXPLAINED_NAME] = "name",
		[EXPLAINED_RECENCY] = "recency",
		[EXPLAINED_BOOST] = "boost",
		[EXPLAINED_TITLE] = "title",
		[EXPLAINED_PROXIMITY] = "proximity"};
	return NAMES[e];
}

double rounding_add(struct rounding *r, double number)
{
	r->exact += number;
	double before = r->steps;
	r->steps = round(r->exact * r->per);
	return (r->steps - before) / r->per;
}

static enum status add_term(
	struct explaining *e, struct cursor *c, const struct node *leaf)
{
	const struct plan *p = c->plan;
	struct str term = e->pass->planner.terms.v[p->term];
	if (p->weight == 0)
		return OK;
	struct explained_part x = {.leaf = leaf,
		.how = EXPLAINED_FORM,
		.part = rank_score(&e->ranking, c),
		.form = str_slice(term, 1, term.len),
		.synonym = p->synonym,
		.articles = e->pass->dfs[p->term],
		.times = posting_freq(c->postings),
		.weight = e->pass->weights[p->term] * p->weight};
	x.share = bm25_score(1, x.times,
		meta_length(&e->ranking.leaf->meta, c->doc),
		bm25_inverse(e->searcher->collection.average));
	return vec_push(&e->found, x);
}

static bool is_on(struct explaining *e, struct cursor *c)
{
	return cursor_seek(c, e->hit->doc) == e->hit->doc;
}

/* The first of the kids that have the highest score. */
static struct cursor *best_of(struct explaining *e, struct cursor *c)
{
	struct cursor *best = NULL;
	double most = -1;
	for (uint32_t i = 0; i < c->count; i++) {
		if (!is_on(e, c->kids[i]))
			continue;
		double score = rank_score(&e->ranking, c->kids[i]);
		if (score > most)
			best = c->kids[i];
		most = score > most ? score : most;
	}
	return best;
}

/* What a leaf's cursor, which stands on the document, has of it. */
static enum status add_forms(
	struct explaining *e, struct cursor *c, const struct node *leaf)
{
	enum status status = OK;
	switch (c->plan->op) {
	case PLAN_TERM:
		return add_term(e, c, leaf);
	case PLAN_SET:
		if (c->plan->weight == 0)
			return OK;
		return vec_push(
			&e->found, ((struct explained_part){.leaf = leaf,
					   .how = EXPLAINED_PREFIX,
					   .part = c->plan->weight}));
	case PLAN_MAX: {
		struct cursor *best = best_of(e, c);
		return best ? add_forms(e, best, leaf) : OK;
	}
	case PLAN_NOT:
	case PLAN_FILTER:
		return add_forms(e, c->kids[0], leaf);
	case PLAN_AND:
	case PLAN_OR:
	case PLAN_MAYBE:
	case PLAN_PHRASE:
	case PLAN_NEAR:
		for (uint32_t i = 0; i < c->count && status == OK; i++)
			if (is_on(e, c->kids[i]))
				status = add_forms(e, c->kids[i], leaf);
		return status;
	default:
		return OK;
	}
}

static enum status add_leaf(struct explaining *e, struct cursor *c)
{
	size_t before = e->found.len;
	const struct node *leaf = c->plan->from;
	enum status status = add_forms(e, c, leaf);
	if (status != OK || e->found.len > before)
		return status;
	return vec_push(&e->found, ((struct explained_part){.leaf = leaf,
					   .how = EXPLAINED_FILTER}));
}

/* The leaves of a plan that the document has. */
static enum status walk(struct explaining *e, const struct plan *p)
{
	struct cursor *c, *best = NULL;
	enum status status = cursor_open(
		e->arena, e->hit->leaf, e->pass->planner.terms.v, p, &c);
	if (status != OK)
		return status;
	bool there = is_on(e, c);
	if (there && p->from)
		status = add_leaf(e, c);
	/* Several words, or one thing in their place. */
	if (there && !p->from && p->op == PLAN_MAX)
		best = best_of(e, c);
	enum status closed = cursor_close(c);
	uint32_t count = p->op == PLAN_NOT ? 1 : p->count;
	status = status == OK ? closed : status;
	if (status == OK && best)
		return walk(e, best->plan);
	for (uint32_t i = 0; i < count && there && !p->from && status == OK;
		i++)
		status = walk(e, p->kids[i]);
	return status;
}

/* Has any article a word of this plan? */
static bool is_anywhere(const struct explaining *e, const struct plan *p)
{
	bool any = p->op == PLAN_TERM ? e->pass->dfs[p->term] > 0
				      : p->count == 0 && p->op != PLAN_NONE;
	for (uint32_t i = 0; i < p->count && !any; i++)
		any = is_anywhere(e, p->kids[i]);
	return any;
}

static enum status has(struct explaining *e, const struct plan *p, bool *yes)
{
	struct cursor *c;
	enum status status = cursor_open(
		e->arena, e->hit->leaf, e->pass->planner.terms.v, p, &c);
	if (status != OK)
		return status;
	*yes = is_on(e, c);
	return cursor_close(c);
}

static enum status why_nothing(
	struct explaining *e, const struct node *leaf, enum explained *how)
{
	const struct planner *planner = &e->pass->planner;
	const struct plan *p = plan_find(planner, leaf);
	const struct plan *run = plan_find_run(planner, leaf);
	bool there = false;
	*how = EXPLAINED_LEFT_OUT;
	if (!p)
		return OK;
	enum status status = has(e, p, &there);
	if (status == OK && run && !there)
		status = has(e, run, &there);
	*how = there               ? EXPLAINED_UNCOUNTED
	       : is_anywhere(e, p) ? EXPLAINED_ABSENT
				   : EXPLAINED_NOWHERE;
	return status;
}

static enum status put_leaf(struct explaining *e, const struct node *leaf)
{
	struct buf text = {0};
	bool any = false;
	node_print(leaf, &text);
	struct str word = arena_dup(e->arena, buf_str(&text));
	enum status status = word.p ? text.status : ERR_NOMEM;
	buf_release(&text);
	for (size_t i = 0; i < e->found.len && status == OK; i++) {
		if (e->found.v[i].leaf != leaf)
			continue;
		e->found.v[i].word = word;
		status = vec_push(&e->all, e->found.v[i]);
		any = true;
	}
	struct explained_part none = {.leaf = leaf, .word = word};
	if (status == OK && !any)
		status = why_nothing(e, leaf, &none.how);
	return any || status != OK ? status : vec_push(&e->all, none);
}

/* In the order of the query, but for what is not wanted. */
static enum status put_leaves(struct explaining *e, const struct node *n)
{
	enum status status = OK;
	if (n->type == NODE_ALL || n->type == NODE_NOT)
		return OK;
	if (n->type == NODE_NEAR || n->count == 0)
		return put_leaf(e, n);
	for (unsigned i = 0; i < n->count && status == OK; i++)
		status = put_leaves(e, n->kids[i]);
	return status;
}

static enum status put_setting(
	struct explaining *e, enum explained how, double part)
{
	if (part == 0)
		return OK;
	return vec_push(&e->all,
		((struct explained_part){.word = str_from(explained_name(how)),
			.how = how,
			.part = part}));
}

static enum status put_name(struct explaining *e)
{
	const struct plan *p = e->pass->plan;
	struct cursor *c;
	while (p->op == PLAN_FILTER || p->op == PLAN_NOT)
		p = p->kids[0];
	if (p->op != PLAN_NAMED)
		return OK;
	enum status status = cursor_open(e->arena, e->hit->leaf,
		e->pass->planner.terms.v, p->kids[1], &c);
	if (status != OK)
		return status;
	bool named = is_on(e, c);
	status = cursor_close(c);
	return status == OK && named ? put_setting(e, EXPLAINED_NAME, p->weight)
				     : status;
}

static enum status put_prior(struct explaining *e)
{
	const struct prior *p = e->ranking.prior;
	uint32_t doc = e->hit->doc;
	if (!p)
		return OK;
	enum status status =
		put_setting(e, EXPLAINED_RECENCY, prior_recency(p, doc));
	return status == OK
		       ? put_setting(e, EXPLAINED_BOOST, prior_boost(p, doc))
		       : status;
}

static enum status put_look(struct explaining *e, const struct search_result *r)
{
	struct rerank_parts parts;
	if (!e->hit->looked_at)
		return OK;
	struct reranking k =
		search_reranking(e->searcher, r, e->pass, e->arena);
	enum status status =
		rerank_look(&k, e->hit->number, e->hit->doc, &parts);
	rerank_close(&k);
	if (status == OK)
		status = put_setting(e, EXPLAINED_TITLE, parts.title);
	if (status == OK)
		status = put_setting(e, EXPLAINED_PROXIMITY, parts.proximity);
	return status;
}

static enum status put_settings(
	struct explaining *e, const struct search_result *r)
{
	enum status status = put_name(e);
	if (status == OK)
		status = put_prior(e);
	return status == OK ? put_look(e, r) : status;
}

static enum status finish(struct explaining *e, struct explanation *out)
{
	const struct meta *meta = &e->hit->leaf->meta;
	size_t bytes = e->all.len * sizeof *e->all.v;
	*out = (struct explanation){.length = meta_length(meta, e->hit->doc),
		.average = e->searcher->collection.average,
		.count = (uint32_t)e->all.len,
		.parts = arena_alloc(e->arena, bytes)};
	out->brake = bm25_brake(out->length, bm25_inverse(out->average));
	if (!out->parts)
		return ERR_NOMEM;
	if (bytes)
		memcpy(out->parts, e->all.v, bytes);
	for (uint32_t i = 0; i < out->count; i++)
		out->score += out->parts[i].part;
	return OK;
}

enum status explain_hit(struct searcher *s, const struct search_result *r,
	const struct search_hit *hit, struct arena *arena,
	struct explanation *out, struct error *err)
{
	struct search_pass pass = r->passes[hit->relaxed];
	struct explaining e = {
		.searcher = s, .pass = &pass, .hit = hit, .arena = arena};
	struct prior prior;
	enum status status =
		searcher_only_native(s, "an explanation of scores", err);
	if (status != OK)
		return status;
	status = search_ranking(s, r, &pass, hit->number, &prior, &e.ranking);
	if (status == OK)
		status = walk(&e, pass.plan);
	if (status == OK)
		status = put_leaves(&e, r->tree);
	if (status == OK)
		status = put_settings(&e, r);
	if (status == OK)
		status = finish(&e, out);
	vec_release(&e.found);
	vec_release(&e.all);
	return status == OK ? OK : searcher_failed(s, status, err);
}
