/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/cases.h"
#include "common/base/file.h"
#include "common/value/toml.h"
#include "query/assist/locate.h"

/* What a file, and then a case, says of how to search. */
struct setting {
	enum search_match match;
	language language;
	uint32_t top;
};

struct reading {
	struct cases *cases;
	const char *path;
	struct error *err;
};

static enum status refuse(
	const struct reading *r, const struct value *v, const char *what)
{
	return error_set(r->err, ERR_INVALID, "%s:%u: " STR_FMT " %s", r->path,
		v->line, STR_ARG(v->key), what);
}

static enum status read_match(
	const struct reading *r, const struct value *v, struct setting *s)
{
	s->match = SEARCH_AUTO;
	if (v->kind == VALUE_STRING && str_eq(v->text, STR("all")))
		s->match = SEARCH_ALL;
	else if (v->kind == VALUE_STRING && str_eq(v->text, STR("any")))
		s->match = SEARCH_ANY;
	else if (v->kind != VALUE_STRING || !str_eq(v->text, STR("auto")))
		return refuse(r, v, "must be \"auto\", \"all\" or \"any\"");
	return OK;
}

static enum status read_language(
	const struct reading *r, const struct value *v, struct setting *s)
{
	s->language = v->kind == VALUE_STRING ? language_find(v->text)
					      : LANGUAGE_NONE;
	return s->language != LANGUAGE_NONE
		       ? OK
		       : refuse(r, v, "must be a language such as \"en\"");
}

static enum status read_top(
	const struct reading *r, const struct value *v, uint32_t *top)
{
	uint32_t n = 0;
	bool good = v->kind == VALUE_NUMBER && v->text.len <= 3;
	for (size_t i = 0; i < v->text.len && good; i++) {
		good = v->text.p[i] >= '0' && v->text.p[i] <= '9';
		n = n * 10 + (uint32_t)(v->text.p[i] - '0');
	}
	if (!good || n == 0 || n > CASES_DEPTH)
		return refuse(r, v, "must be a number from 1 to 100");
	*top = n;
	return OK;
}

/* One that any case may have, and the file for all; *other if it is none. */
static enum status read_setting(const struct reading *r, const struct value *v,
	struct setting *s, bool *other)
{
	*other = false;
	if (str_eq(v->key, STR("match")))
		return read_match(r, v, s);
	if (str_eq(v->key, STR("language")))
		return read_language(r, v, s);
	if (str_eq(v->key, STR("top")))
		return read_top(r, v, &s->top);
	*other = true;
	return OK;
}

/* "id" or {id = "id", top = 3}. */
static enum status read_id(const struct reading *r, const struct value *list,
	const struct value *v, struct expectation *out)
{
	const struct value *id = v;
	enum status status = OK;
	if (v->kind == VALUE_OBJECT) {
		id = value_get(v, "id");
		for (const struct value *m = v->first; m && status == OK;
			m = m->next) {
			if (str_eq(m->key, STR("top")) && out->top)
				status = read_top(r, m, &out->top);
			else if (m != id)
				status = refuse(r, m, "is nothing known here");
		}
	}
	if (status != OK)
		return status;
	if (!id || id->kind != VALUE_STRING || id->text.len == 0)
		return refuse(r, list, "must be a list of ids");
	out->id = id->text;
	return OK;
}

static enum status read_ids(const struct reading *r, const struct value *list,
	uint32_t top, struct test_case *c)
{
	if (list->kind != VALUE_LIST)
		return refuse(r, list, "must be a list of ids");
	for (const struct value *v = list->first; v; v = v->next) {
		struct expectation *x = &c->expect[c->count];
		x->top = top;
		enum status status = read_id(r, list, v, x);
		if (status != OK)
			return status;
		c->count++;
	}
	return OK;
}

static uint32_t length(const struct value *list)
{
	uint32_t n = 0;
	for (const struct value *v = list ? list->first : NULL; v; v = v->next)
		n++;
	return n;
}

static enum status read_member(const struct reading *r, const struct value *v,
	struct setting *s, struct test_case *c)
{
	bool other;
	enum status status = read_setting(r, v, s, &other);
	if (!other)
		return status;
	if (str_eq(v->key, STR("query"))) {
		c->query = v->text;
		return v->kind == VALUE_STRING ? OK
					       : refuse(r, v, "must be a text");
	}
	if (str_eq(v->key, STR("none"))) {
		c->none = v->truth;
		return v->kind == VALUE_BOOL
			       ? OK
			       : refuse(r, v, "must be true or false");
	}
	if (str_eq(v->key, STR("expect")) || str_eq(v->key, STR("never")))
		return OK;
	return refuse(r, v, "is nothing that a case has");
}

