/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HTML: gumbo's tree within a budget, its metadata, then the text of its main
 * content, cut into sections at headings.
 */
#include "indexer/parse/html.h"
#include "indexer/parse/body.h"
#include "indexer/parse/form.h"
#include "indexer/parse/guard.h"
#include "indexer/parse/strip.h"

enum { SOURCE_MAX = 16 << 20 }; /* bytes; of longer pages tags are stripped */

/* ---- gumbo within a budget ---- */

static void *take(void *budget, size_t size)
{
	return budget_alloc(budget, size);
}

static void leave(void *budget, void *p)
{
	(void)budget, (void)p;
}

struct tree_work {
	struct budget *budget;
	struct str text;
	const GumboNode *root;
};

static void make_tree(void *data)
{
	struct tree_work *w = data;
	GumboOptions options = kGumboDefaultOptions;
	options.allocator = take;
	options.deallocator = leave;
	options.userdata = w->budget;
	options.max_errors = 0;
	w->root = gumbo_parse_with_options(&options, w->text.p, w->text.len)
			  ->root;
}

enum status html_tree(struct budget *b, struct str html, const GumboNode **root)
{
	struct tree_work work = {b, html, NULL};
	if (html.len > SOURCE_MAX || guard_html(html))
		return ERR_LIMIT;
	budget_init(b, html.len);
	enum status status = budget_run(b, make_tree, &work);
	*root = work.root;
	return status;
}

/* ---- the tree to text ---- */

struct writer {
	struct document *d;
	struct body body;
	bool had_heading, had_h1;
	bool all; /* drop nothing but what is no text */
	bool off; /* between <!--googleoff: index--> and its counterpart */
	unsigned depth;
	enum status status;
};

static bool is_block(GumboTag tag)
{
	switch (tag) {
	case GUMBO_TAG_A:
	case GUMBO_TAG_ABBR:
	case GUMBO_TAG_B:
	case GUMBO_TAG_BDI:
	case GUMBO_TAG_BDO:
	case GUMBO_TAG_BIG:
	case GUMBO_TAG_BR:
	case GUMBO_TAG_CITE:
	case GUMBO_TAG_CODE:
	case GUMBO_TAG_DATA:
	case GUMBO_TAG_DEL:
	case GUMBO_TAG_DFN:
	case GUMBO_TAG_EM:
	case GUMBO_TAG_FONT:
	case GUMBO_TAG_I:
	case GUMBO_TAG_IMG:
	case GUMBO_TAG_INS:
	case GUMBO_TAG_KBD:
	case GUMBO_TAG_MARK:
	case GUMBO_TAG_NOBR:
	case GUMBO_TAG_Q:
	case GUMBO_TAG_RB:
	case GUMBO_TAG_RP:
	case GUMBO_TAG_RT:
	case GUMBO_TAG_RTC:
	case GUMBO_TAG_RUBY:
	case GUMBO_TAG_S:
	case GUMBO_TAG_SAMP:
	case GUMBO_TAG_SMALL:
	case GUMBO_TAG_SPAN:
	case GUMBO_TAG_STRIKE:
	case GUMBO_TAG_STRONG:
	case GUMBO_TAG_SUB:
	case GUMBO_TAG_SUP:
	case GUMBO_TAG_TD:
	case GUMBO_TAG_TH:
	case GUMBO_TAG_TIME:
	case GUMBO_TAG_TT:
	case GUMBO_TAG_U:
	case GUMBO_TAG_VAR:
	case GUMBO_TAG_WBR:
	case GUMBO_TAG_UNKNOWN:
		return false;
	default:
		return true;
	}
}

static unsigned heading_level(const GumboNode *n)
{
	switch (html_element(n)->tag) {
	case GUMBO_TAG_H1:
		return 1;
	case GUMBO_TAG_H2:
		return 2;
	case GUMBO_TAG_H3:
		return 3;
	case GUMBO_TAG_H4:
		return 4;
	case GUMBO_TAG_H5:
		return 5;
	case GUMBO_TAG_H6:
		return 6;
	default:
		return 0;
	}
}

/* Between comments that ask search engines to look away. */
static void take_comment(struct writer *w, const GumboNode *n)
{
	static const char *const offs[] = {"googleoff: index", "googleoff: all",
		"htdig_noindex", "UdmComment"};
	static const char *const ons[] = {"googleon: index", "googleon: all",
		"/htdig_noindex", "/UdmComment"};
	struct str s = str_trim(str_from(n->v.text.text));
	for (size_t i = 0; i < sizeof offs / sizeof *offs; i++) {
		if (str_eq_nocase(s, str_from(offs[i])))
			w->off = true;
		if (str_eq_nocase(s, str_from(ons[i])))
			w->off = false;
	}
}

