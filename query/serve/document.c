/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/document.h"
#include "query/print_forms.h"
#include "query/serve/escape.h"
#include "query/serve/webpage.h"

static void put_date(struct json *j, const char *key, int64_t seconds)
{
	char date[VIEW_DATE];
	view_date(seconds, date);
	print_json_text(j, key, str_from(date));
}

static void put_sections(struct json *j, const struct record *r)
{
	if (r->section_count == 0)
		return;
	json_key(j, STR("sections"));
	json_array(j);
	for (uint32_t i = 0; i < r->section_count; i++) {
		const struct record_section *x = &r->sections[i];
		json_object(j);
		print_json_text(j, "heading", x->heading);
		print_json_text(j, "anchor", x->anchor);
		json_key(j, STR("level"));
		json_uint(j, x->level);
		json_end(j);
	}
	json_end(j);
}

void document_json(const struct document *d, struct buf *out)
{
	struct json json = {.out = out}, *j = &json;
	const struct record *r = &d->record;
	json_object(j);
	json_key(j, STR("schema"));
	json_uint(j, 1);
	print_json_text(j, "id", r->id);
	print_json_text(j, "url", r->url);
	print_json_text(j, "title", r->title);
	print_json_text(j, "source", r->source);
	print_json_text(j, "description", r->description);
	print_json_text(j, "type", r->type);
	print_json_text(j, "lang", r->language);
	put_date(j, "date", r->date);
	put_date(j, "modified", r->modified);
	print_json_list(j, "author", r->authors);
	print_json_list(j, "tags", r->tags);
	print_json_list(j, "categories", r->categories);
	print_json_list(j, "aliases", r->aliases);
	put_sections(j, r);
	print_json_text(j, "text", r->text);
	json_end(j);
	buf_putc(out, '\n');
}

/* A value of a field, with what else has it behind the link. */
static void put_value(
	struct buf *out, struct str root, const char *field, struct str value)
{
	struct buf url = {0};
	buf_put_str(&url, root);
	buf_printf(&url, "/search?format=html&%s=", field);
	escape_part(&url, value);
	webpage_link(out, buf_str(&url), value);
	if (url.status != OK)
		out->status = url.status;
	buf_release(&url);
}

static void put_values(struct buf *out, struct str root, const char *field,
	struct record_list list)
{
	if (list.len == 0)
		return;
	buf_printf(out, "<dt>%s</dt>\n<dd>", field);
	for (uint32_t i = 0; i < list.len; i++) {
		buf_puts(out, i ? ",\n" : "");
		put_value(out, root, field, list.v[i]);
	}
	buf_puts(out, "</dd>\n");
}

static void put_time(struct buf *out, const char *name, int64_t seconds)
{
	char date[VIEW_DATE];
	view_date(seconds, date);
	if (date[0])
		buf_printf(out, "<dt>%s</dt>\n<dd><time>%s</time></dd>\n", name,
			date);
}

static void put_fields(const struct record *r, struct str root, struct buf *out)
{
	const struct record_list languages = {
		&r->language, r->language.len > 0};
	const struct record_list types = {&r->type, r->type.len > 0};
	buf_puts(out, "<dl>\n<dt>id</dt>\n<dd><bdi>");
	escape_markup(out, r->id);
	buf_puts(out, "</bdi></dd>\n");
	put_time(out, "date", r->date);
	put_time(out, "modified", r->modified);
	put_values(out, root, "author", r->authors);
	put_values(out, root, "tag", r->tags);
	put_values(out, root, "category", r->categories);
	put_values(out, root, "lang", languages);
	put_values(out, root, "type", types);
	buf_puts(out, "</dl>\n");
}

/* Paragraphs are apart by an empty line. */
static void put_paragraphs(struct buf *out, struct str text)
{
	for (text = str_trim(text); text.len; text = str_trim(text)) {
		size_t end = 0;
		while ((end = str_find(text, end, '\n')) + 1 < text.len &&
			text.p[end + 1] != '\n')
			end++;
		buf_puts(out, "<p>");
		escape_markup(out, str_slice(text, 0, end));
		buf_puts(out, "</p>\n");
		text = str_slice(text, end, text.len);
	}
}

void document_page(const struct document *d, struct str root, struct buf *out)
{
	const struct record *r = &d->record;
	struct str title = r->title.len ? r->title : r->id;
	size_t at = 0;
	webpage_begin(out, root, title);
	webpage_form(out, root, STR(""));
	webpage_main(out, r->url, title);
	put_fields(r, root, out);
	buf_puts(out, "<article dir=\"auto\" lang=\"");
	escape_markup(out, r->language);
	buf_puts(out, "\">\n");
	for (uint32_t i = 0; i < r->section_count; i++) {
		const struct record_section *x = &r->sections[i];
		if (x->off > at) { /* as it is, unless it is damaged */
			put_paragraphs(out, str_slice(r->text, at, x->off));
			at = x->off;
		}
		if (x->heading.len == 0)
			continue;
		buf_puts(out, "<h2>");
		escape_markup(out, x->heading);
		buf_puts(out, "</h2>\n");
	}
	put_paragraphs(out, str_slice(r->text, at, r->text.len));
	buf_puts(out, "</article>\n");
	webpage_end(out);
}

enum status document_open(struct document *d, struct searcher *s, struct str id,
	struct error *err)
{
	struct search_hit hit;
	*d = (struct document){0};
	enum status status = searcher_find(s, TERM_ID, id, &hit);
	if (status == ERR_NOT_FOUND)
		return error_set(err, status,
			"the index has no document '" STR_FMT "'",
			STR_ARG(str_slice(id, 0, 200)));
	if (status != OK)
		return searcher_failed(s, status, err);
	return search_record(&d->reader, &d->arena, &hit, &d->record, err);
}

void document_close(struct document *d)
{
	stored_reader_release(&d->reader);
	arena_release(&d->arena);
}
