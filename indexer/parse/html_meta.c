/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a page says of itself, by rank: markers for Pagefind 0, JSON-LD 1, then
 * <meta> by the table below, then what is marked up in the page.
 */
#include "indexer/parse/html.h"
#include "indexer/parse/json.h"

struct meta {
	const char *name; /* of name=, property= or itemprop= */
	enum field field;
	unsigned rank;
	bool split; /* between commas */
};

static const struct meta metas[] = {
	{"dc.title", FIELD_TITLE, 2, false},
	{"dc:title", FIELD_TITLE, 2, false},
	{"dcterm:title", FIELD_TITLE, 2, false},
	{"dcterms:title", FIELD_TITLE, 2, false},
	{"dcterms.title", FIELD_TITLE, 2, false},
	{"og:title", FIELD_TITLE, 3, false},
	{"citation_title", FIELD_TITLE, 4, false},
	{"dc.creator", FIELD_AUTHOR, 2, false},
	{"dcterms.creator", FIELD_AUTHOR, 2, false},
	{"author", FIELD_AUTHOR, 3, false},
	{"authors", FIELD_AUTHOR, 3, true},
	{"article:author", FIELD_AUTHOR, 4, false},
	{"citation_author", FIELD_AUTHOR, 5, false},
	{"parsely-author", FIELD_AUTHOR, 6, false},
	{"dc.description", FIELD_DESCRIPTION, 2, false},
	{"dcterms.abstract", FIELD_DESCRIPTION, 2, false},
	{"og:description", FIELD_DESCRIPTION, 3, false},
	{"description", FIELD_DESCRIPTION, 4, false},
	{"twitter:description", FIELD_DESCRIPTION, 5, false},
	{"summary", FIELD_DESCRIPTION, 6, false},
	{"article:published_time", FIELD_DATE, 2, false},
	{"dcterms.issued", FIELD_DATE, 3, false},
	{"dcterms.created", FIELD_DATE, 4, false},
	{"citation_publication_date", FIELD_DATE, 5, false},
	{"parsely-pub-date", FIELD_DATE, 6, false},
	{"date", FIELD_DATE, 7, false},
	{"pubdate", FIELD_DATE, 8, false},
	{"article:modified_time", FIELD_MODIFIED, 2, false},
	{"og:updated_time", FIELD_MODIFIED, 3, false},
	{"dcterms.modified", FIELD_MODIFIED, 4, false},
	{"last-modified", FIELD_MODIFIED, 5, false},
	{"modified", FIELD_MODIFIED, 6, false},
	{"article:tag", FIELD_TAG, 0, false},
	{"keywords", FIELD_TAG, 0, true},
	{"tags", FIELD_TAG, 0, true},
	{"dcterms.subject", FIELD_TAG, 0, false},
	{"article:section", FIELD_CATEGORY, 0, false},
	{"category", FIELD_CATEGORY, 0, false},
	{"og:url", FIELD_URL, 2, false},
	{"og:locale", FIELD_LANGUAGE, 3, false},
	{"content-language", FIELD_LANGUAGE, 4, false},
	{"docsearch:language", FIELD_LANGUAGE, 5, false},
	{"og:type", FIELD_TYPE, 2, false},
};

enum {
	RANK_JSON_LD = 1,
	RANK_PAGE = 20, /* what the page shows: <title>, <time>, rel=author */
};

struct page {
	struct parser *parser;
	struct metadata *m;
	struct buf text; /* scratch */
};

/* What is offered next comes from there. */
static void from(struct metadata *m, const char *what, const char *key)
{
	m->by = (struct origin){.what = what, .key = str_from(key)};
}

static bool is_address(struct str s)
{
	return str_starts(s, STR("http://")) || str_starts(s, STR("https://"));
}

static struct str node_text(struct page *p, const GumboNode *n)
{
	buf_clear(&p->text);
	html_all_text(n, &p->text);
	if (p->text.status != OK)
		p->m->status = p->text.status;
	return str_trim(buf_str(&p->text));
}

/* ---- JSON-LD ---- */

static bool is_article(struct str type)
{
	static const char *const types[] = {"Article", "NewsArticle",
		"AnalysisNewsArticle", "AskPublicNewsArticle",
		"BackgroundNewsArticle", "OpinionNewsArticle",
		"ReportageNewsArticle", "ReviewNewsArticle",
		"AdvertiserContentArticle", "Report", "SatiricalArticle",
		"ScholarlyArticle", "MedicalScholarlyArticle",
		"SocialMediaPosting", "BlogPosting", "LiveBlogPosting",
		"DiscussionForumPosting", "TechArticle", "APIReference"};
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_eq(type, str_from(types[i])))
			return true;
	return false;
}

static bool has_article_type(const struct value *v)
{
	const struct value *type = value_get(v, "@type");
	if (!type || type->kind != VALUE_LIST)
		return type && is_article(type->text);
	for (const struct value *t = type->first; t; t = t->next)
		if (is_article(t->text))
			return true;
	return false;
}

