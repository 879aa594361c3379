/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/parameters.h"
#include "query/lang/date.h"
#include "query/lang/tree.h"
#include "query/serve/accept.h"

#include <string.h>

static const char *const TYPES[] = {
	[FACE_JSON] = "application/json",
	[FACE_HTML] = "text/html",
	[FACE_ATOM] = "application/atom+xml",
	NULL,
};

/* Which of the words the value is; left as it was if it is not given. */
static enum status choose(const struct form *f, const char *name,
	const char *words, unsigned *out, struct error *err)
{
	struct str value = form_value(f, str_from(name)), word;
	struct str left = str_from(words);
	if (value.len == 0)
		return OK;
	for (unsigned i = 0; str_next_word(&left, &word); i++) {
		if (str_eq(value, word)) {
			*out = i;
			return OK;
		}
	}
	return error_set(err, ERR_INVALID,
		"the parameter %s takes one of: %s; not '" STR_FMT "'", name,
		words, STR_ARG(str_slice(value, 0, 40)));
}

static enum status choose_bool(
	const struct form *f, const char *name, bool *out, struct error *err)
{
	unsigned n = *out;
	enum status status = choose(f, name, "0 1", &n, err);
	*out = n;
	return status;
}

enum status parameter_number(const struct form *f, const char *name,
	uint32_t most, uint32_t *out, struct error *err)
{
	struct str value = form_value(f, str_from(name));
	uint32_t n = 0;
	bool good = value.len < 10;
	if (value.len == 0)
		return OK;
	for (size_t i = 0; i < value.len && good; i++) {
		good = value.p[i] >= '0' && value.p[i] <= '9';
		n = n * 10 + (uint32_t)(value.p[i] - '0');
	}
	if (!good || n > most)
		return error_set(err, ERR_INVALID,
			"the parameter %s takes a number from 0 to %u, not "
			"'" STR_FMT "'",
			name, most, STR_ARG(str_slice(value, 0, 40)));
	*out = n;
	return OK;
}

/* limit and offset, or page and per_page, by either name. */
static enum status read_page(
	struct parameters *p, const struct form *f, struct error *err)
{
	static const char *const limits[] = {
		"limit", "per_page", "hitsPerPage"};
	uint32_t page = 1;
	enum status status = OK;
	for (unsigned i = 0; i < 3 && status == OK; i++)
		status = parameter_number(f, limits[i], PARAMETERS_LIMIT_MAX,
			&p->request.limit, err);
	if (status == OK)
		status = parameter_number(
			f, "page", PARAMETERS_OFFSET_MAX, &page, err);
	p->request.offset = page > 1 ? (page - 1) * p->request.limit : 0;
	if (status == OK)
		status = parameter_number(f, "offset", PARAMETERS_OFFSET_MAX,
			&p->request.offset, err);
	if (status == OK && p->request.offset > PARAMETERS_OFFSET_MAX)
		return error_set(err, ERR_INVALID,
			"the page begins behind the first %d results; narrow "
			"the query instead",
			PARAMETERS_OFFSET_MAX);
	return status;
}

static enum status read_sort(
	struct parameters *p, const struct form *f, struct error *err)
{
	struct str value = form_value(f, STR("sort"));
	if (value.len == 0 || str_eq(value, STR("relevance")))
		return OK;
	if (!sort_parse(value, &p->request.sort))
		return error_set(err, ERR_INVALID,
			"the parameter sort takes relevance, or up to 4 of "
			"date, modified, boost, author, category, lang, type, "
			"tag and id, with commas, a minus before what is to "
			"descend, not '" STR_FMT "'",
			STR_ARG(str_slice(value, 0, 40)));
	return OK;
}

static enum status read_facets(
	struct parameters *p, const struct form *f, struct error *err)
{
	struct str value = form_value(f, STR("facets"));
	if (value.len && !facets_parse(value, p->facets, &p->facet_count))
		return error_set(err, ERR_INVALID,
			"the parameter facets takes author, tag, category, "
			"lang or type, with commas, not '" STR_FMT "'",
			STR_ARG(str_slice(value, 0, 80)));
	return OK;
}

