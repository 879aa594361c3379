/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/document.h"
#include "common/base/json.h"
#include "query/view.h"

static void put_text(struct json *j, const char *key, struct str value)
{
	if (value.len == 0)
		return;
	json_key(j, str_from(key));
	json_str(j, value);
}

static void put_list(struct json *j, const char *key, struct record_list list)
{
	if (list.len == 0)
		return;
	json_key(j, str_from(key));
	json_array(j);
	for (uint32_t i = 0; i < list.len; i++)
		json_str(j, list.v[i]);
	json_end(j);
}

static void put_date(struct json *j, const char *key, int64_t seconds)
{
	char date[VIEW_DATE];
	view_date(seconds, date);
	put_text(j, key, str_from(date));
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
		put_text(j, "heading", x->heading);
		put_text(j, "anchor", x->anchor);
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
	put_text(j, "id", r->id);
	put_text(j, "url", r->url);
	put_text(j, "title", r->title);
	put_text(j, "source", r->source);
	put_text(j, "description", r->description);
	put_text(j, "type", r->type);
	put_text(j, "lang", r->language);
	put_date(j, "date", r->date);
	put_date(j, "modified", r->modified);
	put_list(j, "author", r->authors);
	put_list(j, "tags", r->tags);
	put_list(j, "categories", r->categories);
	put_list(j, "aliases", r->aliases);
	put_sections(j, r);
	put_text(j, "text", r->text);
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
