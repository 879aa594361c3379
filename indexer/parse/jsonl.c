/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One JSON object a line; in .json files also one object or a list of them
 * over many lines.
 */
#include "indexer/parse/body.h"
#include "indexer/parse/dumped.h"
#include "indexer/parse/form.h"
#include "indexer/parse/json.h"
#include "indexer/parse/metadata.h"

#include <stdio.h>

static enum status name_record(struct parser *p, unsigned number)
{
	char tail[16];
	int n = snprintf(tail, sizeof tail, "#%u", number);
	char *id = arena_alloc(&p->doc.arena, p->path.len + (size_t)n + 1);
	if (!id)
		return ERR_NOMEM;
	if (p->path.len)
		memcpy(id, p->path.p, p->path.len);
	memcpy(id + p->path.len, tail, (size_t)n);
	p->doc.id = (struct str){id, p->path.len + (size_t)n};
	document_origin(&p->doc, FIELD_ID, "path and number");
	return OK;
}

/* `number` names a record without an id; `line`: where it stands, or 0. */
static enum status put_record(struct parser *p, const struct value *object,
	unsigned number, unsigned line)
{
	struct document *d = &p->doc;
	struct metadata m;
	metadata_begin(&m, d, p->now);
	m.record = true;
	m.by.what = "member";
	metadata_object(&m, object);
	if (m.status == OK && d->id.len == 0)
		m.status = name_record(p, number);
	if (m.status != OK)
		return m.status;
	if (m.text && m.text->text.len > DOCUMENT_TEXT_MAX) {
		parser_skip(p, line, "its text is longer than 16 MiB");
		return OK;
	}
	struct body b;
	body_begin(&b, d);
	if (m.text)
		body_plain(&b, m.text->text, line, 0);
	enum status status = body_finish(&b);
	return status == OK ? parser_emit(p) : status;
}

static enum status skip_or_fail(
	struct parser *p, enum status status, unsigned line, const char *why)
{
	char sentence[128];
	if (status == ERR_NOMEM)
		return status;
	snprintf(sentence, sizeof sentence, "not a JSON object: %s", why);
	parser_skip(p, line, sentence);
	return OK;
}

static enum status put_dumped(
	struct parser *p, const struct value *object, unsigned line)
{
	const char *why;
	enum status status = dumped_take(&p->doc, object, &why);
	if (status == OK)
		return parser_emit(p);
	if (status == ERR_INVALID)
		parser_skip(p, line, why);
	return status == ERR_INVALID ? OK : status;
}

static enum status take_value(
	struct parser *p, const struct value *v, unsigned number, unsigned line)
{
	if (is_dumped(v))
		return put_dumped(p, v, line);
	if (v->kind == VALUE_OBJECT)
		return put_record(p, v, number, line);
	return skip_or_fail(p, ERR_INVALID, line, "another kind of value");
}

/* `slack`: readable bytes behind the line. */
static enum status parse_line(
	struct parser *p, struct str s, size_t slack, unsigned line)
{
	const char *why = "";
	struct value *v = NULL;
	parser_begin(p);
	enum status status = json_parse(p->json, s, slack, &why);
	if (status == OK)
		status = json_value(p->json, &p->doc.arena, &v, &why);
	if (status == OK)
		return take_value(p, v, line, line);
	return skip_or_fail(p, status, line, why);
}

static bool is_blank(struct str s)
{
	return str_trim(s).len == 0;
}

static enum status parse_lines(struct parser *p, struct str bytes)
{
	enum status status = OK;
	unsigned line = p->line ? p->line : 1;
	for (size_t at = 0; at < bytes.len && status == OK; line++) {
		size_t to = str_find(bytes, at, '\n');
		struct str s = str_slice(bytes, at, to);
		if (!is_blank(s))
			status = parse_line(p, s, bytes.len - to, line);
		at = to + 1;
	}
	return status;
}

/* The elements of the list that was parsed. */
static enum status parse_list(struct parser *p)
{
	for (unsigned number = 1;; number++) {
		const char *why = "";
		struct value *v;
		parser_begin(p);
		enum status status =
			json_next(p->json, &p->doc.arena, &v, &why);
		if (status == ERR_NOT_FOUND)
			return OK;
		status = status == OK ? take_value(p, v, number, 0)
				      : skip_or_fail(p, status, 0, why);
		if (status != OK)
			return status;
	}
}

static bool is_list(struct str bytes)
{
	bytes = str_trim(bytes);
	return bytes.len && bytes.p[0] == '[';
}

/* A whole .json file: a list, one object, or lines after all. */
static enum status parse_whole(struct parser *p, struct str bytes)
{
	const char *why = "";
	enum status status = json_parse(p->json, bytes, 0, &why);
	if (status == ERR_NOMEM)
		return status;
	if (status == OK && is_list(bytes))
		return parse_list(p);
	if (status == OK)
		return parse_line(p, bytes, 0, 1);
	size_t first = str_find(bytes, 0, '\n');
	if (first < bytes.len &&
		json_parse(p->json, str_slice(bytes, 0, first), 0, &why) == OK)
		return parse_lines(p, bytes);
	return skip_or_fail(p, status, 0, why);
}

enum status jsonl_parse(struct parser *p, struct str bytes)
{
	if (!p->json && !(p->json = json_new()))
		return ERR_NOMEM;
	if (is_blank(bytes))
		return OK;
	if (str_ends(p->path, STR(".json")))
		return parse_whole(p, bytes);
	return parse_lines(p, bytes);
}
