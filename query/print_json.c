/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/deadline.h"
#include "query/print_forms.h"

#include <math.h>

void print_json_text(struct json *j, const char *key, struct str value)
{
	if (value.len == 0)
		return;
	json_key(j, str_from(key));
	json_str(j, value);
}

void print_json_list(struct json *j, const char *key, struct record_list list)
{
	if (list.len == 0)
		return;
	json_key(j, str_from(key));
	json_array(j);
	for (uint32_t i = 0; i < list.len; i++)
		json_str(j, list.v[i]);
	json_end(j);
}

/* Is the member of a hit wanted? */
static bool shows(const struct print_options *o, const char *name)
{
	for (size_t at = 0; at < o->fields.len;) {
		size_t end = str_find(o->fields, at, ',');
		if (str_eq(str_slice(o->fields, at, end), str_from(name)))
			return true;
		at = end + 1;
	}
	return o->fields.len == 0;
}

static void put_made(struct json *j, const char *key, struct buf *made)
{
	print_json_text(j, key, buf_str(made));
	if (made->status != OK)
		j->out->status = made->status;
	buf_release(made);
}

static enum snippet_form form_of(const struct print_options *o)
{
	return o->unmarked ? SNIPPET_HTML_UNMARKED : SNIPPET_HTML;
}

static void put_snippet(
	struct json *j, const struct print_options *o, const struct view *view)
{
	struct buf html = {0};
	if (o->without_snippet || !shows(o, "snippet"))
		return;
	view_passage(view, form_of(o), &html);
	put_made(j, "snippet", &html);
}

static void put_line(struct json *j, uint32_t line)
{
	if (line == 0)
		return;
	json_key(j, STR("line"));
	json_uint(j, line);
}

static void put_section(struct json *j, const struct print_options *o,
	const struct view *view, const struct found_section *f)
{
	struct buf url = {0}, html = {0};
	link_put(&view->record, f->section, &f->words, &url);
	snippet_put(&f->snippet, view->record.text, form_of(o), &html);
	json_object(j);
	print_json_text(j, "heading", f->section->heading);
	print_json_text(j, "anchor", f->section->anchor);
	put_made(j, "url", &url);
	put_made(j, "snippet", &html);
	put_line(j, view_section_line(view, f));
	json_end(j);
}

static void put_sections(
	struct json *j, const struct print_options *o, const struct view *view)
{
	if (view->sections.count == 0 || !shows(o, "sections"))
		return;
	json_key(j, STR("sections"));
	json_array(j);
	for (unsigned i = 0; i < view->sections.count; i++)
		put_section(j, o, view, &view->sections.v[i]);
	json_end(j);
}

static void put_record(
	struct json *j, const struct print_options *o, const struct record *r)
{
	const struct {
		const char *name;
		struct str text;
	} texts[] = {{"id", r->id}, {"url", r->url}, {"title", r->title},
		{"source", r->source}};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (shows(o, texts[i].name))
			print_json_text(j, texts[i].name, texts[i].text);
}

static void put_lists(
	struct json *j, const struct print_options *o, const struct record *r)
{
	const struct {
		const char *name;
		struct record_list list;
	} lists[] = {{"author", r->authors}, {"tags", r->tags},
		{"categories", r->categories}};
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (shows(o, lists[i].name))
			print_json_list(j, lists[i].name, lists[i].list);
}

static void put_hit(
	struct json *j, const struct print_options *o, const struct view *view)
{
	const struct record *r = &view->record;
	put_record(j, o, r);
	put_snippet(j, o, view);
	put_sections(j, o, view);
	if (shows(o, "line"))
		put_line(j, view->line);
	if (shows(o, "date"))
		print_json_text(j, "date", str_from(view->date));
	put_lists(j, o, r);
	if (shows(o, "lang"))
		print_json_text(j, "lang", r->language);
	if (shows(o, "score")) {
		json_key(j, STR("score"));
		json_double(j, view->hit->score);
	}
	if (view->hit->relaxed && shows(o, "relaxed")) {
		json_key(j, STR("relaxed"));
		json_bool(j, true);
	}
	if (view->hit->alike && shows(o, "alike")) {
		json_key(j, STR("alike"));
		json_uint(j, view->hit->alike);
	}
}

