/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of results for those without JavaScript, and for those who follow
 * the form: it works without the script, which makes it livelier. */
#include "common/base/deadline.h"
#include "query/serve/answer.h"
#include "query/serve/escape.h"
#include "query/serve/webpage.h"
#include "query/view.h"

#include <stdio.h>

enum { FACET_VALUES = 10 }; /* and those that are chosen */

static void put_text(struct buf *out, struct str s)
{
	escape_markup(out, s);
}

static bool is_page(struct str name)
{
	return str_eq(name, STR("page")) || str_eq(name, STR("offset"));
}

/* A link to other results, which begins at the first of them. */
static void put_choice(const struct answer *a, struct str name,
	struct str value, struct buf *out)
{
	struct form form = {0};
	struct answer first = *a;
	for (unsigned i = 0; i < a->form->count; i++)
		if (!is_page(a->form->v[i].name))
			form.v[form.count++] = a->form->v[i];
	first.form = &form;
	answer_link(&first, name, value, out);
}

/* What the form asks for again, but the query and the page. */
static void put_hidden(const struct answer *a, struct buf *out)
{
	for (unsigned i = 0; i < a->form->count; i++) {
		const struct form_field *f = &a->form->v[i];
		if (f->value.len == 0 || is_page(f->name) ||
			str_eq(f->name, STR("q")) ||
			str_eq(f->name, STR("query")))
			continue;
		buf_puts(out, "<input type=\"hidden\" name=\"");
		put_text(out, f->name);
		buf_puts(out, "\" value=\"");
		put_text(out, f->value);
		buf_puts(out, "\">\n");
	}
}

static void put_head(const struct answer *a, struct buf *out)
{
	struct str query = a->parameters->request.query;
	webpage_begin(out, a->root, query);
	buf_puts(out, "<link rel=\"alternate\" title=\"Feed\" "
		      "type=\"application/atom+xml\" href=\"");
	answer_link(a, STR("format"), STR("atom"), out);
	buf_puts(out, "\">\n");
	webpage_form(out, a->root, query);
	put_hidden(a, out);
	webpage_main(out, STR(""), query.len ? query : STR("Search"));
}

static enum snippet_form marking(const struct answer *a)
{
	return a->parameters->unmarked ? SNIPPET_HTML_UNMARKED : SNIPPET_HTML;
}

static void put_sections(
	const struct answer *a, const struct view *view, struct buf *out)
{
	if (view->sections.count == 0)
		return;
	buf_puts(out, "<ul class=\"meju-sections\">\n");
	for (unsigned i = 0; i < view->sections.count; i++) {
		const struct found_section *f = &view->sections.v[i];
		struct buf url = {0};
		link_put(&view->record, f->section, &f->words, &url);
		buf_puts(out, "<li>");
		webpage_link(out, buf_str(&url), f->section->heading);
		buf_puts(out, "<p>");
		snippet_put(&f->snippet, view->record.text, marking(a), out);
		buf_puts(out, "</p></li>\n");
		if (url.status != OK)
			out->status = url.status;
		buf_release(&url);
	}
	buf_puts(out, "</ul>\n");
}

/* It leads to the document; if it has no address of its own, to what is stored
 * of it. */
static void put_title(
	const struct answer *a, const struct record *r, struct buf *out)
{
	struct buf url = {0};
	if (escape_is_link(r->url)) {
		buf_put_str(&url, r->url);
	} else {
		buf_put_str(&url, a->root);
		buf_puts(&url, "/doc/");
		escape_path(&url, r->id);
	}
	webpage_link(out, buf_str(&url), r->title.len ? r->title : r->id);
	if (url.status != OK)
		out->status = url.status;
	buf_release(&url);
}

static void put_hit(
	const struct answer *a, const struct view *view, struct buf *out)
{
	const struct record *r = &view->record;
	buf_puts(out, "<li>\n<article dir=\"auto\" lang=\"");
	put_text(out, r->language);
	buf_puts(out, "\">\n<h2>");
	put_title(a, r, out);
	buf_puts(out, "</h2>\n");
	if (a->parameters->snippet) {
		buf_puts(out, "<p>");
		view_passage(view, marking(a), out);
		buf_puts(out, "</p>\n");
	}
	put_sections(a, view, out);
	if (view->date[0])
		buf_printf(
			out, "<footer><time>%s</time></footer>\n", view->date);
	buf_puts(out, "</article>\n</li>\n");
}