/* Passages that nobody is to see need not be looked for. */
static enum status read_fields(
	struct parameters *p, const struct form *f, struct error *err)
{
	static const char names[] = "snippet sections line id url title source "
				    "date author tags categories lang score "
				    "relaxed alike";
	enum { OF_PASSAGES = 3 };
	struct str value = form_value(f, STR("fields"));
	bool passages = value.len == 0 || p->face != FACE_JSON;
	for (size_t at = 0; at < value.len;) {
		size_t end = str_find(value, at, ',');
		struct str name = str_slice(value, at, end), word = {0};
		struct str left = str_from(names);
		unsigned i = 0;
		while (str_next_word(&left, &word) && !str_eq(name, word))
			i++;
		if (name.len == 0 || !str_eq(name, word))
			return error_set(err, ERR_INVALID,
				"the parameter fields takes, with commas, some "
				"of: %s; not '" STR_FMT "'",
				names, STR_ARG(str_slice(name, 0, 40)));
		passages = passages || i < OF_PASSAGES;
		at = end + 1;
	}
	p->fields = value;
	p->snippet = passages ? p->snippet : 0;
	return OK;
}

static struct node *new_node(
	struct parameters *p, enum node_type type, enum field field)
{
	struct node *n = arena_alloc(&p->arena, sizeof *n);
	if (n)
		*n = (struct node){.type = type, .field = field, .boost = 1};
	return n;
}

static struct node *new_branch(
	struct parameters *p, enum node_type type, unsigned most)
{
	struct node *n = new_node(p, type, FIELD_ANY);
	if (n)
		n->kids = arena_alloc(&p->arena, most * sizeof(struct node *));
	return n && n->kids ? n : NULL;
}

/* One kid alone needs no branch. */
static struct node *shorten(struct node *n)
{
	return n->count == 1 ? n->kids[0] : n;
}

/* Any of the values given for a field; *out is NULL if none is. */
static enum status read_values(struct parameters *p, const struct form *f,
	enum field field, struct node **out)
{
	struct node *any = new_branch(p, NODE_OR, FORM_FIELDS_MAX);
	for (unsigned i = 0; i < f->count && any; i++) {
		if (!str_eq(f->v[i].name, field_name(field)) ||
			str_trim(f->v[i].value).len == 0)
			continue;
		struct node *kid = new_node(p, NODE_PHRASE, field);
		if (!kid)
			return ERR_NOMEM;
		kid->text = f->v[i].value;
		any->kids[any->count++] = kid;
	}
	if (any && any->count)
		*out = shorten(any);
	return any ? OK : ERR_NOMEM;
}

static enum status read_date(struct parameters *p, const struct form *f,
	const char *name, enum bound bound, struct node **out,
	struct error *err)
{
	struct str value = form_value(f, str_from(name));
	struct span span;
	if (value.len == 0)
		return OK;
	if (!date_span(value, bound, p->request.now, &span))
		return error_set(err, ERR_INVALID,
			"the parameter %s takes a date such as 2024, 2024-05, "
			"2024-05-03 or 30d, not '" STR_FMT "'",
			name, STR_ARG(str_slice(value, 0, 40)));
	*out = new_node(p, NODE_RANGE, FIELD_DATE);
	if (!*out)
		return error_set(err, ERR_NOMEM, "out of memory");
	(*out)->low = span.low;
	(*out)->high = span.high;
	return OK;
}

