/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/frontmatter.h"
#include "indexer/parse/json.h"
#include "common/value/toml.h"
#include "indexer/parse/yaml.h"

#include <stdio.h>

/* The line at *at without what ends it; steps behind it. */
static struct str next_line(struct str s, size_t *at)
{
	size_t to = str_find(s, *at, '\n');
	struct str line = str_slice(s, *at, to);
	*at = to < s.len ? to + 1 : to;
	while (line.len && strchr(" \t\r", line.p[line.len - 1]))
		line.len--;
	return line;
}

static struct frontmatter fenced(
	struct str s, struct str fence, enum frontmatter_kind kind)
{
	struct frontmatter none = {.body_line = 1};
	size_t at = 0;
	if (!str_eq(next_line(s, &at), fence))
		return none;
	struct frontmatter f = {.kind = kind, .line = 2};
	size_t from = at;
	for (unsigned line = 2; at < s.len; line++) {
		size_t start = at;
		struct str text = next_line(s, &at);
		if (!str_eq(text, fence) &&
			!(kind == FRONTMATTER_YAML && str_eq(text, STR("..."))))
			continue;
		f.block = str_slice(s, from, start);
		f.body = at;
		f.body_line = line + 1;
		return f;
	}
	return none;
}

static unsigned count_lines(struct str s)
{
	unsigned n = 0;
	for (size_t at = 0; (at = str_find(s, at, '\n')) < s.len; at++)
		n++;
	return n;
}

/* Offset behind the brace that closes the one at the start, or 0. */
static size_t object_end(struct str s)
{
	unsigned depth = 0;
	bool quoted = false;
	for (size_t i = 0; i < s.len && i <= VALUE_SOURCE_MAX; i++) {
		char c = s.p[i];
		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && c == '{')
			depth++;
		else if (!quoted && c == '}' && --depth == 0)
			return i + 1;
	}
	return 0;
}

static struct frontmatter json_block(struct str s)
{
	struct frontmatter none = {.body_line = 1};
	struct str inside = str_trim(str_slice(s, 1, 64));
	if (s.len < 2 || s.p[0] != '{' || inside.len == 0 ||
		(inside.p[0] != '"' && inside.p[0] != '}'))
		return none;
	size_t end = object_end(s), at = end;
	if (!end || next_line(s, &at).len)
		return none;
	return (struct frontmatter){
		.kind = FRONTMATTER_JSON,
		.block = str_slice(s, 0, end),
		.line = 1,
		.body = at,
		.body_line = 1 + count_lines(str_slice(s, 0, at)),
	};
}

/* The length of "Key" in a line "Key: value", or 0. */
static size_t header_key(struct str line)
{
	size_t n = str_find(line, 0, ':');
	if (n == 0 || n == line.len || n > 30 ||
		(n + 1 < line.len && line.p[n + 1] != ' ' &&
			line.p[n + 1] != '\t'))
		return 0;
	for (size_t i = 0; i < n; i++) {
		char c = (char)(line.p[i] | 32);
		bool letter = c >= 'a' && c <= 'z';
		if (!letter && (i == 0 || !strchr("0123456789 _-", line.p[i])))
			return 0;
	}
	return n;
}

static bool is_telling(struct str key)
{
	static const char *const keys[] = {"title", "date", "author", "authors",
		"tags", "category", "slug", "summary", "modified", "keywords"};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (str_eq_nocase(key, str_from(keys[i])))
			return true;
	return false;
}

static bool is_continuation(struct str line)
{
	return line.p[0] == ' ' || line.p[0] == '\t';
}