/* A text, an object with a name, or a list of these. */
static void offer_value(struct metadata *m, enum field f, const struct value *v)
{
	if (!v)
		return;
	if (v->kind == VALUE_LIST) {
		for (const struct value *e = v->first; e; e = e->next)
			if (e->kind != VALUE_LIST)
				offer_value(m, f, e);
		return;
	}
	if (v->kind == VALUE_OBJECT)
		v = value_get(v, "name");
	if (v && v->kind == VALUE_STRING)
		metadata_offer(m, f, RANK_JSON_LD, v->text);
}

/* The member `key` of an article. */
static void offer_member(struct metadata *m, enum field f,
	const struct value *article, const char *key)
{
	from(m, "JSON-LD", key);
	offer_value(m, f, value_get(article, key));
}

static void take_article(struct metadata *m, const struct value *v)
{
	const struct value *words = value_get(v, "keywords");
	const struct value *language = value_get(v, "inLanguage");
	offer_member(m, FIELD_TITLE, v, "headline");
	offer_member(m, FIELD_TITLE, v, "name");
	offer_member(m, FIELD_AUTHOR, v, "author");
	offer_member(m, FIELD_DESCRIPTION, v, "description");
	offer_member(m, FIELD_DATE, v, "datePublished");
	offer_member(m, FIELD_MODIFIED, v, "dateModified");
	offer_member(m, FIELD_CATEGORY, v, "articleSection");
	from(m, "JSON-LD", "keywords");
	if (words && words->kind == VALUE_STRING)
		metadata_split(m, FIELD_TAG, 0, words->text, ",");
	else
		for (words = words ? words->first : NULL; words;
			words = words->next)
			metadata_offer(m, FIELD_TAG, 0, words->text);
	from(m, "JSON-LD", "inLanguage");
	if (language && language->kind == VALUE_STRING)
		metadata_offer(m, FIELD_LANGUAGE, 6, language->text);
}

/* An article, or articles in a list or in @graph. */
static void take_linked(struct metadata *m, const struct value *v)
{
	if (has_article_type(v))
		take_article(m, v);
	const struct value *graph = value_get(v, "@graph");
	if (graph && graph->kind == VALUE_LIST)
		take_linked(m, graph);
	if (v->kind == VALUE_LIST)
		for (const struct value *e = v->first; e; e = e->next)
			take_linked(m, e);
}

static struct str without_cdata(struct str s)
{
	s = str_trim(s);
	if (str_starts(s, STR("//")))
		s = str_trim(str_slice(s, 2, s.len));
	if (!str_starts(s, STR("<![CDATA[")))
		return s;
	s = str_slice(s, 9, s.len);
	if (str_ends(s, STR("]]>")))
		s = str_trim(str_slice(s, 0, s.len - 3));
	if (str_ends(s, STR("//")))
		s.len -= 2;
	return str_trim(s);
}

static void take_json_ld(struct page *p, const GumboNode *script)
{
	struct parser *parser = p->parser;
	struct str json = without_cdata(node_text(p, script));
	const char *why;
	struct value *v;
	if (!parser->json && !(parser->json = json_new())) {
		p->m->status = ERR_NOMEM;
		return;
	}
	enum status status = json_parse(parser->json, json, 0, &why);
	if (status == OK)
		status = json_value(parser->json, &parser->doc.arena, &v, &why);
	if (status == OK)
		take_linked(p->m, v);
	else if (status == ERR_NOMEM)
		p->m->status = status;
}

/* ---- elements ---- */

static void take_meta(struct page *p, const GumboNode *n)
{
	struct str content = html_attribute(n, "content");
	struct str name = html_attribute(n, "name");
	if (!name.len)
		name = html_attribute(n, "property");
	if (!name.len)
		name = html_attribute(n, "http-equiv");
	from(p->m, "<meta>", NULL);
	if (str_eq_nocase(name, STR("robots")) ||
		str_eq_nocase(name, STR("meju")))
		metadata_member(p->m, STR("robots"), content);
	for (size_t i = 0; i < sizeof metas / sizeof *metas; i++) {
		const struct meta *m = &metas[i];
		if (!str_eq_nocase(name, str_from(m->name)) ||
			(m->field == FIELD_AUTHOR && is_address(content)))
			continue;
		p->m->by.key = str_from(m->name);
		if (m->split)
			metadata_split(p->m, m->field, m->rank, content, ",");
		else
			metadata_offer(p->m, m->field, m->rank, content);
	}
}

/* The key stays when the page is gone. */
static void take_marked(struct page *p, struct str key, struct str text)
{
	key = arena_dup(&p->m->d->arena, str_trim(key));
	if (key.p)
		metadata_member(p->m, key, str_trim(text));
	else
		p->m->status = ERR_NOMEM;
}

