/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/translate.h"
#include "common/base/deadline.h"
#include "common/index/glass.h"
#include "query/match/places.h"

#include <string.h>

enum status translate_join(enum status status, enum xap_op op,
	struct xap_query **kids, uint32_t count, uint32_t window,
	struct xap_query **out)
{
	if (status == OK)
		status = xap_query_join(op, kids, count, window, out);
	for (uint32_t i = 0; i < count; i++)
		xap_query_free(kids[i]);
	return status;
}

static enum status scale(
	struct xap_query *kid, double factor, struct xap_query **out)
{
	enum status status = xap_query_scale(kid, factor, out);
	xap_query_free(kid);
	return status;
}

static enum status translate_term(
	struct translation *t, const struct plan *plan, struct xap_query **out)
{
	struct xap_query *q;
	enum status status =
		xap_query_term(t->planner->terms.v[plan->term], 1, &q);
	return status == OK ? scale(q, plan->weight, out) : status;
}

static enum status any_of(struct arena *arena, const struct str *terms,
	uint32_t count, struct xap_query **out)
{
	struct xap_query **kids =
		arena_alloc(arena, (count + 1u) * sizeof(struct xap_query *));
	enum status status = kids ? OK : ERR_NOMEM;
	for (uint32_t i = 0; i < count && status == OK; i++)
		status = xap_query_term(terms[i], 1, &kids[i]);
	return translate_join(status, XAP_OR, kids, kids ? count : 0, 0, out);
}

/* Worth `score`, whichever documents. */
static enum status fixed(
	double score, struct xap_query *filter, struct xap_query **out)
{
	struct xap_query *both[] = {NULL, filter};
	enum status status = xap_query_fixed(score, &both[0]);
	return translate_join(status, XAP_FILTER, both, 2, 0, out);
}

static enum status translate_set(
	struct translation *t, const struct plan *plan, struct xap_query **out)
{
	struct xap_query *any;
	enum status status = any_of(t->arena, plan->set, plan->set_count, &any);
	if (status != OK)
		return status;
	return plan->weight > 0 ? fixed(plan->weight, any, out)
				: scale(any, 0, out);
}

enum status translate_places(struct xap_db *db, uint32_t doc, struct str term,
	struct arena *arena, struct places *out, struct error *err)
{
	struct xap_walk *walk = NULL;
	struct xap_item item;
	uint32_t cap = 0;
	uint32_t *v = NULL;
	*out = (struct places){0};
	enum status status = xap_db_positions(db, doc, term, &walk, err);
	if (status != OK)
		return status;
	while (status == OK && xap_walk_next(walk, &item)) {
		if (out->count == cap) {
			cap = cap ? 2 * cap : 16;
			uint32_t *more = arena_alloc(arena, cap * sizeof *v);
			status = more ? OK : ERR_NOMEM;
			if (more && v)
				memcpy(more, v, out->count * sizeof *v);
			v = more ? more : v;
		}
		if (status == OK)
			v[out->count++] = item.number;
	}
	out->v = v;
	enum status closed = xap_walk_close(walk, err);
	return status == OK ? closed : status;
}

/* Do the words of a PHRASE or a NEAR stand in a document as they should? */
static enum status stand(struct translation *t, const struct plan *plan,
	uint32_t doc, struct arena *scratch, bool *yes)
{
	struct places places[PLACES_MAX];
	enum status status = OK;
	arena_clear(scratch);
	for (uint32_t i = 0; i < plan->count && status == OK; i++)
		status = translate_places(t->db, doc,
			t->planner->terms.v[plan->kids[i]->term], scratch,
			&places[i], t->err);
	if (status == OK)
		*yes = plan->op == PLAN_NEAR ? places_near(plan, places)
					     : places_in_order(plan, places);
	return status;
}

/* Ids as terms: of those that fit, and of those that do not. */
struct sorted_ids {
	VEC(struct str) fit, unfit;
};

static enum status sort_hit(struct translation *t, const struct plan *plan,
	const struct xap_hit *hit, struct arena *scratch,
	struct sorted_ids *ids)
{
	bool yes = false;
	struct buf term = {0};
	enum status status = stand(t, plan, hit->doc, scratch, &yes);
	struct str id =
		arena_dup(t->arena, term_put(&term, TERM_ID, hit->sort_key));
	if (status == OK && (!id.p || term.status != OK))
		status = ERR_NOMEM;
	buf_release(&term);
	if (status != OK)
		return status;
	return yes ? vec_push(&ids->fit, id) : vec_push(&ids->unfit, id);
}

/* Look at all that a query has found. */
static enum status sort_all(struct translation *t, const struct plan *plan,
	const struct xap_query *query, struct sorted_ids *ids)
{
	const struct xap_key by_id = {GLASS_ID, false};
	struct xap_stats stats;
	struct arena scratch = {0};
	struct xap_result *found = NULL;
	uint32_t count = 0;
	enum status status = xap_db_stats(t->db, &stats, t->err);
	const struct xap_search how = {.limit = stats.docs,
		.scheme = XAP_BOOL,
		.order = XAP_BY_KEYS,
		.keys = &by_id,
		.key_count = 1};
	if (status == OK)
		status = xap_db_search(t->db, query, &how, &found, t->err);
	const struct xap_hit *hits =
		status == OK ? xap_result_hits(found, &count) : NULL;
	for (uint32_t i = 0; i < count && status == OK; i++)
		if (!deadline_passed())
			status = sort_hit(t, plan, &hits[i], &scratch, ids);
	xap_result_free(found);
	arena_release(&scratch);
	return status;
}

