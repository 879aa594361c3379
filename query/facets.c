/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/source.h"

#include <stdlib.h>

/* The fields whose filters choose among the values of a column. */
static enum field field_of(enum column_id column)
{
	static const enum field FIELDS[COLUMN_COUNT] = {
		[COLUMN_AUTHOR] = FIELD_AUTHOR,
		[COLUMN_TAG] = FIELD_TAG,
		[COLUMN_CATEGORY] = FIELD_CATEGORY,
		[COLUMN_LANGUAGE] = FIELD_LANGUAGE,
		[COLUMN_TYPE] = FIELD_TYPE};
	return FIELDS[column];
}

/* Is it a value of the field, or one of some? */
static bool is_choice(const struct plan *p, enum field field)
{
	if (p->from)
		return p->from->field == field && !p->from->must;
	for (uint32_t i = 0; i < p->count; i++)
		if (!is_choice(p->kids[i], field))
			return false;
	return p->op == PLAN_OR && p->count > 0;
}

/* A plan without the filters on a field that lie above all else; NULL if there
 * is no memory. */
static const struct plan *without(
	struct arena *arena, const struct plan *p, enum field field)
{
	bool filter = p->op == PLAN_FILTER;
	if (is_choice(p, field)) {
		struct plan *all = arena_alloc(arena, sizeof *all);
		if (all)
			all->op = PLAN_ALL;
		return all;
	}
	if (!filter && p->op != PLAN_NOT)
		return p;
	if (filter && p->count == 2 && is_choice(p->kids[1], field))
		return without(arena, p->kids[0], field);
	struct plan *copy = arena_alloc(arena, sizeof *copy);
	struct plan **kids = arena_alloc(arena, p->count * sizeof *kids);
	if (!copy || !kids)
		return NULL;
	*copy = *p;
	copy->kids = kids;
	for (uint32_t i = 0; i < p->count; i++) {
		const struct plan *kid = p->kids[i];
		if (i == 0 || filter)
			kid = without(arena, kid, field);
		if (!kid)
			return NULL;
		kids[i] = (struct plan *)(uintptr_t)kid;
	}
	return copy;
}

static bool has_choice(const struct plan *p, enum field field)
{
	if (is_choice(p, field))
		return true;
	if (p->op != PLAN_FILTER && p->op != PLAN_NOT)
		return false;
	for (uint32_t i = 0; i < p->count; i++)
		if ((i == 0 || p->op == PLAN_FILTER) &&
			has_choice(p->kids[i], field))
			return true;
	return false;
}

const struct plan *facet_plan(struct arena *arena,
	const struct search_pass *pass, enum column_id column)
{
	enum field field = field_of(column);
	return has_choice(pass->plan, field) ? without(arena, pass->plan, field)
					     : pass->plan;
}

enum status facet_add(struct facet *f, struct str key, uint64_t count)
{
	uint32_t id;
	enum status status = map_add(&f->keys, key, &id);
	if (status == OK && id == f->values.len)
		status = vec_push(&f->values, (struct facet_value){0});
	if (status == OK)
		f->values.v[id].count += count;
	return status;
}

/* Has a text all words of another?  Both are folded. */
static bool has_words(struct str text, struct str words)
{
	for (size_t at = 0, end; at < words.len; at = end + 1) {
		end = str_find(words, at, ' ');
		struct str word = str_slice(words, at, end);
		bool found = false;
		for (size_t i = 0, to; i < text.len; i = to + 1) {
			to = str_find(text, i, ' ');
			found = found || str_eq(str_slice(text, i, to), word);
		}
		if (!found)
			return false;
	}
	return words.len > 0;
}

