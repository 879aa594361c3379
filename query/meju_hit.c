/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * meju_hit.c - libmeju: a hit, with its passages and sections.
 */
#include "query/meju_result.h"

#include "query/assist/link.h"

static enum snippet_form form_of(const struct meju_result *r)
{
	static const enum snippet_form forms[] = {
		[MEJU_PLAIN] = SNIPPET_PLAIN,
		[MEJU_HTML] = SNIPPET_HTML,
		[MEJU_HTML_ESCAPED] = SNIPPET_HTML_UNMARKED,
		[MEJU_ANSI] = SNIPPET_ANSI,
	};
	return forms[r->wanted.highlight];
}

/* What was written, as a string of the arena; the buffer is released. */
static const char *keep(struct arena *a, struct buf *b, enum status *status)
{
	const char *kept = border_string(a, buf_str(b), status);
	if (b->status != OK)
		*status = b->status;
	buf_release(b);
	return kept;
}

static const char *put_snippet(
	struct meju_result *r, const struct view *view, enum status *status)
{
	struct buf b = {0};
	if (r->wanted.parts.passages)
		view_passage(view, form_of(r), &b);
	return keep(&r->wanted.arena, &b, status);
}

static void put_section(struct meju_result *r, const struct view *view,
	const struct found_section *f, struct meju_section *out,
	enum status *status)
{
	struct arena *a = &r->wanted.arena;
	struct buf url = {0}, snippet = {0};
	link_put(&view->record, f->section, &f->words, &url);
	snippet_put(&f->snippet, view->record.text, form_of(r), &snippet);
	*out = (struct meju_section){
		.heading = border_string(a, f->section->heading, status),
		.anchor = border_string(a, f->section->anchor, status),
		.url = keep(a, &url, status),
		.snippet = keep(a, &snippet, status),
		.line = view_section_line(view, f)};
}

static const struct meju_section *const *list_sections(
	struct meju_result *r, const struct view *view, enum status *status)
{
	unsigned n = view->sections.count;
	struct arena *a = &r->wanted.arena;
	const struct meju_section **list =
		arena_alloc(a, (n + 1) * sizeof *list);
	struct meju_section *v = arena_alloc(a, n * sizeof *v);
	if (!list || !v) {
		*status = ERR_NOMEM;
		return NULL;
	}
	for (unsigned i = 0; i < n; i++) {
		put_section(r, view, &view->sections.v[i], &v[i], status);
		list[i] = &v[i];
	}
	return list;
}

static enum status put_hit(
	struct meju_result *r, const struct view *view, struct meju_hit *out)
{
	const struct record *x = &view->record;
	struct arena *a = &r->wanted.arena;
	enum status status = OK;
	*out = (struct meju_hit){.id = border_string(a, x->id, &status),
		.title = border_string(a, x->title, &status),
		.url = border_string(a, x->url, &status),
		.source = border_string(a, x->source, &status),
		.snippet = put_snippet(r, view, &status),
		.date = border_string(a, str_from(view->date), &status),
		.language = border_string(a, x->language, &status),
		.authors =
			border_list(a, x->authors.v, x->authors.len, &status),
		.tags = border_list(a, x->tags.v, x->tags.len, &status),
		.categories = border_list(
			a, x->categories.v, x->categories.len, &status),
		.score = view->hit->score,
		.line = view->line,
		.alike = view->hit->alike,
		.relaxed = view->hit->relaxed,
		.sections = list_sections(r, view, &status)};
	return status;
}

enum status hit_make(struct meju_result *r, size_t number, struct error *err)
{
	const struct view *view;
	struct meju_hit *hit = arena_alloc(&r->wanted.arena, sizeof *hit);
	enum status status = hit ? OK : ERR_NOMEM;
	if (status == OK && !r->viewing)
		status = viewer_begin(
			&r->viewer, &r->opened->searcher, r->found, err);
	r->viewing = r->viewing || status == OK;
	if (status == OK)
		status = viewer_show(&r->viewer, &r->found->hits[number],
			&r->wanted.parts, &view, err);
	if (status == OK)
		status = put_hit(r, view, hit);
	if (status == OK)
		r->hits[number] = hit;
	return status;
}