static bool is_letterless(struct str s)
{
	s = str_trim(s);
	for (size_t i = 0; i < s.len && s.len <= 3; i++) {
		char c = s.p[i] | 32;
		if ((c >= 'a' && c <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9'))
			return false;
	}
	return s.len <= 3;
}

/* The text of a heading but for links on a lone sign that point at it. */
static void heading_text(const GumboNode *n, struct buf *out, unsigned depth)
{
	const GumboElement *e = html_element(n);
	buf_put_str(out, html_text(n));
	if (!e || depth == HTML_DEPTH_MAX ||
		(depth && html_is_dropped(n, true)))
		return;
	size_t from = out->len;
	for (unsigned i = 0; i < e->children.length; i++)
		heading_text(e->children.data[i], out, depth + 1);
	if (e->tag == GUMBO_TAG_A &&
		is_letterless(str_slice(buf_str(out), from, out->len)))
		out->len = from;
	if (e->tag == GUMBO_TAG_BR)
		buf_putc(out, ' ');
}

/* A copy in the arena with single spaces. */
static struct str tidy(struct arena *a, struct str s)
{
	if (s.len > DOCUMENT_FIELD_MAX)
		s.len = DOCUMENT_FIELD_MAX;
	while (s.len && ((unsigned char)s.p[s.len - 1] & 0x80) &&
		s.len == DOCUMENT_FIELD_MAX)
		s.len--;
	struct str copy = arena_dup(a, s);
	char *p = (char *)copy.p;
	size_t n = 0;
	for (size_t i = 0; p && i < s.len; i++) {
		if ((unsigned char)p[i] > ' ')
			p[n++] = p[i];
		else if (n && p[n - 1] != ' ')
			p[n++] = ' ';
	}
	while (n && p[n - 1] == ' ')
		n--;
	copy.len = n;
	return copy;
}

struct anchor {
	struct str id;
};

static bool find_anchor(void *data, const GumboNode *n)
{
	struct anchor *a = data;
	struct str id = html_attribute(n, "id");
	if (!id.len && html_is(n, GUMBO_TAG_A))
		id = html_attribute(n, "name");
	if (!a->id.len && id.len)
		a->id = id;
	return !a->id.len;
}

/* Its own id, that of a link in it, or that of the section it leads. */
static struct str heading_anchor(const GumboNode *n)
{
	struct anchor a = {{"", 0}};
	html_each(n, find_anchor, &a);
	if (!a.id.len && n->parent && html_element(n->parent) &&
		(html_is(n->parent, GUMBO_TAG_SECTION) ||
			html_is(n->parent, GUMBO_TAG_DIV)))
		find_anchor(&a, n->parent);
	return str_slice(a.id, 0, DOCUMENT_FIELD_MAX);
}

/* The first h1 names the document; as its title it is no section. */
static enum status take_h1(struct writer *w, struct str heading, bool *is_title)
{
	struct document *d = w->d;
	if (d->title.len == 0) {
		d->title = heading;
		document_origin(d, FIELD_TITLE, "the first <h1>");
	}
	*is_title = !w->had_heading && str_eq(d->title, heading);
	w->had_h1 = true;
	if (str_eq(d->title, heading))
		return OK;
	if (!d->names.len)
		document_origin(d, FIELD_NAME, "the first <h1>");
	return document_add(d, &d->names, heading);
}

static enum status put_heading(
	struct writer *w, const GumboNode *n, unsigned level)
{
	struct buf text = {0};
	heading_text(n, &text, 0);
	struct str heading = tidy(&w->d->arena, buf_str(&text));
	struct str anchor = arena_dup(&w->d->arena, heading_anchor(n));
	enum status status = heading.p && anchor.p ? text.status : ERR_NOMEM;
	bool is_title = false;
	if (status == OK && level == 1 && !w->had_h1 && heading.len)
		status = take_h1(w, heading, &is_title);
	if (status == OK && heading.len && !is_title)
		body_section(&w->body, level, html_element(n)->start_pos.line,
			heading, anchor);
	w->had_heading |= heading.len != 0;
	buf_release(&text);
	return status;
}

static void put_text(struct writer *w, const GumboNode *n, bool in_pre)
{
	if (w->off)
		return;
	body_at(&w->body, n->v.text.start_pos.line);
	if (in_pre && n->type != GUMBO_NODE_WHITESPACE)
		body_put(&w->body, html_text(n));
	else if (in_pre && w->body.in_block)
		body_put(&w->body, html_text(n));
	else
		body_words(&w->body, html_text(n));
}

static void write_node(
	struct writer *w, const GumboNode *n, bool in_article, bool in_pre);

static void write_children(
	struct writer *w, const GumboNode *n, bool in_article, bool in_pre)
{
	const GumboElement *e = html_element(n);
	bool block = is_block(e->tag);
	in_article |= e->tag == GUMBO_TAG_MAIN || e->tag == GUMBO_TAG_ARTICLE;
	in_pre |= e->tag == GUMBO_TAG_PRE;
	if (block)
		body_block(&w->body, e->start_pos.line);
	else if (e->tag == GUMBO_TAG_BR || e->tag == GUMBO_TAG_TD ||
		 e->tag == GUMBO_TAG_TH || e->tag == GUMBO_TAG_IMG)
		body_words(&w->body, STR(" "));
	if (e->tag == GUMBO_TAG_IMG && !w->off) {
		body_at(&w->body, e->start_pos.line);
		body_words(&w->body, html_attribute(n, "alt"));
	}
	for (unsigned i = 0; i < e->children.length && w->status == OK; i++)
		write_node(w, e->children.data[i], in_article, in_pre);
	if (block)
		body_block(&w->body, 0);
}

static bool is_skipped(
	const struct writer *w, const GumboNode *n, bool in_article)
{
	GumboTag tag = html_element(n)->tag;
	if (n->type == GUMBO_NODE_TEMPLATE)
		return true;
	if (w->all)
		return tag == GUMBO_TAG_HEAD || tag == GUMBO_TAG_SCRIPT ||
		       tag == GUMBO_TAG_STYLE || tag == GUMBO_TAG_SVG;
	return html_is_dropped(n, in_article);
}

static void write_element(
	struct writer *w, const GumboNode *n, bool in_article, bool in_pre)
{
	unsigned level = heading_level(n);
	if (w->depth == HTML_DEPTH_MAX || is_skipped(w, n, in_article))
		return;
	w->depth++;
	if (level && !w->off)
		w->status = put_heading(w, n, level);
	else if (!level)
		write_children(w, n, in_article, in_pre);
	w->depth--;
}

static void write_node(
	struct writer *w, const GumboNode *n, bool in_article, bool in_pre)
{
	if (n->type == GUMBO_NODE_COMMENT)
		take_comment(w, n);
	else if (html_element(n))
		write_element(w, n, in_article, in_pre);
	else if (n->type != GUMBO_NODE_DOCUMENT)
		put_text(w, n, in_pre);
}

/* A root itself is never dropped: it was chosen. */
static enum status write_roots(
	struct document *d, const html_nodes *roots, bool all)
{
	struct writer w = {.d = d, .all = all};
	body_begin(&w.body, d);
	for (size_t i = 0; i < roots->len; i++) {
		const GumboNode *n = roots->v[i];
		bool whole = html_is(n, GUMBO_TAG_BODY) ||
			     html_is(n, GUMBO_TAG_HTML);
		write_children(&w, n, !whole, false);
	}
	enum status status = body_finish(&w.body);
	return w.status == OK ? status : w.status;
}

static enum status write_tree(struct parser *p, const GumboNode *root)
{
	struct document *d = &p->doc;
	struct metadata m;
	html_nodes roots = {0};
	html_repair(root);
	metadata_begin(&m, d, p->now);
	enum status status = html_metadata(p, root, &m);
	if (status == OK)
		status = html_main(root, &roots, &d->origins[FIELD_TEXT].what);
	if (status == OK)
		status = write_roots(d, &roots, false);
	/* Some pages stand in one <form>: then rather all than nothing. */
	if (status == OK && d->text.len == 0 && d->sections.len == 1) {
		d->sections.len = d->marks.len = 0;
		document_origin(d, FIELD_TEXT, "all of <body>");
		status = write_roots(d, &roots, true);
	}
	vec_release(&roots);
	return status;
}

/* ---- without a tree ---- */

static enum status write_stripped(struct parser *p, struct str bytes)
{
	struct metadata m;
	struct body b;
	struct buf title = {0};
	document_warn(&p->doc, 0,
		"too intricate for HTML, so taken without its structure");
	metadata_begin(&m, &p->doc, p->now);
	strip_title(bytes, &title);
	m.by.what = "<title>";
	metadata_offer(&m, FIELD_TITLE, 0, buf_str(&title));
	buf_release(&title);
	body_begin(&b, &p->doc);
	strip_tags(&b, bytes, 1);
	enum status status = body_finish(&b);
	return m.status == OK ? status : m.status;
}

enum status html_parse(struct parser *p, struct str bytes)
{
	struct budget b = {0};
	const GumboNode *root = NULL;
	parser_begin(p);
	enum status status = html_tree(&b, bytes, &root);
	if (status == OK)
		status = write_tree(p, root);
	else if (status == ERR_LIMIT)
		status = write_stripped(p, bytes);
	budget_release(&b);
	return status == OK ? parser_emit(p) : status;
}
