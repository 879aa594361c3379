/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/refine.h"
#include "common/base/map.h"
#include "common/text/analyzer.h"
#include "indexer/parse/slug.h"
#include "indexer/path.h"

#include <time.h>

static void put_date(struct buf *b, int64_t date, const char *format)
{
	char text[16];
	struct tm tm;
	time_t t = (time_t)date;
	if (date == TIME_NONE || !gmtime_r(&t, &tm))
		return;
	strftime(text, sizeof text, format, &tm);
	buf_puts(b, text);
}

static void put_slug(struct buf *b, struct document *d)
{
	struct slugs slugs = {0};
	struct str slug = {0};
	b->status = slug_make(&slugs, &d->arena, d->title, &slug);
	buf_put_str(b, slug);
	slugs_release(&slugs);
}

static void put_variable(
	struct buf *b, struct str name, struct document *d, struct str path)
{
	if (str_eq(name, STR("path")))
		buf_put_str(b, path);
	else if (str_eq(name, STR("slug")))
		buf_put_str(b, path_slug(path));
	else if (str_eq(name, STR("year")))
		put_date(b, d->date, "%Y");
	else if (str_eq(name, STR("month")))
		put_date(b, d->date, "%m");
	else if (str_eq(name, STR("day")))
		put_date(b, d->date, "%d");
	else if (str_eq(name, STR("title")))
		put_slug(b, d);
	else
		buf_printf(b, ":" STR_FMT, STR_ARG(name));
}

static void apply_rule(
	struct buf *b, struct str rule, struct document *d, struct str path)
{
	for (size_t i = 0; i < rule.len;) {
		size_t end = i + 1;
		if (rule.p[i] != ':') {
			buf_putc(b, rule.p[i++]);
			continue;
		}
		while (end < rule.len && rule.p[end] >= 'a' &&
			rule.p[end] <= 'z')
			end++;
		put_variable(b, str_slice(rule, i + 1, end), d, path);
		i = end;
	}
}

static bool is_absolute(struct str url)
{
	for (size_t i = 0; i + 2 < url.len; i++) {
		if (url.p[i] == ':')
			return url.p[i + 1] == '/' && url.p[i + 2] == '/';
		if (url.p[i] == '/' || url.p[i] == '?' || url.p[i] == '#')
			return false;
	}
	return false;
}

static enum status make_url(struct document *d, struct str name,
	const struct settings *s, bool whole_file, struct str *out)
{
	struct buf path = {0}, url = {0};
	if (!d->url.len && whole_file && (s->permalink.len || s->site.len))
		document_origin(d, FIELD_URL,
			s->permalink.len ? "--permalink" : "--site and path");
	if (d->url.len)
		buf_put_str(&path, d->url);
	else if (d->origins[FIELD_URL].what)
		apply_rule(&path,
			s->permalink.len ? s->permalink : STR("/:path/"), d,
			path_page(name));
	struct str rest = buf_str(&path);
	if (rest.len && s->site.len && !is_absolute(rest)) {
		struct str site = s->site;
		while (site.len && site.p[site.len - 1] == '/')
			site.len--;
		buf_put_str(&url, site);
		if (rest.p[0] != '/')
			buf_putc(&url, '/');
	}
	while (rest.len > 1 && rest.p[0] == '/' && rest.p[1] == '/')
		rest = str_slice(rest, 1, rest.len);
	buf_put_str(&url, rest);
	enum status status = path.status != OK ? path.status : url.status;
	if (status == OK)
		*out = arena_dup(&d->arena, buf_str(&url));
	buf_release(&path);
	buf_release(&url);
	return status != OK ? status : out->p ? OK : ERR_NOMEM;
}

language refine_usual(const uint32_t docs[LANGUAGE_MAX])
{
	uint64_t total = 0;
	language most = LANGUAGE_NONE;
	for (unsigned l = 1; l < language_count(); l++) {
		total += docs[l];
		if (docs[l] > docs[most])
			most = (language)l;
	}
	return docs[most] * UINT64_C(3) >= total * 2 ? most : LANGUAGE_NONE;
}

