/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/oracle/peer.h"

#include <math.h>

enum { SLOT_DATE, SLOT_ORDINAL };

static void put_posting(
	struct xap_doc *doc, struct str term, const struct naive_posting *x)
{
	bool stem = term.p[0] == TERM_STEM;
	assert_int_equal(xap_doc_add_term(doc, term, stem ? x->tf : 0), OK);
	for (size_t i = 0; i < x->positions.len; i++)
		assert_int_equal(
			xap_doc_add_posting(doc, term, x->positions.v[i], 0),
			OK);
}

void peer_open(struct peer *p, const struct naive *n)
{
	struct error err = {0};
	*p = (struct peer){.naive = n};
	if (xap_writer_memory(&p->writer, &err) != OK)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < n->docs.len; i++) {
		const struct naive_doc *d = &n->docs.v[i];
		struct xap_doc *doc;
		uint32_t number;
		assert_int_equal(xap_doc_new(&doc), OK);
		for (size_t k = 0; k < d->postings.len; k++)
			put_posting(doc,
				map_key(&n->terms, d->postings.v[k].term),
				&d->postings.v[k]);
		if (d->date != RECORD_NO_TIME)
			assert_int_equal(xap_doc_set_number(doc, SLOT_DATE,
						 (double)d->date),
				OK);
		assert_int_equal(xap_doc_set_number(
					 doc, SLOT_ORDINAL, (double)d->ordinal),
			OK);
		if (xap_writer_add(p->writer, doc, &number, &err) != OK)
			fail_msg("%s", err.text);
		assert_int_equal(number, i + 1);
		xap_doc_free(doc);
	}
}

void peer_close(struct peer *p)
{
	xap_writer_free(p->writer);
}

/* Do two terms stand at one place somewhere? */
static bool share_place(const struct naive *n, struct str a, struct str b)
{
	uint32_t x = map_find(&n->terms, a), y = map_find(&n->terms, b);
	if (x == y || x == MAP_NONE || y == MAP_NONE)
		return false;
	for (size_t i = 0; i < n->docs.len; i++) {
		const struct naive_posting *p = naive_find(&n->docs.v[i], x);
		const struct naive_posting *q = naive_find(&n->docs.v[i], y);
		for (size_t k = 0; p && q && k < p->positions.len; k++)
			for (size_t j = 0; j < q->positions.len; j++)
				if (p->positions.v[k] == q->positions.v[j])
					return true;
	}
	return false;
}

static bool near_can(const struct peer *p, const struct planner *planner,
	const struct plan *plan)
{
	for (uint32_t i = 0; i < plan->count; i++)
		for (uint32_t k = 0; k < i; k++)
			if (share_place(p->naive,
				    planner->terms.v[plan->kids[i]->term],
				    planner->terms.v[plan->kids[k]->term]))
				return false;
	return true;
}

/* `beside`: some operand above has another operand that may end first. */
static bool can(const struct peer *p, const struct planner *planner,
	const struct plan *plan, bool beside)
{
	if (plan->op == PLAN_NEAR && !near_can(p, planner, plan))
		return false;
	if (plan->op == PLAN_MAX && beside)
		return false;
	beside = beside || plan->op == PLAN_OR || plan->op == PLAN_MAYBE;
	for (uint32_t i = 0; i < plan->count; i++) {
		if (plan->op == PLAN_PHRASE && plan->kids[i]->offset != i)
			return false;
		if (!can(p, planner, plan->kids[i], beside))
			return false;
	}
	return true;
}

bool peer_can(const struct peer *p, const struct planner *planner,
	const struct plan *plan)
{
	return can(p, planner, plan, false);
}

/* Frees the kids. */
static struct xap_query *join(enum xap_op op, struct xap_query **kids,
	uint32_t count, uint32_t window)
{
	struct xap_query *q;
	assert_int_equal(xap_query_join(op, kids, count, window, &q), OK);
	for (uint32_t i = 0; i < count; i++)
		xap_query_free(kids[i]);
	return q;
}

static struct xap_query *scale(struct xap_query *kid, double factor)
{
	struct xap_query *q;
	assert_int_equal(xap_query_scale(kid, factor, &q), OK);
	xap_query_free(kid);
	return q;
}

static struct xap_query *query_term(struct str name)
{
	struct xap_query *q;
	assert_int_equal(xap_query_term(name, 1, &q), OK);
	return q;
}

static struct xap_query *query_set(const struct plan *plan)
{
	struct xap_query *both[2];
	struct xap_query **kids = calloc(plan->set_count + 1u, sizeof *both);
	assert_non_null(kids);
	for (uint32_t i = 0; i < plan->set_count; i++)
		kids[i] = query_term(plan->set[i]);
	both[1] = join(XAP_OR, kids, plan->set_count, 0);
	free(kids);
	assert_int_equal(xap_query_fixed(plan->weight, &both[0]), OK);
	return join(XAP_FILTER, both, 2, 0);
}

static struct xap_query *translate(
	const struct planner *p, const struct plan *plan);