static struct frontmatter header_block(struct str s)
{
	struct frontmatter none = {.body_line = 1};
	bool telling = false;
	size_t at = 0, end = 0;
	unsigned line = 1;
	for (; at < s.len && at <= VALUE_SOURCE_MAX; line++) {
		struct str text = next_line(s, &at);
		if (text.len == 0)
			break;
		size_t n = header_key(text);
		if (!n && (line == 1 || !is_continuation(text)))
			return none;
		telling |= n && is_telling(str_slice(text, 0, n));
		end = at;
	}
	size_t after = at;
	bool rule = str_eq(next_line(s, &after), STR("---"));
	if (!end || at > VALUE_SOURCE_MAX || (!telling && !rule))
		return none;
	return (struct frontmatter){
		.kind = FRONTMATTER_HEADERS,
		.block = str_slice(s, 0, end),
		.line = 1,
		.body = rule ? after : at,
		.body_line = line + 1 + rule,
	};
}

struct frontmatter frontmatter_find(struct str bytes)
{
	struct frontmatter f = fenced(bytes, STR("---"), FRONTMATTER_YAML);
	if (!f.kind)
		f = fenced(bytes, STR("+++"), FRONTMATTER_TOML);
	if (!f.kind)
		f = json_block(bytes);
	if (!f.kind)
		f = header_block(bytes);
	return f;
}

static enum status add_header(
	struct arena *a, struct value *object, struct str key, struct str text)
{
	struct value *v = value_new(a, VALUE_STRING);
	if (!v)
		return ERR_NOMEM;
	v->key = key;
	v->text = str_trim(text);
	value_append(object, v);
	return OK;
}

/* Continuation lines need no joining: the text just reaches further. */
static enum status headers_parse(
	struct str block, struct arena *a, struct value **out)
{
	struct value *object = value_new(a, VALUE_OBJECT);
	enum status status = object ? OK : ERR_NOMEM;
	for (size_t at = 0; at < block.len && status == OK;) {
		struct str line = next_line(block, &at);
		size_t n = header_key(line);
		const char *end = line.p + line.len;
		if (!is_continuation(line))
			status = add_header(a, object, str_slice(line, 0, n),
				str_slice(line, n + 1, line.len));
		else if (object->last)
			object->last->text.len =
				(size_t)(end - object->last->text.p);
	}
	*out = object;
	return status;
}

static enum status parse_json(struct parser *p, struct str block,
	struct value **out, struct value_error *err)
{
	const char *why = "";
	if (!p->json && !(p->json = json_new()))
		return ERR_NOMEM;
	enum status status = json_parse(p->json, block, 0, &why);
	if (status == OK)
		status = json_value(p->json, &p->doc.arena, out, &why);
	snprintf(err->why, sizeof err->why, "%s", why);
	return status;
}

static enum status parse(const struct frontmatter *f, struct parser *p,
	struct value **out, struct value_error *err)
{
	struct arena *a = &p->doc.arena;
	switch (f->kind) {
	case FRONTMATTER_YAML:
		return yaml_parse(f->block, a, out, err);
	case FRONTMATTER_TOML:
		return toml_parse(f->block, a, out, err);
	case FRONTMATTER_JSON:
		return parse_json(p, f->block, out, err);
	default:
		return headers_parse(f->block, a, out);
	}
}

static void shift_lines(struct value *object, unsigned by)
{
	for (struct value *v = object->first; v; v = v->next)
		if (v->line)
			v->line += by;
}

enum status frontmatter_read(
	struct frontmatter *f, struct parser *p, struct metadata *m)
{
	static const char *const names[] = {
		[FRONTMATTER_YAML] = "YAML front matter",
		[FRONTMATTER_TOML] = "TOML front matter",
		[FRONTMATTER_JSON] = "JSON front matter",
		[FRONTMATTER_HEADERS] = "header lines",
	};
	struct value *v = NULL;
	struct value_error err = {0};
	if (!f->kind)
		return OK;
	enum status status = parse(f, p, &v, &err);
	if (status == ERR_NOMEM)
		return status;
	if (status != OK) {
		document_warn(&p->doc, err.line ? err.line + f->line - 1 : 1,
			"the front matter is ignored: %s", err.why);
		return OK;
	}
	if (v->kind != VALUE_OBJECT) {
		*f = (struct frontmatter){.body_line = 1};
		return OK;
	}
	shift_lines(v, f->line - 1);
	m->by.what = names[f->kind];
	metadata_object(m, v);
	return m->status;
}
