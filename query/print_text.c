/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/place.h"
#include "query/print_forms.h"
#include "query/wrap.h"

#include <limits.h>

enum {
	FACET_VALUES = 20, /* shown of each facet     */
	SECTIONS = 2,      /* further ones, of a hit  */
};

/* One line of text: white space collapsed, control characters left out. */
static void put_line(struct buf *out, struct str s)
{
	struct snippet whole = {
		.count = 1, .fragments = {{.len = (uint32_t)s.len}}};
	snippet_put(&whole, s, SNIPPET_PLAIN, out);
}

/* Put a line that was made apart, and release it. */
static void put_wrapped(
	struct buf *out, struct buf *line, unsigned indent, unsigned width)
{
	wrap_put(out, buf_str(line), indent, width);
	if (line->status != OK)
		out->status = line->status;
	buf_release(line);
}

static void put_style(
	const struct print_options *o, struct buf *out, const char *code)
{
	if (o->color)
		buf_printf(out, "\033[%sm", code);
}

static unsigned head_width(const struct print_options *o)
{
	return o->cut ? UINT_MAX : o->width;
}

static void put_title(const struct print_options *o, const struct searcher *s,
	const struct view *view, struct buf *out)
{
	const struct record *r = &view->record;
	struct buf line = {0}, url = {0};
	if (o->links)
		place_url(s, view, &url);
	place_link(buf_str(&url), &line);
	put_style(o, &line, "1");
	put_line(&line, r->title.len ? r->title : r->id);
	put_style(o, &line, "0");
	place_link_end(buf_str(&url), &line);
	buf_release(&url);
	if (view->hit->relaxed) {
		put_style(o, &line, "2");
		buf_puts(&line, " (some of the words)");
		put_style(o, &line, "0");
	}
	put_wrapped(out, &line, 0, head_width(o));
}

static void put_place(const struct print_options *o, const struct searcher *s,
	const struct view *view, struct buf *out)
{
	const struct record *r = &view->record;
	struct buf line = {0}, url = {0};
	if (o->links)
		place_file(s, view, o->links, &url);
	place_link(buf_str(&url), &line);
	put_style(o, &line, "32");
	put_line(&line, r->source.len ? r->source : r->id);
	if (view->line)
		buf_printf(&line, ":%u", view->line);
	put_style(o, &line, "0");
	place_link_end(buf_str(&url), &line);
	buf_release(&url);
	put_style(o, &line, "2");
	if (r->source.len) {
		buf_puts(&line, "  ");
		put_line(&line, r->id);
	}
	if (view->section && view->section->heading.len) {
		buf_puts(&line, "  > ");
		put_line(&line, view->section->heading);
	}
	if (view->date[0])
		buf_printf(&line, "  %s", view->date);
	put_style(o, &line, "0");
	put_wrapped(out, &line, 2, head_width(o));
}

static void put_section(const struct print_options *o, const struct view *view,
	const struct found_section *f, struct buf *out)
{
	struct buf line = {0};
	uint32_t number = view_section_line(view, f);
	put_style(o, &line, "32");
	if (number)
		buf_printf(&line, ":%u  ", number);
	put_style(o, &line, "0");
	put_style(o, &line, "2");
	buf_puts(&line, "> ");
	put_line(&line, f->section->heading);
	put_style(o, &line, "0");
	buf_puts(&line, f->snippet.count ? "  " : "");
	snippet_put(&f->snippet, view->record.text,
		o->color ? SNIPPET_ANSI : SNIPPET_PLAIN, &line);
	put_wrapped(out, &line, 4, o->width);
}

/* Further sections that add something. */
static void put_sections(
	const struct print_options *o, const struct view *view, struct buf *out)
{
	unsigned left = SECTIONS;
	for (unsigned i = 0; i < view->sections.count && left; i++) {
		const struct found_section *f = &view->sections.v[i];
		if (!section_adds(f, &view->snippet))
			continue;
		put_section(o, view, f, out);
		left--;
	}
}

static enum status put_why(struct searcher *s, const struct search_result *r,
	const struct search_hit *hit, struct buf *out, struct error *err)
{
	struct arena arena = {0};
	struct explanation why;
	enum status status = explain_hit(s, r, hit, &arena, &why, err);
	if (status == OK)
		print_explain_text(&why, out);
	arena_release(&arena);
	return status;
}

PRINT_HIT(print_text_hit)
{
	struct buf passage = {0};
	enum status status = OK;
	if (rank > 1 && out->len)
		buf_putc(out, '\n');
	put_title(o, s, view, out);
	put_place(o, s, view, out);
	view_passage(view, o->color ? SNIPPET_ANSI : SNIPPET_PLAIN, &passage);
	if (passage.len || passage.status != OK)
		put_wrapped(out, &passage, 2, o->width);
	put_sections(o, view, out);
	if (view->hit->alike) {
		put_style(o, out, "2");
		buf_printf(out, "  and %u nearly the same", view->hit->alike);
		put_style(o, out, "0");
		buf_putc(out, '\n');
	}
	if (o->explain)
		status = put_why(s, r, view->hit, out, err);
	return status;
}

static void put_facet(
	const struct print_options *o, const struct facet *f, struct buf *out)
{
	struct buf line = {0};
	if (f->values.len == 0)
		return;
	buf_printf(&line, "%s:", column_name(f->column));
	for (size_t i = 0; i < f->values.len; i++) {
		const struct facet_value *v = &f->values.v[i];
		if (i >= FACET_VALUES && !v->selected)
			continue;
		buf_puts(&line, i ? ", " : " ");
		buf_puts(&line, v->selected ? "[" : "");
		put_line(&line, v->key);
		buf_puts(&line, v->selected ? "]" : "");
		buf_printf(&line, " %llu", (unsigned long long)v->count);
	}
	if (f->values.len > FACET_VALUES)
		buf_puts(&line, ", \u2026");
	put_wrapped(out, &line, 0, o->width);
}

void print_text_end(const struct print_options *o,
	const struct search_result *r, struct buf *out)
{
	(void)r;
	if (o->facet_count && out->len)
		buf_putc(out, '\n');
	for (uint32_t i = 0; i < o->facet_count; i++)
		put_facet(o, &o->facets[i], out);
}
