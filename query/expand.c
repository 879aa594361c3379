/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/source.h"

#include <stdlib.h>
#include <string.h>

/* Terms that fit, by number.  Wildcards may fit half the index: each time that
 * so many are gathered, only the most alike are kept. */
enum { FITTING_MAX = 4 * PLAN_SET_MAX };

struct fitting {
	enum term_kind kind;
	struct map terms;
	VEC(struct plan_like) v;
	struct plan_like worst; /* of those kept, or zeros: what is no better
	                           is left out                              */
	struct buf name;
};

static int most_alike(const void *a, const void *b)
{
	const struct plan_like *x = a, *y = b;
	if (x->errors != y->errors)
		return x->errors < y->errors ? -1 : 1;
	if (x->df != y->df)
		return x->df > y->df ? -1 : 1;
	return str_cmp(x->term, y->term);
}

/* The first `max`, in order; their terms hold until map_release(old). */
static void sort_fitting(struct fitting *f, uint32_t max)
{
	for (uint32_t i = 0; i < f->v.len; i++)
		f->v.v[i].term = map_key(&f->terms, i);
	if (f->v.len)
		qsort(f->v.v, f->v.len, sizeof *f->v.v, most_alike);
	if (f->v.len > max)
		f->v.len = max;
}

static enum status cut_fitting(struct fitting *f)
{
	struct map kept = {0};
	enum status status = OK;
	uint32_t id;
	sort_fitting(f, PLAN_SET_MAX);
	for (uint32_t i = 0; i < f->v.len && status == OK; i++)
		status = map_add(&kept, f->v.v[i].term, &id);
	f->worst = f->v.v[f->v.len - 1];
	f->worst.term = (struct str){0};
	map_release(&f->terms);
	f->terms = kept;
	return status;
}

static bool is_no_better(const struct fitting *f, unsigned errors, uint32_t df)
{
	return f->worst.df &&
	       (errors > f->worst.errors ||
		       (errors == f->worst.errors && df <= f->worst.df));
}

static enum status add_fitting(
	void *data, struct str word, unsigned errors, uint32_t df)
{
	struct fitting *f = data;
	uint32_t id;
	buf_clear(&f->name);
	buf_putc(&f->name, (char)f->kind);
	buf_put_str(&f->name, word);
	if (is_no_better(f, errors, df) &&
		map_find(&f->terms, buf_str(&f->name)) == MAP_NONE)
		return f->name.status;
	enum status status = f->name.status;
	if (status == OK)
		status = map_add(&f->terms, buf_str(&f->name), &id);
	if (status == OK && id == f->v.len)
		status = vec_push(&f->v, (struct plan_like){.errors = errors});
	if (status == OK)
		f->v.v[id].df += df;
	return status == OK && f->v.len == FITTING_MAX ? cut_fitting(f)
						       : status;
}

/* What was asked for, and what came of it. */
struct expansion {
	struct expansion *before;
	struct pattern pattern;
	enum term_kind kind;
	uint32_t budget, max;
	struct plan_like *likes;
	uint32_t count, left; /* of the budget */
	bool more;
};

static enum status keep_fitting(
	struct fitting *f, struct arena *arena, struct expansion *x)
{
	sort_fitting(f, x->max);
	x->likes = arena_alloc(arena, (f->v.len + 1) * sizeof *x->likes);
	if (!x->likes)
		return ERR_NOMEM;
	for (; x->count < f->v.len; x->count++) {
		struct plan_like *like = &x->likes[x->count];
		*like = f->v.v[x->count];
		like->term = arena_dup(arena, like->term);
		if (!like->term.p)
			return ERR_NOMEM;
	}
	return OK;
}

static enum status expand(
	const struct searcher *s, struct arena *arena, struct expansion *x)
{
	struct fitting f = {.kind = x->kind};
	x->left = x->budget;
	enum status status = s->source->walk(
		s, &x->pattern, x->kind, &x->left, add_fitting, &f);
	x->more = status == ERR_LIMIT || f.worst.df || f.v.len > x->max;
	if (status == OK || status == ERR_LIMIT)
		status = keep_fitting(&f, arena, x);
	map_release(&f.terms);
	vec_release(&f.v);
	buf_release(&f.name);
	return status;
}

static bool same_pattern(const struct pattern *a, const struct pattern *b)
{
	return a->len == b->len && a->errors == b->errors &&
	       a->stars == b->stars && a->marks == b->marks &&
	       memcmp(a->runes, b->runes, a->len * sizeof *a->runes) == 0;
}

static const struct expansion *find_expansion(
	const struct expander *e, const struct expansion *like)
{
	const struct expansion *x = e->last;
	while (x && !(same_pattern(&x->pattern, &like->pattern) &&
			    x->kind == like->kind && x->max == like->max &&
			    x->budget == like->budget))
		x = x->before;
	return x;
}

enum status expand_pattern(void *expander, struct arena *arena,
	const struct pattern *pattern, enum term_kind kind, uint32_t *budget,
	uint32_t max, struct plan_like **out, uint32_t *count, bool *more)
{
	struct expander *e = expander;
	struct expansion fresh = {.before = e->last,
		.pattern = *pattern,
		.kind = kind,
		.budget = *budget,
		.max = max};
	const struct expansion *x = find_expansion(e, &fresh);
	if (!x) {
		struct expansion *made = arena_alloc(arena, sizeof *made);
		if (!made)
			return ERR_NOMEM;
		*made = fresh;
		enum status status = expand(e->searcher, arena, made);
		if (status != OK)
			return status;
		x = e->last = made;
	}
	*budget = x->left;
	*out = x->likes;
	*count = x->count;
	*more = x->more;
	return OK;
}