static enum status put_hits(
	struct answer *a, struct buf *out, struct error *err)
{
	const struct search_result *r = a->result;
	const struct view_parts parts = {
		a->parameters->snippet, 200, a->parameters->sections, 200};
	struct viewer viewer = {0};
	enum status status = viewer_begin(&viewer, a->searcher, r, err);
	buf_printf(out, "<ol class=\"meju-results\" start=\"%u\">\n",
		a->parameters->request.offset + 1);
	for (uint32_t i = 0; i < r->count && status == OK; i++) {
		const struct view *view;
		status = viewer_show(&viewer, &r->hits[i], &parts, &view, err);
		if (status == OK)
			put_hit(a, view, out);
	}
	buf_puts(out, "</ol>\n");
	viewer_release(&viewer);
	return status;
}

static void put_notes(const struct answer *a, struct buf *out)
{
	const struct search_result *r = a->result;
	buf_puts(out, "<p role=\"status\" class=\"meju-count\">");
	if (r->total == 0)
		buf_puts(out, "Nothing found.");
	else
		buf_printf(out, "%llu %s", (unsigned long long)r->total,
			r->total == 1 ? "result" : "results");
	buf_puts(out, "</p>\n");
	for (uint32_t i = 0; i < r->warning_count; i++) {
		buf_puts(out, "<p class=\"meju-warning\">");
		put_text(out, r->warnings[i]);
		buf_puts(out, "</p>\n");
	}
	if (deadline_missed())
		buf_puts(out, "<p class=\"meju-warning\">There was no time to "
			      "look at everything.</p>\n");
	if (r->suggestion.len) {
		buf_puts(out, "<p class=\"meju-suggestion\">Did you mean "
			      "<a href=\"");
		put_choice(a, STR("q"), r->suggestion, out);
		buf_puts(out, "\"><bdi>");
		put_text(out, r->suggestion);
		buf_puts(out, "</bdi></a>?</p>\n");
	}
}

/* A value is a link that asks for it, or no longer. */
static void put_facets(const struct answer *a, struct buf *out)
{
	const struct parameters *p = a->parameters;
	for (uint32_t i = 0; i < p->facet_count; i++) {
		const struct facet *f = &p->facets[i];
		struct str name = str_from(column_name(f->column));
		if (f->values.len == 0)
			continue;
		buf_printf(out,
			"<nav class=\"meju-facet\" aria-label=\"%s\">\n%s\n"
			"<ul>\n",
			column_name(f->column), column_name(f->column));
		for (size_t k = 0; k < f->values.len; k++) {
			struct str key = f->values.v[k].key;
			bool on = f->values.v[k].selected;
			if (k >= FACET_VALUES && !on)
				continue;
			buf_puts(out, "<li><a href=\"");
			put_choice(a, name, on ? (struct str){0} : key, out);
			buf_puts(out, on ? "\" aria-current=\"true\">" : "\">");
			buf_puts(out, "<bdi>");
			put_text(out, key);
			buf_printf(out, "</bdi></a> %llu</li>\n",
				(unsigned long long)f->values.v[k].count);
		}
		buf_puts(out, "</ul>\n</nav>\n");
	}
}

static void put_page_link(const struct answer *a, uint32_t offset,
	const char *rel, const char *text, struct buf *out)
{
	char number[16];
	snprintf(number, sizeof number, "%u", offset);
	buf_printf(out, "<a rel=\"%s\" href=\"", rel);
	answer_link(a, STR("offset"), str_from(number), out);
	buf_printf(out, "\">%s</a>\n", text);
}

static void put_pages(const struct answer *a, struct buf *out)
{
	const struct search_request *q = &a->parameters->request;
	uint32_t next = q->offset + q->limit;
	bool more = next < a->result->total && q->limit &&
		    next <= PARAMETERS_OFFSET_MAX;
	if (q->offset == 0 && !more)
		return;
	buf_puts(out, "<nav class=\"meju-pages\" aria-label=\"Pages\">\n");
	if (q->offset)
		put_page_link(a,
			q->offset > q->limit ? q->offset - q->limit : 0, "prev",
			"Previous", out);
	if (more)
		put_page_link(a, next, "next", "Next", out);
	buf_puts(out, "</nav>\n");
}

enum status face_html(struct answer *a, struct buf *out, struct error *err)
{
	enum status status = OK;
	const struct search_request *q = &a->parameters->request;
	put_head(a, out);
	if (q->query.len || q->filter || q->similar.len) {
		put_notes(a, out);
		put_facets(a, out);
		status = put_hits(a, out, err);
		put_pages(a, out);
	}
	webpage_end(out);
	return status;
}
