/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * meju_document.c - libmeju: a document as an index has it.
 */
#include "common/base/json.h"
#include "query/meju_index.h"
#include "query/serve/document.h"

#include <stdlib.h>
#include <time.h>

enum { DATE = 32 };

/* What it is made of is kept with it. */
struct kept {
	struct meju_document document;
	struct document from;
};

/* With a time only if it has one. */
static const char *put_date(
	struct arena *a, int64_t seconds, enum status *status)
{
	char text[DATE] = "";
	struct tm tm;
	time_t t = (time_t)seconds;
	bool day = seconds % 86400 == 0;
	if (seconds != RECORD_NO_TIME && gmtime_r(&t, &tm))
		strftime(text, sizeof text,
			day ? "%Y-%m-%d" : "%Y-%m-%dT%H:%M:%SZ", &tm);
	return border_string(a, str_from(text), status);
}

static const char *put_extra(
	struct arena *a, const struct record *r, enum status *status)
{
	struct buf b = {0};
	struct json j = {.out = &b};
	json_object(&j);
	for (uint32_t i = 0; i < r->extra_count; i++) {
		json_key(&j, r->extras[i].key);
		json_raw(&j, r->extras[i].json);
	}
	json_end(&j);
	const char *kept = border_string(a, buf_str(&b), status);
	if (b.status != OK)
		*status = b.status;
	buf_release(&b);
	return kept;
}

static const struct meju_heading *const *list_headings(
	struct arena *a, const struct record *r, enum status *status)
{
	uint32_t n = 0;
	const struct meju_heading **list =
		arena_alloc(a, (r->section_count + 1u) * sizeof *list);
	struct meju_heading *v = arena_alloc(a, r->section_count * sizeof *v);
	if (!list || !v) {
		*status = ERR_NOMEM;
		return NULL;
	}
	for (uint32_t i = 0; i < r->section_count; i++) {
		const struct record_section *s = &r->sections[i];
		if (s->level == 0)
			continue;
		v[n] = (struct meju_heading){
			.text = border_string(a, s->heading, status),
			.anchor = border_string(a, s->anchor, status),
			.level = s->level,
			.line = s->line};
		list[n] = &v[n];
		n++;
	}
	return list;
}

static enum status put(struct kept *k)
{
	const struct record *r = &k->from.record;
	struct arena *a = &k->from.arena;
	enum status status = OK;
	k->document = (struct meju_document){.size = sizeof k->document,
		.id = border_string(a, r->id, &status),
		.title = border_string(a, r->title, &status),
		.text = border_string(a, r->text, &status),
		.text_len = r->text.len,
		.description = border_string(a, r->description, &status),
		.url = border_string(a, r->url, &status),
		.language = border_string(a, r->language, &status),
		.type = border_string(a, r->type, &status),
		.date = put_date(a, r->date, &status),
		.modified = put_date(a, r->modified, &status),
		.authors =
			border_list(a, r->authors.v, r->authors.len, &status),
		.tags = border_list(a, r->tags.v, r->tags.len, &status),
		.categories = border_list(
			a, r->categories.v, r->categories.len, &status),
		.aliases =
			border_list(a, r->aliases.v, r->aliases.len, &status),
		.boost = r->boost / 1000.0,
		.extra = put_extra(a, r, &status),
		.source = border_string(a, r->source, &status),
		.headings = list_headings(a, r, &status)};
	return status;
}

enum meju_status meju_index_document(struct meju_index *index, const char *id,
	const struct meju_document **document, struct meju_error *err)
{
	struct error why = {0};
	struct kept *k = calloc(1, sizeof *k);
	enum status status = ERR_NOMEM;
	if (k)
		status = document_open(
			&k->from, &index->opened->searcher, str_from(id), &why);
	if (status == OK)
		status = put(k);
	if (k)
		stored_reader_release(&k->from.reader);
	if (status == OK)
		*document = &k->document;
	else if (k)
		meju_document_free(&k->document);
	return border_status(status, &why, err);
}

void meju_document_free(const struct meju_document *document)
{
	struct kept *k = (struct kept *)document;
	if (!k)
		return;
	document_close(&k->from);
	free(k);
}

enum meju_status meju_index_document_json(struct meju_index *index,
	const char *id, struct meju_text **text, struct meju_error *err)
{
	struct buf out = {0};
	struct error why = {0};
	struct document d;
	enum status status =
		document_open(&d, &index->opened->searcher, str_from(id), &why);
	if (status == OK) {
		document_json(&d, &out);
		status = border_text(&out, text);
	}
	document_close(&d);
	buf_release(&out);
	return border_status(status, &why, err);
}
