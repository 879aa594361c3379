/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * meju_result.c - libmeju: a search, and what it found.
 */
#include "query/meju_result.h"

#include "common/base/deadline.h"
#include "query/print_forms.h"

#include <stdlib.h>

static const struct meju_facet_value *const *list_values(
	struct meju_result *r, const struct facet *f, enum status *status)
{
	size_t n = f->values.len;
	struct arena *arena = &r->wanted.arena;
	const struct meju_facet_value **list =
		arena_alloc(arena, (n + 1) * sizeof *list);
	struct meju_facet_value *v = arena_alloc(arena, n * sizeof *v);
	if (!list || !v) {
		*status = ERR_NOMEM;
		return NULL;
	}
	for (size_t i = 0; i < n; i++) {
		const struct facet_value *x = &f->values.v[i];
		v[i] = (struct meju_facet_value){
			.value = border_string(arena, x->key, status),
			.count = x->count,
			.selected = x->selected};
		list[i] = &v[i];
	}
	return list;
}

static const struct meju_facet *const *list_facets(
	struct meju_result *r, enum status *status)
{
	uint32_t n = r->wanted.facet_count;
	struct arena *arena = &r->wanted.arena;
	const struct meju_facet **list =
		arena_alloc(arena, (n + 1) * sizeof *list);
	struct meju_facet *v = arena_alloc(arena, n * sizeof *v);
	if (!list || !v) {
		*status = ERR_NOMEM;
		return NULL;
	}
	for (uint32_t i = 0; i < n; i++) {
		struct facet *f = &r->wanted.facets[i];
		facet_cut(f, r->wanted.facet_values);
		v[i] = (struct meju_facet){.name = column_name(f->column),
			.values = list_values(r, f, status)};
		list[i] = &v[i];
	}
	return list;
}

/* Those about the query, then those about the filter. */
static const char *const *list_warnings(
	struct meju_result *r, enum status *status)
{
	const struct search_result *found = r->found;
	const char *const *more = r->wanted.warnings;
	uint32_t n = found->warning_count, others = 0;
	while (more && more[others])
		others++;
	const char **list =
		arena_alloc(&r->wanted.arena, (n + others + 1) * sizeof *list);
	if (!list) {
		*status = ERR_NOMEM;
		return NULL;
	}
	for (uint32_t i = 0; i < n; i++)
		list[i] = border_string(
			&r->wanted.arena, found->warnings[i], status);
	for (uint32_t i = 0; i < others; i++)
		list[n + i] = more[i];
	return list;
}

static enum status sum_up(struct meju_result *r)
{
	const struct search_result *found = r->found;
	struct arena *arena = &r->wanted.arena;
	enum status status = OK;
	r->hits = calloc(found->count + 1u, sizeof *r->hits);
	if (!r->hits)
		return ERR_NOMEM;
	r->summary = (struct meju_summary){.count = found->count,
		.total = found->total,
		.partial = search_is_partial(found),
		.relaxed = found->relaxed,
		.milliseconds = r->inquiry.milliseconds,
		.suggestion = border_string(arena, found->suggestion, &status),
		.warnings = list_warnings(r, &status),
		.missing = border_list(
			arena, found->missing, found->missing_count, &status),
		.facets = list_facets(r, &status)};
	return status;
}

/* The deadline is of the search, not of what is shown of it later. */
static enum status run(struct meju_result *r, struct error *err)
{
	struct wanted *a = &r->wanted;
	struct inquiry *q = &r->inquiry;
	*q = (struct inquiry){.request = &a->request,
		.facets = a->facets,
		.facet_count = a->facet_count,
		.collapse = a->collapse,
		.correct = a->correct,
		.unfinished = a->unfinished};
	deadline_set(a->deadline);
	enum status status = inquiry_run(q, &r->opened->searcher, err);
	r->found = q->result;
	r->found->partial = deadline_missed();
	deadline_set(0);
	return status == OK ? sum_up(r) : status;
}