static enum status read_filter(
	struct parameters *p, const struct form *f, struct error *err)
{
	static const enum field fields[] = {FIELD_TAG, FIELD_AUTHOR,
		FIELD_LANGUAGE, FIELD_CATEGORY, FIELD_TYPE, FIELD_PATH};
	enum { FIELDS = sizeof fields / sizeof *fields, DATES = 2 };
	struct node *kids[FIELDS + DATES] = {0};
	struct node *all = new_branch(p, NODE_AND, FIELDS + DATES);
	enum status status = all ? OK : ERR_NOMEM;
	for (unsigned i = 0; i < FIELDS && status == OK; i++)
		status = read_values(p, f, fields[i], &kids[i]);
	if (status != OK)
		return error_set(err, status, "out of memory");
	status = read_date(p, f, "after", BOUND_FROM, &kids[FIELDS], err);
	if (status == OK)
		status = read_date(
			p, f, "before", BOUND_UNTIL, &kids[FIELDS + 1], err);
	for (unsigned i = 0; i < FIELDS + DATES; i++)
		if (kids[i])
			all->kids[all->count++] = kids[i];
	if (all->count)
		p->request.filter = shorten(all);
	return status;
}

static enum status read_choices(
	struct parameters *p, const struct form *f, struct error *err)
{
	unsigned match = SEARCH_AUTO, highlight = 0, prefix = 1;
	unsigned face = p->face;
	uint32_t snippet = p->snippet, sections = p->sections;
	enum status status = choose(f, "match", "auto all any", &match, err);
	if (status == OK)
		status = choose(f, "highlight", "mark none", &highlight, err);
	if (status == OK)
		status = choose(f, "prefix", "last none", &prefix, err);
	if (status == OK)
		status = choose(f, "format", "json html atom", &face, err);
	if (status == OK)
		status = parameter_number(f, "snippet", 3, &snippet, err);
	if (status == OK)
		status = parameter_number(f, "sections", 5, &sections, err);
	if (status == OK)
		status = choose_bool(f, "explain", &p->explain, err);
	p->suggest = face == FACE_HTML;
	if (status == OK)
		status = choose_bool(f, "suggest", &p->suggest, err);
	if (status == OK)
		status = choose_bool(f, "collapse", &p->collapse, err);
	p->request.match = (enum search_match)match;
	p->unmarked = highlight == 1;
	p->prefix = prefix == 0;
	p->face = (enum face)face;
	p->snippet = snippet;
	p->sections = sections;
	return status;
}

static void clear(struct parameters *p)
{
	struct arena arena = p->arena;
	facets_release(p->facets, p->facet_count);
	arena_clear(&arena);
	*p = (struct parameters){.arena = arena};
}

enum status parameters_read(struct parameters *p, const struct form *f,
	struct str accept, int64_t now, struct error *err)
{
	clear(p);
	p->request = (struct search_request){.limit = PARAMETERS_LIMIT,
		.total = true,
		.now = now,
		.rank = rank_defaults()};
	p->request.query = form_value(f, STR("q"));
	if (!p->request.query.p)
		p->request.query = form_value(f, STR("query"));
	p->snippet = 2;
	p->sections = 3;
	p->face = (enum face)accept_best(accept, TYPES);
	enum status status = read_page(p, f, err);
	if (status == OK)
		status = read_sort(p, f, err);
	if (status == OK)
		status = read_facets(p, f, err);
	if (status == OK)
		status = read_filter(p, f, err);
	if (status == OK)
		status = read_choices(p, f, err);
	if (status == OK)
		status = read_fields(p, f, err);
	return status;
}

void parameters_release(struct parameters *p)
{
	clear(p);
	arena_release(&p->arena);
}

void parameters_put(const struct parameters *p, struct buf *out)
{
	const struct search_request *q = &p->request;
	buf_printf(out, "%d %u %u %d %u %u %d%d%d%d%d", (int)p->face, q->limit,
		q->offset, (int)q->match, p->snippet, p->sections, p->explain,
		p->suggest, p->prefix, p->collapse, p->unmarked);
	for (uint32_t i = 0; i < q->sort.count; i++)
		buf_printf(out, " %c%u", q->sort.keys[i].down ? '-' : '+',
			q->sort.keys[i].by);
	for (uint32_t i = 0; i < p->facet_count; i++)
		buf_printf(out, " %d", (int)p->facets[i].column);
	buf_putc(out, '\n');
	buf_put_str(out, p->fields);
	buf_putc(out, '\n');
	if (q->filter)
		node_print(q->filter, out);
	buf_putc(out, '\n');
	buf_put_str(out, q->query);
}
