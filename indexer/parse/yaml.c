/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/yaml.h"

#include "common/base/vec.h"

#include <stdio.h>
#include <yaml.h>

struct anchor {
	struct str name;
	struct value *value;
};

struct yaml {
	yaml_parser_t parser;
	struct arena *arena;
	VEC(struct anchor) anchors;
	unsigned count, depth;
	struct value_error *err;
};

static enum status fail(
	struct yaml *y, enum status status, size_t line, const char *why)
{
	y->err->line = (unsigned)line + 1;
	snprintf(y->err->why, sizeof y->err->why, "%s", why);
	return status;
}

/* libyaml takes quadratic time for flows inside flows, before it tells. */
static bool is_too_deep(struct str s)
{
	int depth = 0;
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == '[' || s.p[i] == '{')
			depth++;
		else if ((s.p[i] == ']' || s.p[i] == '}') && depth)
			depth--;
		if (depth > VALUE_DEPTH_MAX)
			return true;
	}
	return false;
}

static enum status next(struct yaml *y, yaml_event_t *e)
{
	if (yaml_parser_parse(&y->parser, e))
		return OK;
	if (y->parser.error == YAML_MEMORY_ERROR)
		return ERR_NOMEM;
	const char *why = y->parser.problem;
	return fail(y, ERR_INVALID, y->parser.problem_mark.line,
		why ? why : "not YAML");
}

static bool is_any(struct str s, const char *const *words)
{
	for (; *words; words++)
		if (str_eq(s, str_from(*words)))
			return true;
	return false;
}

static void set_plain(struct value *v)
{
	static const char *const nulls[] = {
		"", "~", "null", "Null", "NULL", NULL};
	static const char *const truths[] = {"true", "True", "TRUE", NULL};
	static const char *const lies[] = {"false", "False", "FALSE", NULL};
	if (is_any(v->text, nulls))
		v->kind = VALUE_NULL;
	else if (is_any(v->text, truths) || is_any(v->text, lies))
		v->kind = VALUE_BOOL;
	else if (value_is_number(v->text))
		v->kind = VALUE_NUMBER;
	v->truth = is_any(v->text, truths);
}

static enum status new_value(
	struct yaml *y, enum value_kind kind, struct value **out)
{
	if (++y->count > VALUE_COUNT_MAX)
		return fail(y, ERR_LIMIT, y->parser.mark.line,
			"more values than 65,536");
	*out = value_new(y->arena, kind);
	return *out ? OK : ERR_NOMEM;
}

