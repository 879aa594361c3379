/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/search.h"

struct explaining {
	const struct searcher *searcher;
	const struct search_pass *pass;
	struct ranking ranking;
	uint32_t doc;
	struct buf *out;
};

static void indent(struct buf *out, unsigned depth)
{
	for (unsigned i = 0; i < depth; i++)
		buf_puts(out, "  ");
}

static void explain_term(
	const struct explaining *e, struct cursor *c, double score)
{
	const struct plan *p = c->plan;
	struct str term = e->pass->planner.terms.v[p->term];
	buf_printf(e->out, "%.6f  " STR_FMT, score,
		STR_ARG(str_slice(term, 1, term.len)));
	if (p->weight == 0) {
		buf_printf(e->out, "  (filter %c)", term.p[0]);
		return;
	}
	buf_printf(e->out, "  tf %u, length %u of %.1f, weight %.6f",
		posting_freq(c->postings),
		meta_length(&e->ranking.leaf->meta, e->doc),
		e->searcher->collection.average,
		e->pass->weights[p->term] * p->weight);
}

static void explain(
	const struct explaining *e, struct cursor *c, unsigned depth)
{
	static const char *const NAMES[] = {[PLAN_ALL] = "every document",
		[PLAN_SET] = "a word that fits",
		[PLAN_RANGE] = "in the range",
		[PLAN_AND] = "sum of all of",
		[PLAN_OR] = "sum of those there are of",
		[PLAN_MAX] = "highest of",
		[PLAN_NOT] = "first, without the others",
		[PLAN_MAYBE] = "sum of first and, if there, others",
		[PLAN_FILTER] = "first, filtered by the others",
		[PLAN_PHRASE] = "sum of a phrase",
		[PLAN_NEAR] = "sum of words near each other"};
	if (cursor_seek(c, e->doc) != e->doc)
		return;
	double score = rank_score(&e->ranking, c);
	indent(e->out, depth);
	if (c->plan->op == PLAN_TERM)
		explain_term(e, c, score);
	else
		buf_printf(e->out, "%.6f  %s", score, NAMES[c->plan->op]);
	buf_putc(e->out, '\n');
	for (uint32_t i = 0; i < c->count; i++)
		if (c->plan->op != PLAN_NOT || i == 0)
			explain(e, c->kids[i], depth + 1);
}

enum status search_explain(struct searcher *s, const struct search_result *r,
	const struct search_hit *hit, struct buf *out, struct error *err)
{
	struct arena arena = {0};
	struct cursor *c;
	const struct search_pass *pass = &r->passes[hit->relaxed];
	struct explaining e = {.searcher = s,
		.pass = pass,
		.doc = hit->doc,
		.out = out,
		.ranking = {.collection = &s->collection,
			.weights = pass->weights,
			.leaf = hit->leaf,
			.number = hit->number,
			.ordinal = s->ordinals[hit->number],
			.scale = 1}};
	enum status status = cursor_open(
		&arena, hit->leaf, pass->planner.terms.v, pass->plan, &c);
	if (status == OK) {
		explain(&e, c, 0);
		status = cursor_close(c);
	}
	arena_release(&arena);
	if (status == OK)
		status = out->status;
	if (status != OK)
		return error_set(err, status, "cannot explain a hit: %s",
			status_text(status));
	return OK;
}
