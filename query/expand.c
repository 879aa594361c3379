/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/expand.h"
#include "query/match/pattern.h"

#include <stdlib.h>

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

enum status expand_pattern(void *searcher, struct arena *arena,
	const struct pattern *pattern, enum term_kind kind, uint32_t *budget,
	uint32_t max, struct plan_like **out, uint32_t *count, bool *more)
{
	const struct searcher *s = searcher;
	struct fitting f = {.kind = kind};
	enum status status = OK;
	for (uint32_t i = 0; i < s->leaf_count && status == OK; i++)
		status = pattern_walk(
			pattern, s->leaves[i], kind, budget, add_fitting, &f);
	*more = status == ERR_LIMIT || f.worst.df || f.v.len > max;
	status = status == ERR_LIMIT ? OK : status;
	sort_fitting(&f, max);
	*count = (uint32_t)f.v.len;
	*out = arena_alloc(arena, *count * sizeof **out);
	status = status == OK && !*out ? ERR_NOMEM : status;
	for (uint32_t i = 0; i < *count && status == OK; i++) {
		(*out)[i] = f.v.v[i];
		(*out)[i].term = arena_dup(arena, f.v.v[i].term);
		status = (*out)[i].term.p ? OK : ERR_NOMEM;
	}
	map_release(&f.terms);
	vec_release(&f.v);
	buf_release(&f.name);
	return status;
}