static enum status scalar(
	struct yaml *y, const yaml_event_t *e, struct value **out)
{
	enum status status = new_value(y, VALUE_STRING, out);
	if (status != OK)
		return status;
	struct value *v = *out;
	v->text = arena_dup(
		y->arena, (struct str){(const char *)e->data.scalar.value,
				  e->data.scalar.length});
	if (!v->text.p)
		return ERR_NOMEM;
	if (e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
		set_plain(v);
	return OK;
}

static enum status copy(
	struct yaml *y, const struct value *from, struct value **out)
{
	enum status status = new_value(y, from->kind, out);
	if (status != OK)
		return status;
	struct value *v = *out;
	v->truth = from->truth;
	v->text = from->text;
	for (const struct value *m = from->first; m; m = m->next) {
		struct value *child;
		status = copy(y, m, &child);
		if (status != OK)
			return status;
		child->key = m->key;
		child->line = m->line;
		value_append(v, child);
	}
	return OK;
}

/* Nesting counts as it would written out: no deeper than the limit. */
static unsigned height(const struct value *v)
{
	unsigned most = 0;
	for (const struct value *m = v->first; m; m = m->next) {
		unsigned h = height(m);
		most = h > most ? h : most;
	}
	return most + (v->kind == VALUE_LIST || v->kind == VALUE_OBJECT);
}

static enum status alias(
	struct yaml *y, const yaml_event_t *e, struct value **out)
{
	struct str name = str_from((const char *)e->data.alias.anchor);
	for (size_t i = y->anchors.len; i-- > 0;) {
		struct value *v = y->anchors.v[i].value;
		if (!str_eq(y->anchors.v[i].name, name))
			continue;
		if (y->depth + height(v) > VALUE_DEPTH_MAX)
			return fail(y, ERR_LIMIT, e->start_mark.line,
				"nested deeper than 32");
		return copy(y, v, out);
	}
	return fail(y, ERR_INVALID, e->start_mark.line, "unknown alias");
}

static enum status remember(
	struct yaml *y, const yaml_char_t *name, struct value *v)
{
	if (!name)
		return OK;
	struct str copied = arena_dup(y->arena, str_from((const char *)name));
	if (!copied.p)
		return ERR_NOMEM;
	return vec_push(&y->anchors, (struct anchor){copied, v});
}

static enum status build(struct yaml *y, yaml_event_t *e, struct value **out);

/* The key of a member; anything but a word stands for itself as JSON. */
static enum status key_of(struct yaml *y, yaml_event_t *e, struct str *key)
{
	struct value *v;
	enum status status = build(y, e, &v);
	if (status != OK)
		return status;
	*key = v->text;
	if (v->kind != VALUE_LIST && v->kind != VALUE_OBJECT)
		return OK;
	struct buf b = {.max = VALUE_SOURCE_MAX};
	value_write(&b, v);
	*key = arena_dup(y->arena, buf_str(&b));
	buf_release(&b);
	return key->p ? OK : ERR_NOMEM;
}

/* What follows the start of a list or an object, up to its end. */
static enum status members(struct yaml *y, struct value *parent)
{
	for (;;) {
		yaml_event_t e;
		struct str key = {"", 0};
		struct value *child;
		enum status status = next(y, &e);
		if (status != OK)
			return status;
		bool end = e.type == YAML_SEQUENCE_END_EVENT ||
			   e.type == YAML_MAPPING_END_EVENT;
		if (!end && parent->kind == VALUE_OBJECT) {
			status = key_of(y, &e, &key);
			yaml_event_delete(&e);
			if (status == OK)
				status = next(y, &e);
			if (status != OK)
				return status;
		}
		if (!end)
			status = build(y, &e, &child);
		unsigned line = (unsigned)e.start_mark.line + 1;
		yaml_event_delete(&e);
		if (end || status != OK)
			return status;
		child->key = key;
		child->line = line;
		value_append(parent, child);
	}
}

static enum status collection(struct yaml *y, enum value_kind kind,
	const yaml_char_t *anchor, struct value **out)
{
	if (y->depth == VALUE_DEPTH_MAX)
		return fail(y, ERR_LIMIT, y->parser.mark.line,
			"nested deeper than 32");
	enum status status = new_value(y, kind, out);
	if (status != OK)
		return status;
	y->depth++;
	status = members(y, *out);
	y->depth--;
	/* Only now: an alias inside would mean itself. */
	return status == OK ? remember(y, anchor, *out) : status;
}

static enum status build(struct yaml *y, yaml_event_t *e, struct value **out)
{
	enum status status;
	switch (e->type) {
	case YAML_SCALAR_EVENT:
		status = scalar(y, e, out);
		return status == OK ? remember(y, e->data.scalar.anchor, *out)
				    : status;
	case YAML_ALIAS_EVENT:
		return alias(y, e, out);
	case YAML_SEQUENCE_START_EVENT:
		return collection(
			y, VALUE_LIST, e->data.sequence_start.anchor, out);
	case YAML_MAPPING_START_EVENT:
		return collection(
			y, VALUE_OBJECT, e->data.mapping_start.anchor, out);
	default:
		return fail(y, ERR_INVALID, e->start_mark.line, "not YAML");
	}
}

/* The first event that is neither the stream's nor a document's start. */
static enum status document(struct yaml *y, struct value **out)
{
	yaml_event_t e;
	enum status status;
	do {
		status = next(y, &e);
		if (status != OK)
			return status;
		if (e.type == YAML_STREAM_END_EVENT)
			return new_value(y, VALUE_OBJECT, out);
		if (e.type != YAML_STREAM_START_EVENT &&
			e.type != YAML_DOCUMENT_START_EVENT)
			break;
		yaml_event_delete(&e);
	} while (true);
	status = build(y, &e, out);
	yaml_event_delete(&e);
	return status;
}

enum status yaml_parse(struct str block, struct arena *a, struct value **out,
	struct value_error *err)
{
	struct yaml y = {.arena = a, .err = err};
	if (block.len > VALUE_SOURCE_MAX)
		return fail(&y, ERR_LIMIT, 0, "longer than 64 KiB");
	if (is_too_deep(block))
		return fail(&y, ERR_LIMIT, 0, "nested deeper than 32");
	if (!yaml_parser_initialize(&y.parser))
		return ERR_NOMEM;
	yaml_parser_set_encoding(&y.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
		&y.parser, (const unsigned char *)block.p, block.len);
	enum status status = document(&y, out);
	if (status == OK && (*out)->kind == VALUE_NULL)
		(*out)->kind = VALUE_OBJECT;
	yaml_parser_delete(&y.parser);
	vec_release(&y.anchors);
	return status;
}