static enum status read_case(
	const struct reading *r, const struct value *v, struct setting s)
{
	struct test_case c = {.line = v->line};
	enum status status = OK;
	if (v->kind != VALUE_OBJECT)
		return error_set(r->err, ERR_INVALID,
			"%s:%u: a case begins with [[case]]", r->path, v->line);
	for (const struct value *m = v->first; m && status == OK; m = m->next)
		status = read_member(r, m, &s, &c);
	const struct value *expect = value_get(v, "expect");
	const struct value *never = value_get(v, "never");
	size_t most = (size_t)length(expect) + length(never);
	c.expect = arena_alloc(&r->cases->arena, (most + 1) * sizeof *c.expect);
	if (!c.expect)
		return error_set(r->err, ERR_NOMEM, "out of memory");
	if (status == OK && expect)
		status = read_ids(r, expect, s.top, &c);
	if (status == OK && never)
		status = read_ids(r, never, 0, &c);
	if (status != OK)
		return status;
	if (!c.query.p || (c.count == 0 && !c.none))
		return error_set(r->err, ERR_INVALID,
			"%s:%u: a case has a query, and expect, never or none",
			r->path, v->line);
	c.match = s.match;
	c.language = s.language;
	return vec_push(&r->cases->all, c) == OK
		       ? OK
		       : error_set(r->err, ERR_NOMEM, "out of memory");
}

static enum status read_all(
	const struct reading *r, const struct value *root, struct setting s)
{
	enum status status = OK;
	for (const struct value *v = root->first; v && status == OK;
		v = v->next) {
		bool other;
		status = read_setting(r, v, &s, &other);
		if (other &&
			!(str_eq(v->key, STR("case")) && v->kind == VALUE_LIST))
			return refuse(r, v,
				"is nothing known; cases begin with [[case]]");
	}
	const struct value *list = value_get(root, "case");
	for (const struct value *v = list ? list->first : NULL;
		v && status == OK; v = v->next)
		status = read_case(r, v, s);
	return status;
}

enum status cases_read(struct cases *c, const char *path,
	const struct search_request *defaults, struct error *err)
{
	struct reading r = {c, path, err};
	struct value_error why = {0};
	struct value *root;
	struct buf bytes = {0};
	enum status status = file_read(path, TOML_SOURCE_MAX, &bytes, err);
	if (status == OK) {
		status = toml_parse(buf_str(&bytes), &c->arena, &root, &why);
		if (status != OK)
			error_set(err, status, "%s:%u: %s", path, why.line,
				why.why[0] ? why.why : status_text(status));
	}
	if (status == OK)
		status = read_all(&r, root,
			(struct setting){defaults->match, defaults->language,
				CASES_TOP});
	if (status == OK && c->all.len == 0)
		status = error_set(err, ERR_INVALID,
			"%s: there is no case; each begins with [[case]]",
			path);
	buf_release(&bytes);
	return status;
}

void cases_release(struct cases *c)
{
	vec_release(&c->all);
	arena_release(&c->arena);
}

static uint32_t rank_of(const struct search_result *r, uint64_t ordinal)
{
	for (uint32_t i = 0; i < r->count; i++)
		if (r->hits[i].ordinal == ordinal)
			return i + 1;
	return 0;
}

static enum status check_ids(const struct searcher *s,
	const struct test_case *c, const struct search_result *r,
	struct case_result *out, struct error *err)
{
	for (uint32_t i = 0; i < c->count; i++) {
		const struct expectation *want = &c->expect[i];
		struct checked *x = &out->checked[i];
		struct search_hit where;
		enum status status = locate(s, want->id, &where);
		if (status != OK && status != ERR_NOT_FOUND)
			return searcher_failed(s, status, err);
		x->known = status == OK;
		x->rank = x->known ? rank_of(r, where.ordinal) : 0;
		x->good = want->top ? x->rank && x->rank <= want->top
				    : !x->rank || x->rank > CASES_NEVER;
		out->good = out->good && x->good;
		if (want->top && x->rank && (!out->best || x->rank < out->best))
			out->best = x->rank;
	}
	return OK;
}

enum status case_check(struct searcher *s,
	const struct search_request *defaults, const struct test_case *c,
	struct arena *arena, struct case_result *out, struct error *err)
{
	struct search_result r = {0};
	struct search_request q = *defaults;
	q.query = c->query;
	q.match = c->match;
	q.language = c->language;
	q.limit = CASES_DEPTH;
	q.offset = 0;
	q.total = false;
	q.sort.count = 0;
	q.similar = (struct str){0};
	*out = (struct case_result){.good = true};
	out->checked =
		arena_alloc(arena, (c->count + 1u) * sizeof *out->checked);
	if (!out->checked)
		return error_set(err, ERR_NOMEM, "out of memory");
	enum status status = search_run(s, &q, &r, err);
	if (status == OK) {
		out->found = r.count;
		out->good = !c->none || r.count == 0;
		status = check_ids(s, c, &r, out, err);
	}
	search_result_release(&r);
	return status;
}