static language guess_language(
	struct document *d, const struct settings *s, language usual)
{
	language l = LANGUAGE_NONE;
	document_origin(d, FIELD_LANGUAGE, "its text");
	if (d->text.len)
		l = language_detect(buf_str(&d->text));
	if (l != LANGUAGE_NONE)
		return l;
	document_origin(d, FIELD_LANGUAGE, "its title");
	if (d->title.len)
		l = language_detect(d->title);
	if (l != LANGUAGE_NONE)
		return l;
	document_origin(d, FIELD_LANGUAGE,
		s->language.len ? "--language" : "most other documents");
	return s->language.len ? language_find(s->language) : usual;
}

static struct str find_language(
	struct document *d, const struct settings *s, language usual)
{
	language l = language_find(d->language);
	if (d->dumped)
		return language_code(l);
	if (l == LANGUAGE_NONE)
		l = guess_language(d, s, usual);
	return language_code(l);
}

static struct record_list list_of(const strings *v)
{
	return (struct record_list){v->v, (uint32_t)v->len};
}

static enum status copy_sections(struct document *d, struct record *r)
{
	struct record_section *v =
		arena_alloc(&d->arena, d->sections.len * sizeof *v);
	struct record_mark *m =
		arena_alloc(&d->arena, d->marks.len * sizeof *m);
	struct record_extra *e =
		arena_alloc(&d->arena, d->extras.len * sizeof *e);
	if (!v || !m || !e)
		return ERR_NOMEM;
	for (size_t i = 0; i < d->sections.len; i++) {
		const struct section *s = &d->sections.v[i];
		v[i] = (struct record_section){
			s->off, s->line, s->level, s->heading, s->anchor};
	}
	for (size_t i = 0; i < d->marks.len; i++)
		m[i] = (struct record_mark){
			d->marks.v[i].off, d->marks.v[i].line};
	for (size_t i = 0; i < d->extras.len; i++)
		e[i] = (struct record_extra){
			d->extras.v[i].key, d->extras.v[i].json};
	r->sections = v;
	r->section_count = (uint32_t)d->sections.len;
	r->marks = m;
	r->mark_count = (uint32_t)d->marks.len;
	r->extras = e;
	r->extra_count = (uint32_t)d->extras.len;
	return OK;
}

/* A document of a file belongs to it, so that it can vanish with it. */
static struct str source_of(const struct document *d, struct str name)
{
	if (d->dumped && str_eq(name, STR("-")))
		return d->source;
	return str_eq(d->id, name) ? STR("") : name;
}

/* Of values that no filter tells apart the first stays. */
static enum status keep_distinct(strings *list)
{
	struct map seen = {0};
	struct buf folded = {0};
	enum status status = OK;
	size_t n = 0;
	uint32_t id;
	for (size_t i = 0; i < list->len && status == OK; i++) {
		buf_clear(&folded);
		analyzer_fold(list->v[i], LANGUAGE_NONE, &folded);
		status = folded.status;
		if (status == OK)
			status = map_add(&seen, buf_str(&folded), &id);
		if (status == OK && id == n)
			list->v[n++] = list->v[i];
	}
	if (status == OK)
		list->len = n;
	map_release(&seen);
	buf_release(&folded);
	return status;
}

static enum status keep_distinct_all(struct document *d)
{
	strings *lists[] = {&d->authors, &d->tags, &d->categories};
	enum status status = OK;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (lists[i]->len > 1 && status == OK)
			status = keep_distinct(lists[i]);
	return status;
}

enum status refine(struct document *d, struct str name,
	const struct settings *settings, language usual, struct record *out)
{
	bool whole_file = str_eq(d->id, name);
	enum status status = keep_distinct_all(d);
	*out = (struct record){.id = d->id,
		.source = source_of(d, name),
		.title = d->title,
		.description = d->description,
		.type = d->type,
		.place = d->place,
		.language = find_language(d, settings, usual),
		.date = d->date,
		.modified = d->modified,
		.boost = d->boost >= 0 && d->boost < 1e6
				 ? (uint32_t)(d->boost * 1000 + 0.5)
				 : 1000,
		.names = list_of(&d->names),
		.aliases = list_of(&d->aliases),
		.authors = list_of(&d->authors),
		.tags = list_of(&d->tags),
		.categories = list_of(&d->categories),
		.text = buf_str(&d->text),
		.one_line = d->one_line};
	if (d->dumped)
		out->url = d->url;
	if (status == OK && !d->dumped)
		status = make_url(d, name, settings, whole_file, &out->url);
	return status == OK ? copy_sections(d, out) : status;
}