/* "k", "k[attribute]", "k:value", several between commas. */
static void take_marker(struct page *p, const GumboNode *n, struct str marker)
{
	struct str all = node_text(p, n);
	for (size_t at = 0; at < marker.len;) {
		size_t to = str_find(marker, at, ',');
		struct str part = str_trim(str_slice(marker, at, to));
		size_t colon = str_find(part, 0, ':');
		size_t open = str_find(part, 0, '[');
		struct str key = part, text = all;
		char attribute[64] = "";
		if (open < colon && str_ends(part, STR("]")) &&
			part.len - open - 2 < sizeof attribute) {
			key = str_slice(part, 0, open);
			memcpy(attribute, part.p + open + 1,
				part.len - open - 2);
			text = html_attribute(n, attribute);
		} else if (colon < part.len) {
			key = str_slice(part, 0, colon);
			text = str_slice(part, colon + 1, part.len);
		}
		p->m->by.key = STR("title");
		if (str_eq(key, STR("title")))
			metadata_offer(p->m, FIELD_TITLE, 0, text);
		else if (key.len && text.len)
			take_marked(p, key, text);
		at = to + 1;
	}
}

static void take_markers(struct page *p, const GumboNode *n)
{
	static const char *const names[] = {
		"data-pagefind-meta", "data-pagefind-filter"};
	for (size_t i = 0; i < 2; i++) {
		struct str marker = html_attribute(n, names[i]);
		from(p->m, names[i], NULL);
		if (marker.len)
			take_marker(p, n, marker);
	}
}

/* Titles end in " | Site"; " - " is left, it is too often part of them. */
static struct str without_site(struct str title)
{
	static const char *const marks[] = {
		" | ", " \u2013 ", " \u2014 ", " \u00b7 ", " \u00bb ", " : "};
	for (size_t i = title.len; i-- > 1;)
		for (size_t k = 0; k < sizeof marks / sizeof *marks; k++)
			if (str_starts(str_slice(title, i, title.len),
				    str_from(marks[k])))
				return str_trim(str_slice(title, 0, i));
	return title;
}

static void take_title(struct page *p, const GumboNode *n)
{
	struct str title = str_slice(node_text(p, n), 0, DOCUMENT_FIELD_MAX);
	from(p->m, "<title>", NULL);
	metadata_offer(p->m, FIELD_TITLE, RANK_PAGE, without_site(title));
}

static void take_link(struct page *p, const GumboNode *n)
{
	from(p->m, "<link rel=canonical>", NULL);
	if (html_has_word(n, "rel", "canonical"))
		metadata_offer(p->m, FIELD_URL, 0, html_attribute(n, "href"));
}

static void take_time(struct page *p, const GumboNode *n)
{
	struct str at = html_attribute(n, "datetime");
	struct str what = html_attribute(n, "itemprop");
	from(p->m, "<time>", NULL);
	if (html_attribute(n, "pubdate").p ||
		str_eq_nocase(what, STR("datePublished")))
		metadata_offer(p->m, FIELD_DATE, RANK_PAGE, at);
	else if (str_eq_nocase(what, STR("dateModified")))
		metadata_offer(p->m, FIELD_MODIFIED, RANK_PAGE, at);
}

static void take_author(struct page *p, const GumboNode *n)
{
	struct str name = node_text(p, n);
	from(p->m, "an author's mark-up", NULL);
	if (str_eq_nocase(str_slice(name, 0, 3), STR("by ")))
		name = str_trim(str_slice(name, 3, name.len));
	if (name.len && name.len < 100)
		metadata_offer(p->m, FIELD_AUTHOR, RANK_PAGE, name);
}

static bool take_element(void *data, const GumboNode *n)
{
	struct page *p = data;
	const GumboElement *e = html_element(n);
	bool in_svg = e->tag_namespace != GUMBO_NAMESPACE_HTML;
	if (in_svg || n->type == GUMBO_NODE_TEMPLATE)
		return false;
	switch (e->tag) {
	case GUMBO_TAG_META:
		take_meta(p, n);
		break;
	case GUMBO_TAG_TITLE:
		take_title(p, n);
		break;
	case GUMBO_TAG_LINK:
		take_link(p, n);
		break;
	case GUMBO_TAG_TIME:
		take_time(p, n);
		break;
	case GUMBO_TAG_SCRIPT:
		if (str_eq_nocase(html_attribute(n, "type"),
			    STR("application/ld+json")))
			take_json_ld(p, n);
		return false;
	default:
		break;
	}
	if (e->attributes.length == 0)
		return true;
	take_markers(p, n);
	from(p->m, "<a rel=tag>", NULL);
	if (e->tag == GUMBO_TAG_A && html_has_word(n, "rel", "tag"))
		metadata_offer(p->m, FIELD_TAG, 0, node_text(p, n));
	if (html_has_word(n, "rel", "author") ||
		html_has_word(n, "itemprop", "author") ||
		html_has_word(n, "class", "byline"))
		take_author(p, n);
	return p->m->status == OK;
}

enum status html_metadata(
	struct parser *parser, const GumboNode *root, struct metadata *m)
{
	struct page p = {.parser = parser, .m = m};
	struct str lang = html_attribute(root, "lang");
	from(m, "<html lang>", NULL);
	metadata_offer(m, FIELD_LANGUAGE, 0, lang);
	metadata_offer(m, FIELD_LANGUAGE, 1, html_attribute(root, "xml:lang"));
	html_each(root, take_element, &p);
	buf_release(&p.text);
	return m->status;
}
