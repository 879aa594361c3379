/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/match/plan.h"
#include "query/match/pattern.h"
#include "query/match/plan_word.h"

#include <string.h>

struct plan *plan_new(struct planner *p, enum plan_op op)
{
	struct plan *n = arena_alloc(p->arena, sizeof *n);
	if (n)
		n->op = op;
	return n;
}

static bool same(const struct plan *a, const struct plan *b)
{
	if (a->op != b->op || a->term != b->term || a->slop != b->slop ||
		a->offset != b->offset || a->weight != b->weight ||
		a->count != b->count || a->set != b->set || a->low != b->low ||
		a->high != b->high)
		return false;
	for (uint32_t i = 0; i < a->count; i++)
		if (!same(a->kids[i], b->kids[i]))
			return false;
	return true;
}

enum status plan_combine(struct planner *p, enum plan_op op,
	const plan_list *list, struct plan **out)
{
	struct plan *n = plan_new(p, op);
	if (!n)
		return ERR_NOMEM;
	n->kids = arena_alloc(p->arena, list->len * sizeof(struct plan *));
	if (!n->kids)
		return ERR_NOMEM;
	bool ordered = op != PLAN_AND && op != PLAN_OR && op != PLAN_MAX;
	for (size_t i = 0; i < list->len; i++) {
		bool again = false;
		for (uint32_t k = 0; k < n->count && !ordered; k++)
			again = again || same(n->kids[k], list->v[i]);
		if (!again)
			n->kids[n->count++] = list->v[i];
	}
	*out = n;
	if (n->count == 0)
		n->op = op == PLAN_AND ? PLAN_ALL : PLAN_NONE;
	else if (n->count == 1)
		*out = n->kids[0];
	return OK;
}

enum status plan_pair(struct planner *p, enum plan_op op, struct plan *a,
	struct plan *b, struct plan **out)
{
	struct plan *kids[] = {a, b};
	plan_list list = {kids, 2, 2};
	return plan_combine(p, op, &list, out);
}

void plan_unscore(struct plan *n)
{
	n->weight = 0;
	for (uint32_t i = 0; i < n->count; i++)
		plan_unscore(n->kids[i]);
}

static enum status make(struct planner *p, const struct node *n,
	enum match match, struct plan **out);

static enum status make_kids(struct planner *p, const struct node *n,
	enum match match, plan_list *list)
{
	enum status status = OK;
	for (unsigned i = 0; i < n->count && status == OK; i++) {
		struct plan *kid;
		status = make(p, n->kids[i], match, &kid);
		if (status == OK && kid)
			status = vec_push(list, kid);
	}
	return status;
}

static bool is_filter(const struct node *n)
{
	return n->type == NODE_RANGE || field_is_boolean(n->field);
}

/* Does a tree hold only filters? */
static bool only_filters(const struct node *n)
{
	if (n->count == 0)
		return is_filter(n);
	for (unsigned i = 0; i < n->count; i++)
		if (!only_filters(n->kids[i]))
			return false;
	return true;
}

/* What is not wanted, without synonyms. */
static enum status make_excluded(
	struct planner *p, const struct node *n, struct plan **out)
{
	bool literal = p->literal;
	p->literal = true;
	enum status status = make(p, n, MATCH_ALL, out);
	p->literal = literal;
	return status;
}

/* What the kids of an AND are to it. */
struct sides {
	plan_list must, should, filters, excluded;
};

static enum status sort_kid(struct planner *p, const struct node *kid,
	enum match match, struct sides *s)
{
	struct plan *plan;
	bool negative = kid->type == NODE_NOT;
	const struct node *inner = negative ? kid->kids[0] : kid;
	enum status status = negative ? make_excluded(p, inner, &plan)
				      : make(p, inner, match, &plan);
	if (status != OK || !plan)
		return status;
	if (negative)
		return vec_push(&s->excluded, plan);
	if (only_filters(kid))
		return vec_push(&s->filters, plan);
	if (match == MATCH_ALL || kid->must)
		return vec_push(&s->must, plan);
	return vec_push(&s->should, plan);
}

/* must AND filters AND NOT excluded, with should adding to the score. */
static enum status join_sides(struct planner *p, const struct node *n,
	struct sides *s, struct plan **out)
{
	struct plan *root = NULL, *kid;
	enum status status = OK;
	if (s->must.len)
		status = plan_combine(p, PLAN_AND, &s->must, &root);
	if (status == OK && s->should.len) {
		status = plan_combine(p, PLAN_OR, &s->should, &kid);
		if (status == OK && root)
			status = plan_pair(p, PLAN_MAYBE, root, kid, &root);
		else
			root = kid;
	}
	if (status == OK && root && n == p->root)
		status = plan_name(p, n, &root);
	if (status == OK && !root) {
		root = plan_new(p, PLAN_ALL);
		status = root ? OK : ERR_NOMEM;
	}
	for (size_t i = 0; i < s->filters.len && status == OK; i++) {
		plan_unscore(s->filters.v[i]);
		status =
			plan_pair(p, PLAN_FILTER, root, s->filters.v[i], &root);
	}
	for (size_t i = 0; i < s->excluded.len && status == OK; i++) {
		plan_unscore(s->excluded.v[i]);
		status = plan_pair(p, PLAN_NOT, root, s->excluded.v[i], &root);
	}
	*out = root;
	return status;
}