static enum status mark(struct facet *f, const struct node *leaf)
{
	struct buf wanted = {0}, value = {0};
	if (leaf->field == FIELD_LANGUAGE)
		buf_put_str(&wanted, language_code(language_find(leaf->text)));
	else
		analyzer_fold(leaf->text, LANGUAGE_NONE, &wanted);
	for (uint32_t i = 0; i < f->values.len; i++) {
		struct facet_value *v = &f->values.v[i];
		buf_clear(&value);
		analyzer_fold(v->key, LANGUAGE_NONE, &value);
		if (leaf->field == FIELD_AUTHOR
				? has_words(buf_str(&value), buf_str(&wanted))
				: str_eq(buf_str(&value), buf_str(&wanted)))
			v->selected = true;
	}
	enum status status = wanted.status == OK ? value.status : wanted.status;
	buf_release(&wanted);
	buf_release(&value);
	return status;
}

/* The values that the query asks for. */
static enum status mark_all(struct facet *f, const struct node *n)
{
	enum status status = OK;
	if (n->type == NODE_NOT)
		return OK;
	if (n->count == 0 && n->field == field_of(f->column))
		return mark(f, n);
	for (unsigned i = 0; i < n->count && status == OK; i++)
		status = mark_all(f, n->kids[i]);
	return status;
}

static int most_first(const void *a, const void *b)
{
	const struct facet_value *x = a, *y = b;
	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return str_cmp(x->key, y->key);
}

static void sort_values(struct facet *f)
{
	if (f->values.len)
		qsort(f->values.v, f->values.len, sizeof *f->values.v,
			most_first);
}

/* What filters do not tell apart is one value, spelled as it mostly is. */
static enum status join_alike(struct facet *f)
{
	struct map alike = {0};
	struct buf folded = {0};
	enum status status = OK;
	uint32_t n = 0, id;
	for (uint32_t i = 0; i < f->values.len && status == OK; i++) {
		struct facet_value v = f->values.v[i];
		buf_clear(&folded);
		analyzer_fold(v.key, LANGUAGE_NONE, &folded);
		status = folded.status;
		if (status == OK)
			status = map_add(&alike, buf_str(&folded), &id);
		if (status == OK && id == n)
			f->values.v[n++] = v;
		else if (status == OK)
			f->values.v[id].count += v.count;
	}
	f->values.len = n;
	map_release(&alike);
	buf_release(&folded);
	return status;
}

static enum status finish(struct facet *f, const struct node *query)
{
	for (uint32_t k = 0; k < f->values.len; k++)
		f->values.v[k].key = map_key(&f->keys, k);
	sort_values(f);
	enum status status = join_alike(f);
	sort_values(f);
	return status == OK ? mark_all(f, query) : status;
}

bool facets_parse(struct str names, struct facet *v, uint32_t *count)
{
	uint32_t n = 0;
	for (size_t at = 0; at <= names.len;) {
		size_t end = str_find(names, at, ',');
		enum column_id id = column_find(str_slice(names, at, end));
		if (id == COLUMN_COUNT || column_is_number(id) ||
			n == COLUMN_COUNT)
			return false;
		v[n++] = (struct facet){.column = id};
		at = end + 1;
	}
	*count = n;
	return true;
}

enum status facets_count(struct facet *v, uint32_t count, struct searcher *s,
	const struct search_result *r, struct error *err)
{
	struct arena arena = {0};
	enum status status;
	do {
		facets_release(v, count);
		arena_clear(&arena);
		status = s->source->facets(
			s, v, count, &r->passes[r->relaxed], &arena);
	} while (status != OK && s->source->recover(s, status));
	arena_release(&arena);
	for (uint32_t i = 0; i < count && status == OK; i++)
		status = finish(&v[i], r->tree);
	return status == OK ? OK : searcher_failed(s, status, err);
}

void facet_cut(struct facet *f, uint32_t most)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < f->values.len; i++)
		if (i < most || f->values.v[i].selected)
			f->values.v[n++] = f->values.v[i];
	f->values.len = n;
}

void facets_release(struct facet *v, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		map_release(&v[i].keys);
		vec_release(&v[i].values);
		v[i] = (struct facet){.column = v[i].column};
	}
}