static enum status put_object(const struct print_options *o, struct searcher *s,
	const struct search_result *r, const struct view *view, struct json *j,
	struct error *err)
{
	struct arena arena = {0};
	struct explanation why;
	enum status status = OK;
	json_object(j);
	print_json_text(j, "query_id", o->query_id);
	put_hit(j, o, view);
	if (o->explain && !deadline_passed()) {
		status = explain_hit(s, r, view->hit, &arena, &why, err);
		json_key(j, STR("explain"));
		if (status == OK)
			print_explain_json(&why, j);
		else
			json_null(j);
	}
	json_end(j);
	arena_release(&arena);
	return status;
}

PRINT_HIT(print_jsonl_hit)
{
	struct json j = {.out = out};
	(void)rank;
	enum status status = put_object(o, s, r, view, &j, err);
	buf_putc(out, '\n');
	return status;
}

/* Those of the words that were typed. */
static void put_synonyms(struct json *j, const struct planner *p)
{
	if (!p->synonyms)
		return;
	json_key(j, STR("synonyms"));
	json_array(j);
	for (size_t i = 0; i < p->used.len; i++)
		json_str(j, p->used.v[i]);
	json_end(j);
}

static void put_missing(struct json *j, const struct search_result *r)
{
	json_key(j, STR("missing"));
	json_array(j);
	for (uint32_t i = 0; i < r->missing_count; i++)
		json_str(j, r->missing[i]);
	json_end(j);
}

void print_json_begin(const struct print_options *o,
	const struct search_request *q, const struct search_result *r,
	struct buf *out)
{
	struct json j = {.out = out};
	json_object(&j);
	json_key(&j, STR("schema"));
	json_uint(&j, 1);
	print_json_text(&j, "query_id", o->query_id);
	json_key(&j, STR("query"));
	json_str(&j, q->query);
	print_json_text(&j, "similar", q->similar);
	json_key(&j, STR("total"));
	json_uint(&j, r->total);
	json_key(&j, STR("total_relation"));
	json_str(&j, search_is_partial(r) ? STR("gte") : STR("eq"));
	json_key(&j, STR("offset"));
	json_uint(&j, q->offset);
	json_key(&j, STR("limit"));
	json_uint(&j, q->limit);
	json_key(&j, STR("took_ms"));
	json_double(&j, round(o->milliseconds * 1e3) / 1e3);
	json_key(&j, STR("relaxed"));
	json_bool(&j, r->relaxed);
	json_key(&j, STR("warnings"));
	json_array(&j);
	for (uint32_t i = 0; i < r->warning_count; i++)
		json_str(&j, r->warnings[i]);
	json_end(&j);
	if (r->missing_count)
		put_missing(&j, r);
	put_synonyms(&j, &r->passes[0].planner);
	print_json_text(&j, "suggestion", r->suggestion);
	buf_puts(out, ",\"hits\":[");
}

PRINT_HIT(print_json_hit)
{
	struct json j = {.out = out};
	bool first = out->len && out->p[out->len - 1] == '[';
	buf_puts(out, first ? "\n" : ",\n");
	(void)rank;
	return put_object(o, s, r, view, &j, err);
}

static void put_facet(struct json *j, const struct facet *f)
{
	json_key(j, str_from(column_name(f->column)));
	json_array(j);
	for (size_t i = 0; i < f->values.len; i++) {
		json_object(j);
		json_key(j, STR("value"));
		json_str(j, f->values.v[i].key);
		json_key(j, STR("count"));
		json_uint(j, f->values.v[i].count);
		if (f->values.v[i].selected) {
			json_key(j, STR("selected"));
			json_bool(j, true);
		}
		json_end(j);
	}
	json_end(j);
}

void print_json_end(const struct print_options *o,
	const struct search_result *r, struct buf *out)
{
	struct json j = {.out = out};
	buf_putc(out, ']');
	if (o->facet_count) {
		buf_puts(out, ",\"facets\":");
		json_object(&j);
		for (uint32_t i = 0; i < o->facet_count; i++)
			put_facet(&j, &o->facets[i]);
		json_end(&j);
	}
	if (o->generation)
		buf_printf(out, ",\"generation\":%llu",
			(unsigned long long)o->generation);
	if (o->generation || r->missing_count)
		buf_printf(out, ",\"partial\":%s",
			search_is_partial(r) ? "true" : "false");
	buf_puts(out, "}\n");
}