/* Of the documents of `query` only those whose words stand as they should. */
static enum status settle(struct translation *t, const struct plan *plan,
	struct xap_query *query, struct xap_query **out)
{
	struct sorted_ids ids = {0};
	struct xap_query *both[] = {query, NULL};
	enum status status = sort_all(t, plan, query, &ids);
	bool few = ids.fit.len <= ids.unfit.len || deadline_missed();
	if (status == OK && ids.unfit.len == 0 && !deadline_missed())
		*out = query;
	else if (status != OK)
		xap_query_free(query);
	else
		status = translate_join(
			few ? any_of(t->arena, ids.fit.v, (uint32_t)ids.fit.len,
				      &both[1])
			    : any_of(t->arena, ids.unfit.v,
				      (uint32_t)ids.unfit.len, &both[1]),
			few ? XAP_FILTER : XAP_NOT, both, 2, 0, out);
	vec_release(&ids.fit);
	vec_release(&ids.unfit);
	return status;
}

/* Xapian wants bare terms, so what they are worth goes around them. */
static enum status join_terms(struct translation *t, const struct plan *plan,
	enum xap_op op, uint32_t window, struct xap_query **out)
{
	struct xap_query *kids[PLACES_MAX] = {0}, *q;
	enum status status = OK;
	for (uint32_t i = 0; i < plan->count && status == OK; i++)
		status = xap_query_term(
			t->planner->terms.v[plan->kids[i]->term], 1, &kids[i]);
	status = translate_join(status, op, kids, plan->count, window, &q);
	return status == OK ? scale(q, plan->kids[0]->weight, out) : status;
}

static enum status translate_phrase(
	struct translation *t, const struct plan *plan, struct xap_query **out)
{
	uint32_t last = plan->kids[plan->count - 1]->offset;
	struct xap_query *q;
	enum status status =
		join_terms(t, plan, XAP_PHRASE, plan->slop + last + 1, &q);
	if (status != OK)
		return status;
	if (last + 1 > plan->count)
		return settle(t, plan, q, out);
	*out = q;
	return OK;
}

/* A word beside itself needs two places, too.  Others that can stand at one
 * place are a compound or a word of Hangul and its
 * first part, or a pair of characters and its first: they begin alike, unless a
 * stemmer has changed that. */
bool translate_may_share(struct str a, struct str b)
{
	if (a.len < 2 || b.len < 2)
		return false;
	return a.p[1] == b.p[1] || (a.p[1] & b.p[1] & 0x80);
}

static enum status translate_near(
	struct translation *t, const struct plan *plan, struct xap_query **out)
{
	bool shared = false;
	struct xap_query *q;
	for (uint32_t i = 0; i < plan->count; i++)
		for (uint32_t k = 0; k < i; k++)
			shared = shared ||
				 translate_may_share(
					 t->planner->terms
						 .v[plan->kids[i]->term],
					 t->planner->terms
						 .v[plan->kids[k]->term]);
	enum status status = join_terms(t, plan, shared ? XAP_AND : XAP_NEAR,
		shared ? 0 : plan->slop + 1, &q);
	if (status == OK && shared)
		return settle(t, plan, q, out);
	if (status == OK)
		*out = q;
	return status;
}

/* Documents by name have a score of their own besides. */
static enum status translate_named(
	struct translation *t, const struct plan *plan, struct xap_query **out)
{
	struct xap_query *both[2] = {0}, *name;
	enum status status = translate(t, plan->kids[0], &both[0]);
	if (status == OK)
		status = translate(t, plan->kids[1], &name);
	if (status == OK)
		status = fixed(plan->weight, name, &both[1]);
	return translate_join(status, XAP_OR, both, 2, 0, out);
}

static enum status translate_kids(
	struct translation *t, const struct plan *plan, struct xap_query **out)
{
	static const enum xap_op OPS[] = {[PLAN_AND] = XAP_AND,
		[PLAN_OR] = XAP_OR,
		[PLAN_MAX] = XAP_OR, /* evaluate.h */
		[PLAN_NOT] = XAP_NOT,
		[PLAN_MAYBE] = XAP_MAYBE,
		[PLAN_FILTER] = XAP_FILTER};
	struct xap_query **kids = arena_alloc(
		t->arena, (plan->count + 1u) * sizeof(struct xap_query *));
	enum status status = kids ? OK : ERR_NOMEM;
	for (uint32_t i = 0; i < plan->count && status == OK; i++)
		status = translate(t, plan->kids[i], &kids[i]);
	return translate_join(
		status, OPS[plan->op], kids, kids ? plan->count : 0, 0, out);
}

enum status translate(
	struct translation *t, const struct plan *plan, struct xap_query **out)
{
	switch (plan->op) {
	case PLAN_NONE:
		return xap_query_none(out);
	case PLAN_ALL:
		return xap_query_all(out);
	case PLAN_TERM:
		return translate_term(t, plan, out);
	case PLAN_SET:
		return translate_set(t, plan, out);
	case PLAN_RANGE:
		return xap_query_numbers(GLASS_COLUMN + plan->column,
			(double)plan->low, (double)plan->high, out);
	case PLAN_PHRASE:
		return translate_phrase(t, plan, out);
	case PLAN_NEAR:
		return translate_near(t, plan, out);
	case PLAN_NAMED:
		return translate_named(t, plan, out);
	default:
		return translate_kids(t, plan, out);
	}
}
