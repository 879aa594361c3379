/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/deadline.h"
#include "query/rank/rank.h"

static double score_term(const struct ranking *r, struct cursor *c)
{
	double weight = c->plan->weight;
	if (weight == 0)
		return 0;
	return bm25_score(r->weights[c->plan->term] * weight,
		posting_freq(c->postings), meta_length(&r->leaf->meta, c->doc),
		bm25_inverse(r->collection->average));
}

/* A kid that may lag behind is brought up first. */
static double score_kid(
	const struct ranking *r, struct cursor *kid, uint32_t doc)
{
	return cursor_seek(kid, doc) == doc ? rank_score(r, kid) : 0;
}

double rank_score(const struct ranking *r, struct cursor *c)
{
	double total = 0;
	switch (c->plan->op) {
	case PLAN_TERM:
		return score_term(r, c);
	case PLAN_SET:
		return c->plan->weight;
	case PLAN_NOT:
	case PLAN_FILTER:
		return rank_score(r, c->kids[0]);
	case PLAN_NAMED:
		total = score_kid(r, c->kids[0], c->doc);
		return cursor_seek(c->kids[1], c->doc) == c->doc
			       ? total + c->plan->weight
			       : total;
	case PLAN_MAX:
		for (uint32_t i = 0; i < c->count; i++) {
			double x = score_kid(r, c->kids[i], c->doc);
			total = x > total ? x : total;
		}
		return total;
	case PLAN_AND:
	case PLAN_OR:
	case PLAN_MAYBE:
	case PLAN_PHRASE:
	case PLAN_NEAR:
		for (uint32_t i = 0; i < c->count; i++)
			total += score_kid(r, c->kids[i], c->doc);
		return total;
	default:
		return 0;
	}
}

static double bound_kid(const struct ranking *r, const struct cursor *kid,
	uint32_t target, uint32_t *last)
{
	uint32_t end;
	double bound;
	if (kid->doc > target) {
		/* Nothing before kid->doc; there it may begin. */
		bound = kid->doc == DOC_END
				? 0
				: rank_bound(r, kid, kid->doc, &end);
		if (kid->doc == DOC_END)
			end = DOC_END - 1;
	} else {
		bound = rank_bound(r, kid, target, &end);
	}
	*last = end < *last ? end : *last;
	return bound;
}

static double bound_term(const struct ranking *r, const struct cursor *c,
	uint32_t target, uint32_t *last)
{
	double weight = r->weights[c->plan->term] * c->plan->weight;
	double impact = posting_bound(c->postings, target, last) * r->scale;
	return weight * (impact < 1 ? impact : 1) * (1 + 1e-12);
}

double rank_bound(const struct ranking *r, const struct cursor *c,
	uint32_t target, uint32_t *last)
{
	double total = 0;
	*last = DOC_END - 1;
	switch (c->plan->op) {
	case PLAN_TERM:
		return c->plan->weight == 0 || !c->postings
			       ? 0
			       : bound_term(r, c, target, last);
	case PLAN_SET:
		return c->plan->weight;
	case PLAN_NOT:
	case PLAN_FILTER:
		return bound_kid(r, c->kids[0], target, last);
	case PLAN_NAMED:
		/* a bound holds where the name begins, too */
		return bound_kid(r, c->kids[0], target, last) + c->plan->weight;
	case PLAN_MAX:
		for (uint32_t i = 0; i < c->count; i++) {
			double x = bound_kid(r, c->kids[i], target, last);
			total = x > total ? x : total;
		}
		return total;
	case PLAN_AND:
	case PLAN_OR:
	case PLAN_MAYBE:
	case PLAN_PHRASE:
	case PLAN_NEAR:
		for (uint32_t i = 0; i < c->count; i++)
			total += bound_kid(r, c->kids[i], target, last);
		return total * (1 + 1e-12);
	default:
		return 0;
	}
}

double rank_ceiling(const struct plan *p, const double *weights)
{
	double total = 0;
	switch (p->op) {
	case PLAN_TERM:
		return weights[p->term] * p->weight;
	case PLAN_SET:
		return p->weight;
	case PLAN_NOT:
	case PLAN_FILTER:
	case PLAN_NAMED:
		return rank_ceiling(p->kids[0], weights);
	default:
		break;
	}
	for (uint32_t i = 0; i < p->count; i++) {
		double x = rank_ceiling(p->kids[i], weights);
		if (p->op != PLAN_MAX)
			total += x;
		else if (x > total)
			total = x;
	}
	return total;
}

uint64_t rank_count(const struct leaf *leaf, struct cursor *c)
{
	uint64_t n = 0;
	for (uint32_t d = c->doc; d != DOC_END && !deadline_passed();
		d = cursor_next(c))
		n += live_has(&leaf->live, d);
	return n;
}
