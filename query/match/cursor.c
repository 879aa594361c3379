/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/match/cursor_class.h"

/* The classes of operators; leaves have their own opening. */
static const struct {
	const struct cursor_class *class;
	uint32_t (*start)(struct cursor *c);
	bool all;   /* every kid is wanted                          */
	bool first; /* the first kid is wanted, others may be empty */
} OPERATORS[] = {
	[PLAN_AND] = {&cursor_and, cursor_and_start, true, false},
	[PLAN_FILTER] = {&cursor_and, cursor_and_start, true, false},
	[PLAN_OR] = {&cursor_or, cursor_or_start, false, false},
	[PLAN_MAX] = {&cursor_or, cursor_or_start, false, false},
	[PLAN_NOT] = {&cursor_not, cursor_not_start, false, true},
	[PLAN_MAYBE] = {&cursor_maybe, cursor_maybe_start, false, true},
	[PLAN_PHRASE] = {&cursor_phrase, cursor_phrase_start, true, false},
	[PLAN_NEAR] = {&cursor_near, cursor_phrase_start, true, false},
	[PLAN_NAMED] = {&cursor_or, cursor_or_start, false, false},
};

/* From so many kids on it is quicker to have their documents as a set than to
 * ask each kid for the next. */
enum { MANY = 8 };

static enum status open_tree(struct arena *arena, const struct leaf *leaf,
	const struct str *terms, const struct plan *plan, struct cursor **out);

static uint32_t end(struct cursor *c)
{
	return c->doc = DOC_END;
}

static uint32_t end_seek(struct cursor *c, uint32_t target)
{
	(void)target;
	return c->doc = DOC_END;
}

static const struct cursor_class cursor_none = {end, end_seek};

static void sort_by_cost(struct cursor *c)
{
	for (uint32_t i = 1; i < c->count; i++) {
		struct cursor *x = c->order[i];
		uint32_t at = i;
		for (; at > 0 && c->order[at - 1]->cost > x->cost; at--)
			c->order[at] = c->order[at - 1];
		c->order[at] = x;
	}
}

static uint32_t cost_of(const struct cursor *c)
{
	uint64_t sum = 0;
	if (OPERATORS[c->plan->op].all)
		return c->order[0]->cost;
	if (OPERATORS[c->plan->op].first)
		return c->kids[0]->cost;
	for (uint32_t i = 0; i < c->count; i++)
		sum += c->kids[i]->cost;
	return sum < DOC_END ? (uint32_t)sum : DOC_END - 1;
}

/* What a NOT leaves out is only asked for documents. */
static bool is_mere_set(const struct plan *parent, uint32_t kid)
{
	enum plan_op op = parent->kids[kid]->op;
	return parent->op == PLAN_NOT && kid > 0 &&
	       (op == PLAN_OR || op == PLAN_MAX);
}

static enum status open_set(struct arena *arena, const struct leaf *leaf,
	const struct str *terms, const struct plan *plan, struct cursor **out)
{
	struct cursor *c = arena_alloc(arena, sizeof *c);
	if (!c)
		return ERR_NOMEM;
	*c = (struct cursor){
		.plan = plan, .class = &cursor_none, .doc = DOC_END};
	*out = c;
	return cursor_set_open(c, arena, leaf, terms);
}

static enum status open_kids(struct arena *arena, const struct leaf *leaf,
	const struct str *terms, struct cursor *c)
{
	const struct plan *plan = c->plan;
	enum status status = OK;
	for (uint32_t i = 0; i < plan->count && status == OK; i++) {
		struct cursor *kid = NULL;
		status = is_mere_set(plan, i) ? open_set(arena, leaf, terms,
							plan->kids[i], &kid)
					      : open_tree(arena, leaf, terms,
							plan->kids[i], &kid);
		if (!kid)
			return status;
		c->kids[c->count] = kid;
		c->order[c->count++] = kid;
	}
	return status;
}

static enum status open_operator(struct arena *arena, const struct leaf *leaf,
	const struct str *terms, struct cursor *c)
{
	size_t size = (c->plan->count + 1) * sizeof(struct cursor *);
	c->kids = arena_alloc(arena, size);
	c->order = arena_alloc(arena, size);
	if (!c->kids || !c->order)
		return ERR_NOMEM;
	enum status status = open_kids(arena, leaf, terms, c);
	if (status != OK)
		return status;
	if (OPERATORS[c->plan->op].all)
		sort_by_cost(c);
	c->cost = cost_of(c);
	c->class = OPERATORS[c->plan->op].class;
	return OK;
}

static enum status open_tree(struct arena *arena, const struct leaf *leaf,
	const struct str *terms, const struct plan *plan, struct cursor **out)
{
	struct cursor *c = arena_alloc(arena, sizeof *c);
	enum status status = OK;
	if (!c)
		return ERR_NOMEM;
	*out = c;
	c->plan = plan;
	c->class = &cursor_none;
	c->doc = DOC_END;
	switch (plan->op) {
	case PLAN_NONE:
		break;
	case PLAN_TERM:
		status = cursor_term_open(c, arena, leaf, terms[plan->term]);
		break;
	case PLAN_ALL:
	case PLAN_SET:
	case PLAN_RANGE:
		status = cursor_set_open(c, arena, leaf, terms);
		break;
	default:
		status = open_operator(arena, leaf, terms, c);
		if (status == OK && plan->op == PLAN_MAX && c->count >= MANY)
			status = cursor_set_open(c, arena, leaf, terms);
		else if (status == OK)
			OPERATORS[c->plan->op].start(c);
	}
	return status;
}

enum status cursor_open(struct arena *arena, const struct leaf *leaf,
	const struct str *terms, const struct plan *plan, struct cursor **out)
{
	struct cursor *c = NULL;
	enum status status = open_tree(arena, leaf, terms, plan, &c);
	if (status == OK)
		*out = c;
	else if (c)
		(void)cursor_close(c);
	return status;
}

enum status cursor_open_idle(struct arena *arena, const struct leaf *leaf,
	const struct str *terms, const struct plan *plan, struct cursor **out)
{
	struct cursor *c = arena_alloc(arena, sizeof *c);
	if (!c)
		return ERR_NOMEM;
	c->plan = plan;
	c->class = &cursor_none;
	*out = c;
	return open_operator(arena, leaf, terms, c);
}

bool cursor_holds(struct cursor *c, uint32_t doc)
{
	for (uint32_t i = 0; i < c->count; i++)
		if (!c->order[i]->postings ||
			!posting_find(c->order[i]->postings, doc))
			return false;
	return c->plan->op == PLAN_NEAR ? cursor_near_holds(c)
					: cursor_phrase_holds(c);
}

enum status cursor_close(struct cursor *c)
{
	enum status status = c->status;
	if (c->postings && status == OK)
		status = c->postings->status;
	if (c->positions) {
		if (status == OK)
			status = c->positions->status;
		position_close(c->positions);
	}
	for (uint32_t i = 0; i < c->count; i++) {
		enum status kid = cursor_close(c->kids[i]);
		status = status == OK ? kid : status;
	}
	return status;
}