static struct xap_query *query_kids(
	const struct planner *p, const struct plan *plan)
{
	static const enum xap_op OPS[] = {[PLAN_AND] = XAP_AND,
		[PLAN_OR] = XAP_OR,
		[PLAN_MAX] = XAP_MAX,
		[PLAN_NOT] = XAP_NOT,
		[PLAN_MAYBE] = XAP_MAYBE,
		[PLAN_FILTER] = XAP_FILTER};
	struct xap_query *q;
	struct xap_query **kids = calloc(plan->count + 1u, sizeof q);
	assert_non_null(kids);
	for (uint32_t i = 0; i < plan->count; i++)
		kids[i] = translate(p, plan->kids[i]);
	q = join(OPS[plan->op], kids, plan->count, 0);
	free(kids);
	return q;
}

/* PHRASE, NEAR: Xapian wants bare terms, so the weight goes around them. */
static struct xap_query *query_places(
	const struct planner *p, const struct plan *plan)
{
	bool near = plan->op == PLAN_NEAR;
	struct xap_query *q;
	struct xap_query **kids = calloc(plan->count + 1u, sizeof q);
	assert_non_null(kids);
	for (uint32_t i = 0; i < plan->count; i++) {
		assert_true(plan->kids[i]->weight == plan->kids[0]->weight);
		kids[i] = query_term(p->terms.v[plan->kids[i]->term]);
	}
	q = join(near ? XAP_NEAR : XAP_PHRASE, kids, plan->count,
		plan->slop + (near ? 1 : plan->count));
	free(kids);
	return scale(q, plan->kids[0]->weight);
}

static struct xap_query *translate(
	const struct planner *p, const struct plan *plan)
{
	struct xap_query *q = NULL;
	switch (plan->op) {
	case PLAN_NONE:
		assert_int_equal(xap_query_none(&q), OK);
		return q;
	case PLAN_ALL:
		assert_int_equal(xap_query_all(&q), OK);
		return q;
	case PLAN_TERM:
		return scale(query_term(p->terms.v[plan->term]), plan->weight);
	case PLAN_SET:
		return query_set(plan);
	case PLAN_RANGE:
		assert_int_equal(xap_query_numbers(SLOT_DATE, (double)plan->low,
					 (double)plan->high, &q),
			OK);
		return q;
	case PLAN_PHRASE:
	case PLAN_NEAR:
		return query_places(p, plan);
	default:
		return query_kids(p, plan);
	}
}

static bool is_tie(double a, double b)
{
	return fabs(a - b) <= 1e-9 * fmax(1, fmax(fabs(a), fabs(b)));
}

static int by_ordinal(const void *a, const void *b)
{
	const struct naive_doc *x = a, *y = b;
	return (x->ordinal > y->ordinal) - (x->ordinal < y->ordinal);
}

/* The score of each document; NaN: it is no hit. */
static double *scores_of(const struct naive *n, const struct search_result *r)
{
	double *scores = malloc((n->docs.len + 1) * sizeof *scores);
	assert_non_null(scores);
	for (size_t i = 0; i < n->docs.len; i++)
		scores[i] = NAN;
	for (uint32_t i = 0; i < r->count; i++) {
		struct naive_doc key = {.ordinal = r->hits[i].ordinal};
		const struct naive_doc *d = bsearch(
			&key, n->docs.v, n->docs.len, sizeof key, by_ordinal);
		assert_non_null(d);
		scores[d - n->docs.v] = r->hits[i].score;
	}
	return scores;
}

static void complain(const struct search_result *r, const char *about,
	const char *what, uint32_t at)
{
	struct buf plan = {0};
	plan_print(&r->passes[0].planner, r->passes[0].plan, &plan);
	fail_msg("%s at %u: %s, plan " STR_FMT, what, at, about,
		STR_ARG(buf_str(&plan)));
}

static void compare(const struct peer *p, const struct search_result *r,
	const struct xap_hit *hits, uint32_t count, const char *about)
{
	double *scores = scores_of(p->naive, r);
	for (uint32_t i = 0; i < count; i++) {
		double *score = &scores[hits[i].doc - 1];
		if (isnan(*score))
			complain(r, about, "a document too few", i);
		if (!is_tie(*score, hits[i].score))
			complain(r, about, "another score", i);
		if (!is_tie(r->hits[i].score, hits[i].score))
			complain(r, about, "another order", i);
		*score = NAN; /* it must not come again */
	}
	free(scores);
}

void peer_check(struct peer *p, const struct search_result *r, uint32_t limit,
	const char *about)
{
	struct error err = {0};
	struct xap_bm25 bm25 = {.k1 = 1.2, .b = 0.75};
	struct xap_key ordinal = {.slot = SLOT_ORDINAL};
	struct xap_search how = {.bm25 = &bm25,
		.limit = limit,
		.order = XAP_BY_SCORE_THEN_KEYS,
		.keys = &ordinal,
		.key_count = 1,
		.exact = true};
	struct xap_query *q =
		translate(&r->passes[0].planner, r->passes[0].plan);
	struct xap_result *found = NULL;
	struct xap_totals totals;
	uint32_t count;
	if (xap_db_search(xap_writer_db(p->writer), q, &how, &found, &err) !=
		OK)
		complain(r, about, err.text, 0);
	const struct xap_hit *hits = xap_result_hits(found, &count);
	xap_result_totals(found, &totals);
	if (totals.estimate != r->total)
		complain(r, about, "another total", totals.estimate);
	if (count != (r->count < limit ? r->count : limit))
		complain(r, about, "another number of hits", count);
	compare(p, r, hits, count, about);
	xap_result_free(found);
	xap_query_free(q);
}
