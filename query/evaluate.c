/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/evaluate.h"
#include "query/match/places.h"
#include "query/translate.h"

#include <stdlib.h>

static enum status read_terms(struct evaluation *e, const struct xap_doc *doc)
{
	struct xap_walk *walk;
	struct xap_item item;
	enum status status = xap_doc_terms(doc, &walk, e->err);
	if (status != OK)
		return status;
	e->terms.len = 0;
	e->length = 0;
	while (status == OK && xap_walk_next(walk, &item)) {
		struct evaluated_term x = {
			arena_dup(e->arena, item.text), item.count};
		e->length += x.tf;
		status = x.text.p ? vec_push(&e->terms, x) : ERR_NOMEM;
	}
	enum status closed = xap_walk_close(walk, e->err);
	return status == OK ? closed : status;
}

static enum status read_number(struct evaluation *e, const struct xap_doc *doc,
	enum column_id column, double none, double *out)
{
	struct buf value = {0};
	enum status status = xap_doc_value(
		doc, GLASS_COLUMN + (unsigned)column, &value, e->err);
	*out = none;
	if (status == OK && value.len)
		status = xap_number_unpack(buf_str(&value), out);
	buf_release(&value);
	return status;
}

enum status evaluate_open(struct evaluation *e, uint32_t number)
{
	struct xap_doc *doc;
	double date;
	enum status status = xap_db_doc(e->db, number, &doc, e->err);
	if (status != OK)
		return status;
	e->number = number;
	status = read_terms(e, doc);
	if (status == OK)
		status = read_number(
			e, doc, COLUMN_DATE, (double)RECORD_NO_TIME, &date);
	if (status == OK)
		status = read_number(
			e, doc, COLUMN_BOOST, GLASS_BOOST_ZERO, &e->boost);
	if (status == OK)
		e->date = (int64_t)date;
	e->boost -= GLASS_BOOST_ZERO;
	xap_doc_free(doc);
	return status;
}

void evaluate_release(struct evaluation *e)
{
	vec_release(&e->terms);
}

static int by_text(const void *a, const void *b)
{
	const struct evaluated_term *x = a, *y = b;
	return str_cmp(x->text, y->text);
}

static const struct evaluated_term *find(
	const struct evaluation *e, struct str text)
{
	struct evaluated_term key = {.text = text};
	return e->terms.len ? bsearch(&key, e->terms.v, e->terms.len,
				      sizeof key, by_text)
			    : NULL;
}

static double score_term(const struct evaluation *e, const struct plan *p)
{
	const struct evaluated_term *x = find(e, e->planner->terms.v[p->term]);
	if (!x || p->weight == 0)
		return x ? 0 : -1;
	return bm25_score(e->weights[p->term] * p->weight, x->tf, e->length,
		bm25_inverse(e->collection->average));
}

static double score_set(const struct evaluation *e, const struct plan *p)
{
	for (uint32_t i = 0; i < p->set_count; i++)
		if (find(e, p->set[i]))
			return p->weight;
	return -1;
}

static double score_range(const struct evaluation *e, const struct plan *p)
{
	return e->date != RECORD_NO_TIME && e->date >= p->low &&
			       e->date <= p->high
		       ? 0
		       : -1;
}

static enum status stand(struct evaluation *e, const struct plan *p, bool *yes)
{
	struct places places[PLACES_MAX];
	enum status status = OK;
	for (uint32_t i = 0; i < p->count && status == OK; i++)
		status = translate_places(e->db, e->number,
			e->planner->terms.v[p->kids[i]->term], e->arena,
			&places[i], e->err);
	if (status == OK)
		*yes = p->op == PLAN_NEAR ? places_near(p, places)
					  : places_in_order(p, places);
	return status;
}

/* What the kids of an operator come to. */
struct sums {
	double first, second, sum, most;
	uint32_t found;
};

static double join(const struct plan *p, const struct sums *x, bool placed)
{
	bool all = x->found == p->count;
	switch (p->op) {
	case PLAN_AND:
		return all ? x->sum : -1;
	case PLAN_OR:
		return x->found ? x->sum : -1;
	case PLAN_MAX:
		return x->most;
	case PLAN_NOT:
		return x->found == 1 ? x->first : -1;
	case PLAN_MAYBE:
		return x->first >= 0 ? x->sum : -1;
	case PLAN_FILTER:
		return all ? x->first : -1;
	case PLAN_PHRASE:
	case PLAN_NEAR:
		return all && placed ? x->sum : -1;
	case PLAN_NAMED:
		return !x->found ? -1
				 : (x->first >= 0 ? x->first : 0) +
					   (x->second >= 0 ? p->weight : 0);
	default:
		return -1;
	}
}

static enum status evaluate_kids(
	struct evaluation *e, const struct plan *p, double *score)
{
	struct sums x = {.first = -1, .second = -1, .most = -1};
	bool placed = true;
	enum status status = OK;
	for (uint32_t i = 0; i < p->count && status == OK; i++) {
		double kid = -1;
		status = evaluate(e, p->kids[i], &kid);
		x.first = i == 0 ? kid : x.first;
		x.second = i == 1 ? kid : x.second;
		x.most = kid > x.most ? kid : x.most;
		x.sum += kid >= 0 ? kid : 0;
		x.found += kid >= 0;
	}
	if (status == OK && x.found == p->count &&
		(p->op == PLAN_PHRASE || p->op == PLAN_NEAR))
		status = stand(e, p, &placed);
	*score = join(p, &x, placed);
	return status;
}

enum status evaluate(
	struct evaluation *e, const struct plan *plan, double *score)
{
	switch (plan->op) {
	case PLAN_NONE:
		*score = -1;
		return OK;
	case PLAN_ALL:
		*score = 0;
		return OK;
	case PLAN_TERM:
		*score = score_term(e, plan);
		return OK;
	case PLAN_SET:
		*score = score_set(e, plan);
		return OK;
	case PLAN_RANGE:
		*score = score_range(e, plan);
		return OK;
	default:
		return evaluate_kids(e, plan, score);
	}
}

bool evaluate_wanted(const struct plan *plan)
{
	bool first = plan->op == PLAN_FILTER || plan->op == PLAN_NOT;
	if (plan->op == PLAN_MAX)
		return true;
	for (uint32_t i = 0; i < (first ? 1 : plan->count); i++)
		if (evaluate_wanted(plan->kids[i]))
			return true;
	return false;
}
