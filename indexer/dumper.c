/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/dumper.h"
#include "common/base/json.h"
#include "common/base/rune.h"
#include "indexer/parse/dumped.h"
#include "indexer/records.h"

#include <stdio.h>
#include <time.h>

struct dump {
	struct dumper *asked;
	struct json json;
	struct buf out;
	bool replaced; /* bytes of this document that are no UTF-8 */
};

static bool is_text(struct str s)
{
	uint32_t c;
	for (size_t at = 0, n; at < s.len; at += n) {
		n = rune_get(s, at, &c);
		if (c == RUNE_BAD && n == 1)
			return false;
	}
	return true;
}

static void put_text(struct dump *p, const char *key, struct str s)
{
	if (s.len == 0)
		return;
	p->replaced |= !is_text(s);
	json_key(&p->json, str_from(key));
	json_str(&p->json, s);
}

static void put_date(struct dump *p, const char *key, int64_t seconds)
{
	char text[32];
	struct tm tm;
	time_t t = (time_t)seconds;
	if (seconds == RECORD_NO_TIME)
		return;
	json_key(&p->json, str_from(key));
	if (!gmtime_r(&t, &tm) || tm.tm_year < 1 - 1900 ||
		tm.tm_year > 9999 - 1900) {
		json_int(&p->json, seconds);
		return;
	}
	snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ",
		tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
		tm.tm_min, tm.tm_sec);
	json_str(&p->json, str_from(text));
}

static void put_list(struct dump *p, const char *key, struct record_list list)
{
	if (list.len == 0)
		return;
	json_key(&p->json, str_from(key));
	json_array(&p->json);
	for (uint32_t i = 0; i < list.len; i++)
		json_str(&p->json, list.v[i]);
	json_end(&p->json);
}

static void put_extras(struct dump *p, const struct record *r)
{
	if (r->extra_count == 0)
		return;
	json_key(&p->json, STR("extras"));
	json_object(&p->json);
	for (uint32_t i = 0; i < r->extra_count; i++) {
		json_key(&p->json, r->extras[i].key);
		json_raw(&p->json, r->extras[i].json);
	}
	json_end(&p->json);
}

static void put_number(struct dump *p, const char *key, uint32_t n)
{
	json_key(&p->json, str_from(key));
	json_uint(&p->json, n);
}

static void put_sections(struct dump *p, const struct record *r)
{
	if (r->section_count < 2)
		return;
	json_key(&p->json, STR("sections"));
	json_array(&p->json);
	for (uint32_t i = 1; i < r->section_count; i++) {
		const struct record_section *s = &r->sections[i];
		json_object(&p->json);
		put_number(p, "at", s->off);
		put_number(p, "line", s->line);
		put_number(p, "level", s->level);
		put_text(p, "heading", s->heading);
		put_text(p, "anchor", s->anchor);
		json_end(&p->json);
	}
	json_end(&p->json);
}

static void put_lines(struct dump *p, const struct record *r)
{
	struct buf b = {0};
	for (uint32_t i = 0; i < r->mark_count; i++)
		buf_printf(&b, "%s%u:%u", i ? " " : "", r->marks[i].off,
			r->marks[i].line);
	put_text(p, "lines", buf_str(&b));
	if (r->one_line) {
		json_key(&p->json, STR("one_line"));
		json_bool(&p->json, true);
	}
	if (b.status != OK)
		p->out.status = b.status;
	buf_release(&b);
}

static void put_record(struct dump *p, const struct record *r)
{
	p->json = (struct json){.out = &p->out};
	json_object(&p->json);
	put_number(p, DUMPED_MARK, DUMPED_VERSION);
	put_text(p, "id", r->id);
	put_text(p, "source", r->source);
	put_text(p, "title", r->title);
	put_text(p, "url", r->url);
	put_text(p, "description", r->description);
	put_text(p, "type", r->type);
	put_text(p, "place", r->place);
	put_text(p, "language", r->language);
	put_date(p, "date", r->date);
	put_date(p, "modified", r->modified);
	if (r->boost != 1000) {
		json_key(&p->json, STR("boost"));
		json_double(&p->json, r->boost / 1000.0);
	}
	put_list(p, "names", r->names);
	put_list(p, "aliases", r->aliases);
	put_list(p, "authors", r->authors);
	put_list(p, "tags", r->tags);
	put_list(p, "categories", r->categories);
	put_extras(p, r);
	put_sections(p, r);
	put_lines(p, r);
	put_text(p, "text", r->text);
	json_end(&p->json);
	buf_putc(&p->out, '\n');
}

static enum status hand_over(struct dump *p, struct error *err)
{
	const struct dumper *d = p->asked;
	enum status status = p->out.status;
	if (status != OK)
		return error_set(err, status, "out of memory");
	status = d->take(d->data, buf_str(&p->out), err);
	buf_clear(&p->out);
	return status;
}

static void say_replaced(struct dump *p, const struct record *r)
{
	struct error e;
	p->asked->inexact++;
	error_set(&e, ERR_INVALID,
		"the document " STR_FMT " has bytes that are no UTF-8; "
		"U+FFFD stands for them",
		STR_ARG(r->id));
	p->asked->message(p->asked->data, str_from(e.text));
}

enum status dump(struct dumper *d, struct error *err)
{
	struct dump p = {.asked = d};
	struct records all;
	const struct record *r;
	enum status status = records_open(&all, d->folder, err);
	if (status != OK)
		return status;
	while ((status = records_next(&all, &r, err)) == OK && r) {
		p.replaced = false;
		put_record(&p, r);
		d->documents++;
		if (p.replaced)
			say_replaced(&p, r);
		status = hand_over(&p, err);
		if (status != OK)
			break;
	}
	records_close(&all);
	buf_release(&p.out);
	return status;
}