enum meju_status meju_search(struct meju_index *index,
	const struct meju_query *query, struct meju_result **result,
	struct meju_error *err)
{
	struct error why = {0};
	struct meju_result *r = calloc(1, sizeof *r);
	enum status status =
		r ? wanted_read(&r->wanted, query, &why) : ERR_NOMEM;
	if (r) {
		r->opened = index->opened;
		r->opened->owners++;
	}
	if (status == OK)
		status = run(r, &why);
	if (status == OK)
		*result = r;
	else
		meju_result_free(r);
	return border_status(status, &why, err);
}

const struct meju_summary *meju_result_summary(const struct meju_result *result)
{
	return &result->summary;
}

static enum status check_number(
	const struct meju_result *r, size_t number, struct error *err)
{
	return number < r->found->count
		       ? OK
		       : error_set(err, ERR_INVALID,
				 "there is no hit %zu of %u, counted from 0",
				 number, r->found->count);
}

enum meju_status meju_result_hit(struct meju_result *result, size_t number,
	const struct meju_hit **hit, struct meju_error *err)
{
	struct error why = {0};
	enum status status = check_number(result, number, &why);
	if (status == OK && !result->hits[number])
		status = hit_make(result, number, &why);
	if (status == OK)
		*hit = result->hits[number];
	return border_status(status, &why, err);
}

enum meju_status meju_result_json(struct meju_result *result,
	struct meju_text **text, struct meju_error *err)
{
	const struct wanted *a = &result->wanted;
	struct print_form form = *print_find(STR("json"));
	struct print_options o = {.explain = a->explain,
		.milliseconds = result->inquiry.milliseconds,
		.facets = a->facets,
		.facet_count = a->facet_count,
		.unmarked = a->highlight == MEJU_HTML_ESCAPED,
		.without_snippet = a->parts.passages == 0};
	struct buf out = {0};
	struct error why = {0};
	form.parts = a->parts;
	enum status status = print_result(&form, &o, &result->opened->searcher,
		&a->request, result->found, &out, &why);
	if (status == OK)
		status = border_text(&out, text);
	buf_release(&out);
	return border_status(status, &why, err);
}

static void put_explanation(
	const struct explanation *e, enum meju_form form, struct buf *out)
{
	struct json j = {.out = out};
	if (form == MEJU_TEXT) {
		print_explain_text(e, out);
		return;
	}
	print_explain_json(e, &j);
	buf_putc(out, '\n');
}

enum meju_status meju_result_explain(struct meju_result *result, size_t number,
	enum meju_form form, struct meju_text **text, struct meju_error *err)
{
	struct explanation e;
	struct arena arena = {0};
	struct buf out = {0};
	struct error why = {0};
	enum status status = check_number(result, number, &why);
	if (status == OK)
		status = explain_hit(&result->opened->searcher, result->found,
			&result->found->hits[number], &arena, &e, &why);
	if (status == OK) {
		put_explanation(&e, form, &out);
		status = border_text(&out, text);
	}
	arena_release(&arena);
	return border_status(status, &why, err);
}

void meju_result_free(struct meju_result *result)
{
	if (!result)
		return;
	viewer_release(&result->viewer);
	inquiry_release(&result->inquiry);
	wanted_release(&result->wanted);
	free(result->hits);
	opened_release(result->opened);
	free(result);
}

enum meju_status meju_why_not(struct meju_index *index,
	const struct meju_query *query, const char *id, enum meju_form form,
	struct meju_text **text, struct meju_error *err)
{
	struct searcher *s = &index->opened->searcher;
	struct wanted a;
	struct search_result r = {0};
	struct arena arena = {0};
	struct buf out = {0};
	struct error e = {0};
	struct why why;
	enum status status = wanted_read(&a, query, &e);
	if (status == OK)
		status = why_not(
			s, &a.request, str_from(id), &arena, &r, &why, &e);
	if (status == OK)
		status = print_why(
			form == MEJU_JSON, s, &a.request, &r, &why, &out, &e);
	if (status == OK)
		status = border_text(&out, text);
	buf_release(&out);
	search_result_release(&r);
	arena_release(&arena);
	wanted_release(&a);
	return border_status(status, &e, err);
}