static bool is_word(const struct node *n)
{
	return n->type == NODE_WORD && n->field == FIELD_ANY;
}

/* Stop words are dropped from a MATCH_ANY query that has other words. */
static bool is_dropped(
	struct planner *p, const struct node *and, const struct node *kid)
{
	if (!is_word(kid) || kid->must || !plan_is_stop(p, kid->text))
		return false;
	for (unsigned i = 0; i < and->count; i++) {
		const struct node *other = and->kids[i];
		if (other->type != NODE_NOT && !is_filter(other) &&
			!(is_word(other) && plan_is_stop(p, other->text)))
			return true;
	}
	return false;
}

/* The words of a run that are typed. */
static enum status make_typed(struct planner *p, const struct node *and,
	unsigned from, unsigned run, enum match match, struct plan **out)
{
	plan_list list = {0};
	enum status status = OK;
	p->literal = true;
	for (unsigned i = from; i < from + run && status == OK; i++) {
		const struct node *kid = and->kids[i];
		struct plan *plan = NULL;
		if (match == MATCH_ALL || !is_dropped(p, and, kid))
			status = make(p, kid, match, &plan);
		if (status == OK && plan)
			status = vec_push(&list, plan);
	}
	p->literal = false;
	*out = NULL;
	if (status == OK && list.len)
		status = plan_combine(
			p, match == MATCH_ALL ? PLAN_AND : PLAN_OR, &list, out);
	vec_release(&list);
	return status;
}

/* Words side by side that have synonyms together. */
static enum status sort_run(struct planner *p, const struct node *and,
	unsigned from, unsigned run, enum match match, struct sides *s)
{
	const struct node *const *leaves =
		(const struct node *const *)and->kids + from;
	bool must = match == MATCH_ALL || leaves[0]->must;
	struct plan *plan;
	enum status status = make_typed(
		p, and, from, run, must ? MATCH_ALL : MATCH_ANY, &plan);
	if (status == OK && plan)
		status = plan_synonyms(p, leaves, run, plan, &plan);
	if (status == OK && plan)
		status = vec_push(
			&p->runs, (struct plan_run){leaves, run, plan});
	if (status != OK || !plan)
		return status;
	return must ? vec_push(&s->must, plan) : vec_push(&s->should, plan);
}

static enum status make_and(struct planner *p, const struct node *n,
	enum match match, struct plan **out)
{
	struct sides s = {0};
	enum status status = OK;
	for (unsigned i = 0, run; i < n->count && status == OK; i += run) {
		status = plan_synonym_run(p, n, i, &run);
		if (status == OK && run > 1)
			status = sort_run(p, n, i, run, match, &s);
		else if (status == OK &&
			 (match == MATCH_ALL || !is_dropped(p, n, n->kids[i])))
			status = sort_kid(p, n->kids[i], match, &s);
	}
	if (status == OK)
		status = join_sides(p, n, &s, out);
	vec_release(&s.must);
	vec_release(&s.should);
	vec_release(&s.filters);
	vec_release(&s.excluded);
	return status;
}

static enum status make_or(struct planner *p, const struct node *n,
	enum match match, struct plan **out)
{
	plan_list list = {0};
	enum status status = make_kids(p, n, match, &list);
	if (status == OK)
		status = plan_combine(p, PLAN_OR, &list, out);
	vec_release(&list);
	return status;
}

static enum status make_not(
	struct planner *p, const struct node *n, struct plan **out)
{
	struct plan *all = plan_new(p, PLAN_ALL), *kid;
	enum status status = make_excluded(p, n->kids[0], &kid);
	if (status != OK || !all)
		return all ? status : ERR_NOMEM;
	*out = all;
	if (!kid)
		return OK;
	plan_unscore(kid);
	return plan_pair(p, PLAN_NOT, all, kid, out);
}

static void stamp(struct plan *p, const struct node *n)
{
	p->from = n;
	for (uint32_t i = 0; i < p->count; i++)
		stamp(p->kids[i], n);
}

const struct plan *plan_find(const struct planner *p, const struct node *leaf)
{
	for (size_t i = 0; i < p->leaves.len; i++)
		if (p->leaves.v[i]->from == leaf)
			return p->leaves.v[i];
	return NULL;
}

