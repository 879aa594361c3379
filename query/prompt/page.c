/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/prompt/page.h"
#include "query/print_forms.h"

static void forget(struct page *g)
{
	for (size_t i = 0; i < g->texts.len; i++)
		buf_release(&g->texts.v[i]);
	g->texts.len = 0;
}

void page_size(struct page *g, unsigned width, unsigned lines)
{
	if (width == g->width && lines == g->lines)
		return;
	g->width = width;
	g->lines = lines;
	forget(g);
}

enum status page_begin(struct page *g, struct searcher *s,
	const struct search_result *r, struct error *err)
{
	forget(g);
	g->searcher = s;
	g->result = r;
	return viewer_begin(&g->viewer, s, r, err);
}

/* Passages are asked for in bytes, and lines are rarely full. */
static enum status make(
	struct page *g, uint32_t number, struct buf *out, struct error *err)
{
	const struct print_options o = {
		.color = true, .width = g->width, .cut = true};
	const struct view *view;
	const struct view_parts parts = {
		.passages = 1, .width = g->width * g->lines * 9 / 10};
	enum status status = viewer_show(
		&g->viewer, &g->result->hits[number], &parts, &view, err);
	if (status == OK)
		status = print_text_hit(
			&o, g->searcher, g->result, view, 1, out, err);
	return status;
}

enum status page_hit(
	struct page *g, uint32_t number, struct str *out, struct error *err)
{
	enum status status = OK;
	while (g->texts.len <= number && status == OK)
		status = vec_push(&g->texts, (struct buf){0});
	if (status != OK)
		return error_set(err, status, "out of memory");
	struct buf *text = &g->texts.v[number];
	if (text->len == 0)
		status = make(g, number, text, err);
	*out = buf_str(text);
	return status;
}

void page_release(struct page *g)
{
	forget(g);
	vec_release(&g->texts);
	viewer_release(&g->viewer);
}
