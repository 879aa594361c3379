/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/view.h"
#include "common/base/deadline.h"
#include "common/base/rune.h"

#include <stdlib.h>
#include <time.h>

/* The stems that score, with what they are worth. */
static enum status gather(const struct search_pass *pass,
	const struct plan *plan, struct map *stems, double *weights)
{
	enum status status = OK;
	if (plan->op == PLAN_TERM) {
		struct str term = pass->planner.terms.v[plan->term];
		uint32_t id;
		if (term.p[0] != TERM_STEM || plan->weight == 0)
			return OK;
		status = map_add(stems, str_slice(term, 1, term.len), &id);
		if (status == OK)
			weights[id] = pass->weights[plan->term] * plan->weight;
	}
	uint32_t count = plan->op == PLAN_NOT ? 1 : plan->count;
	for (uint32_t i = 0; i < count && status == OK; i++)
		status = gather(pass, plan->kids[i], stems, weights);
	return status;
}

static enum status begin_pass(struct viewer *v, struct searcher *s,
	const struct search_pass *pass, unsigned i)
{
	size_t n = pass->planner.terms.len;
	v->weights[i] = calloc(n + 1, sizeof(double));
	if (!v->weights[i])
		return ERR_NOMEM;
	v->snippeters[i] = (struct snippeter){
		.finder = {.analyzer = s->analyzer, .stems = &v->stems[i]},
		.weights = v->weights[i]};
	return pass->plan
		       ? gather(pass, pass->plan, &v->stems[i], v->weights[i])
		       : OK;
}

enum status viewer_begin(struct viewer *v, struct searcher *s,
	const struct search_result *r, struct error *err)
{
	viewer_release(v);
	v->reader = &s->reader;
	for (unsigned i = 0; i < 2; i++) {
		enum status status = begin_pass(v, s, &r->passes[i], i);
		if (status != OK)
			return error_set(err, status, "out of memory");
	}
	return OK;
}

void view_date(int64_t seconds, char out[VIEW_DATE])
{
	struct tm tm;
	time_t t = (time_t)seconds;
	out[0] = '\0';
	if (seconds != RECORD_NO_TIME && gmtime_r(&t, &tm))
		strftime(out, VIEW_DATE, "%Y-%m-%d", &tm);
}

static uint32_t start_of(const struct snippet *s, const struct fragment *f)
{
	return f->marks ? s->marks.v[f->mark].off : f->off;
}

uint32_t view_line(const struct view *v, const struct snippet *s,
	const struct fragment *passage)
{
	return record_line(&v->record, start_of(s, passage));
}

uint32_t view_section_line(const struct view *v, const struct found_section *f)
{
	const struct fragment *passage = &f->snippet.fragments[0];
	return f->snippet.count && passage->marks
		       ? view_line(v, &f->snippet, passage)
		       : f->section->line;
}

static void place(struct view *view)
{
	const struct snippet *s = &view->snippet;
	uint32_t at = s->count ? start_of(s, &s->fragments[0]) : 0;
	view->section = record_section_at(&view->record, at);
	view->line = record_line(&view->record, at);
}

static enum status find_parts(
	struct snippeter *s, const struct view_parts *parts, struct view *view)
{
	const struct record *r = &view->record;
	view->snippet.count = view->sections.count = 0;
	if (parts->passages == 0 || deadline_passed())
		return OK;
	enum status status =
		snippet_find(s, r->text, language_find(r->language),
			parts->passages, parts->width, &view->snippet);
	if (status == OK && parts->sections)
		status = sections_find(s, r, parts->sections,
			parts->section_width, &view->sections);
	return status;
}

enum status viewer_show(struct viewer *v, const struct search_hit *hit,
	const struct view_parts *parts, const struct view **out,
	struct error *err)
{
	struct view *view = &v->view;
	arena_clear(&v->arena);
	view->hit = hit;
	enum status status =
		search_record(v->reader, &v->arena, hit, &view->record, err);
	if (status != OK)
		return status;
	view_date(view->record.date, view->date);
	status = find_parts(&v->snippeters[hit->relaxed], parts, view);
	if (status != OK)
		return error_set(err, status, "out of memory");
	place(view);
	*out = view;
	return OK;
}

void view_passage(const struct view *v, enum snippet_form form, struct buf *out)
{
	struct str about = str_trim(v->record.description);
	size_t end = rune_floor(about, SNIPPET_WIDTH_MAX);
	struct snippet whole = {.count = 1,
		.fragments = {
			{.len = (uint32_t)end, .cut_end = end < about.len}}};
	bool matches = v->snippet.count && v->snippet.fragments[0].marks;
	if (matches || about.len == 0)
		snippet_put(&v->snippet, v->record.text, form, out);
	else
		snippet_put(&whole, about, form, out);
}

void viewer_release(struct viewer *v)
{
	arena_release(&v->arena);
	for (unsigned i = 0; i < 2; i++) {
		snippeter_release(&v->snippeters[i]);
		map_release(&v->stems[i]);
		free(v->weights[i]);
	}
	snippet_release(&v->view.snippet);
	sections_release(&v->view.sections);
	*v = (struct viewer){0};
}