const struct plan *plan_find_run(
	const struct planner *p, const struct node *leaf)
{
	for (size_t i = 0; i < p->runs.len; i++)
		for (unsigned k = 0; k < p->runs.v[i].count; k++)
			if (p->runs.v[i].leaves[k] == leaf)
				return p->runs.v[i].plan;
	return NULL;
}

static enum status make_leaf(struct planner *p, const struct node *n,
	enum match match, struct plan **out)
{
	enum status status = field_is_boolean(n->field)
				     ? plan_value(p, n, out)
				     : plan_words(p, n, match, out);
	if (status == OK && *out)
		status = plan_synonyms(p, &n, 1, *out, out);
	if (status != OK || !*out)
		return status;
	stamp(*out, n);
	return vec_push(&p->leaves, *out);
}

static enum status make_range(
	struct planner *p, const struct node *n, struct plan **out)
{
	struct plan *plan = plan_new(p, PLAN_RANGE);
	if (!plan)
		return ERR_NOMEM;
	plan->column = COLUMN_DATE;
	plan->low = n->low;
	plan->high = n->high;
	plan->from = n;
	*out = plan;
	return vec_push(&p->leaves, plan);
}

/* *out is NULL if analysis leaves nothing of the node. */
static enum status make(struct planner *p, const struct node *n,
	enum match match, struct plan **out)
{
	*out = NULL;
	switch (n->type) {
	case NODE_ALL:
		*out = plan_new(p, PLAN_ALL);
		return *out ? OK : ERR_NOMEM;
	case NODE_AND:
		return make_and(p, n, match, out);
	case NODE_OR:
		return make_or(p, n, match, out);
	case NODE_NOT:
		return make_not(p, n, out);
	case NODE_RANGE:
		return make_range(p, n, out);
	default:
		return make_leaf(p, n, match, out);
	}
}

static unsigned count_leaves(const struct node *n)
{
	unsigned count = n->count == 0;
	for (unsigned i = 0; i < n->count; i++)
		count += count_leaves(n->kids[i]);
	return count;
}

/* Leaves that stand for words of the index that are like them. */
static uint32_t count_expanded(const struct node *n)
{
	uint32_t count = n->type == NODE_PREFIX || n->type == NODE_GLOB ||
			 n->type == NODE_FUZZY;
	for (unsigned i = 0; i < n->count; i++)
		count += count_expanded(n->kids[i]);
	return count;
}

enum status plan_make(struct planner *p, const struct node *query,
	enum match match, struct plan **out)
{
	p->terms.len = 0;
	p->warnings.len = 0;
	p->leaves.len = 0;
	p->used.len = 0;
	p->runs.len = 0;
	p->words = count_leaves(query);
	p->literal = false;
	p->root = query;
	p->unexpanded = count_expanded(query);
	p->budget = PATTERN_BUDGET;
	p->set_words = PLAN_SET_MAX;
	p->postings = PLAN_SET_POSTINGS;
	enum status status = make(p, query, match, out);
	if (status == OK && *out && query->count == 0)
		status = plan_name(p, query, out);
	if (status == OK && !*out) {
		*out = plan_new(p, PLAN_NONE);
		status = *out ? OK : ERR_NOMEM;
	}
	if (status == OK && only_filters(query))
		plan_unscore(*out);
	return status;
}

void planner_release(struct planner *p)
{
	vec_release(&p->terms);
	vec_release(&p->warnings);
	vec_release(&p->used);
	vec_release(&p->leaves);
	vec_release(&p->runs);
}

void plan_print(const struct planner *p, const struct plan *n, struct buf *out)
{
	static const char *const NAMES[] = {[PLAN_NONE] = "NONE",
		[PLAN_ALL] = "ALL",
		[PLAN_SET] = "SET",
		[PLAN_RANGE] = "RANGE",
		[PLAN_AND] = "AND",
		[PLAN_OR] = "OR",
		[PLAN_MAX] = "MAX",
		[PLAN_NOT] = "NOT",
		[PLAN_MAYBE] = "MAYBE",
		[PLAN_FILTER] = "FILTER",
		[PLAN_PHRASE] = "PHRASE",
		[PLAN_NEAR] = "NEAR",
		[PLAN_NAMED] = "NAMED"};
	if (n->op == PLAN_TERM) {
		buf_put_str(out, p->terms.v[n->term]);
		return;
	}
	buf_printf(out, "(%s", NAMES[n->op]);
	if (n->op == PLAN_SET)
		buf_printf(out, " %u", n->set_count);
	if (n->slop)
		buf_printf(out, "/%u", n->slop);
	for (uint32_t i = 0; i < n->count; i++) {
		buf_putc(out, ' ');
		plan_print(p, n->kids[i], out);
	}
	buf_putc(out, ')');
}
