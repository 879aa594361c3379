/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/document.h"
#include "query/print_forms.h"

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

static void put_record(struct json *j, const struct record *r)
{
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
}

enum status document_put(
	struct searcher *s, struct str id, struct buf *out, struct error *err)
{
	struct stored_reader reader = {0};
	struct arena arena = {0};
	struct json j = {.out = out};
	struct search_hit hit;
	struct record record;
	enum status status = searcher_find(s, TERM_ID, id, &hit);
	if (status == OK)
		status = search_record(&reader, &arena, &hit, &record, err);
	else if (status == ERR_NOT_FOUND)
		error_set(err, status,
			"the index has no document '" STR_FMT "'",
			STR_ARG(str_slice(id, 0, 200)));
	if (status == OK) {
		put_record(&j, &record);
		buf_putc(out, '\n');
	}
	stored_reader_release(&reader);
	arena_release(&arena);
	return status;
}
