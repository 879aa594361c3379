/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/html_rest.h"
#include "common/base/rune.h"
#include "indexer/parse/html.h"

#include <stdlib.h>

enum { VALUE_MAX = 40 }; /* bytes of a name or class, as it is told */

struct search {
	html_nodes roots;   /* elements of the article                 */
	html_nodes holders; /* elements that these are in, by address */
	struct buf name;    /* scratch */
	struct arena *arena;
	html_rest *out;
	enum status status;
};

static bool is_root(const struct search *s, const GumboNode *n)
{
	for (size_t i = 0; i < s->roots.len; i++)
		if (s->roots.v[i] == n)
			return true;
	return false;
}

static int by_address(const void *a, const void *b)
{
	const GumboNode *const *x = a, *const *y = b;
	return (*x > *y) - (*x < *y);
}

static enum status find_holders(struct search *s)
{
	enum status status = OK;
	for (size_t i = 0; i < s->roots.len; i++)
		for (const GumboNode *p = s->roots.v[i]->parent;
			p && status == OK; p = p->parent)
			status = vec_push(&s->holders, p);
	if (s->holders.len)
		qsort(s->holders.v, s->holders.len, sizeof *s->holders.v,
			by_address);
	return status;
}

static bool holds_root(const struct search *s, const GumboNode *n)
{
	return s->holders.len && bsearch(&n, s->holders.v, s->holders.len,
					 sizeof *s->holders.v, by_address);
}

static bool is_no_text(const GumboNode *n)
{
	switch (html_element(n)->tag) {
	case GUMBO_TAG_HEAD:
	case GUMBO_TAG_SCRIPT:
	case GUMBO_TAG_STYLE:
	case GUMBO_TAG_TEMPLATE:
	case GUMBO_TAG_SVG:
		return true;
	default:
		return n->type == GUMBO_NODE_TEMPLATE;
	}
}

/* Bytes of text; white space counts as one between words. */
static size_t text_len(const GumboNode *n, unsigned depth)
{
	const GumboElement *e = html_element(n);
	struct str text = str_trim(html_text(n));
	size_t len = text.len > 0;
	for (size_t i = 1; i < text.len; i++)
		len += (unsigned char)text.p[i] > ' ' ||
		       (unsigned char)text.p[i - 1] > ' ';
	if (!e || depth == HTML_DEPTH_MAX || is_no_text(n))
		return len;
	for (unsigned i = 0; i < e->children.length; i++)
		len += text_len(e->children.data[i], depth + 1);
	return len;
}

/* <nav class="top"> */
static void put_name(const GumboNode *n, struct buf *out)
{
	static const char *const keys[] = {"class", "id", "role"};
	GumboStringPiece tag = html_element(n)->original_tag;
	gumbo_tag_from_original_text(&tag);
	buf_putc(out, '<');
	struct str name = {tag.data, tag.length};
	if (name.p)
		buf_put_str(
			out, str_slice(name, 0, rune_floor(name, VALUE_MAX)));
	else
		buf_puts(out, gumbo_normalized_tagname(html_element(n)->tag));
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		struct str value = html_attribute(n, keys[i]);
		if (!value.len)
			continue;
		buf_printf(out, " %s=\"", keys[i]);
		buf_put_str(
			out, str_slice(value, 0, rune_floor(value, VALUE_MAX)));
		buf_putc(out, '"');
		break;
	}
	buf_putc(out, '>');
}

static void put(struct search *s, const GumboNode *n)
{
	size_t bytes = is_no_text(n) ? 0 : text_len(n, 0);
	if (!bytes || s->status != OK)
		return;
	buf_clear(&s->name);
	put_name(n, &s->name);
	for (size_t i = 0; i < s->out->len; i++)
		if (str_eq(s->out->v[i].element, buf_str(&s->name))) {
			s->out->v[i].bytes += bytes;
			return;
		}
	if (s->out->len == HTML_REST_MAX)
		return;
	struct str name = arena_dup(s->arena, buf_str(&s->name));
	s->status = s->name.status;
	if (s->status == OK)
		s->status = name.p ? vec_push(s->out,
					     (struct html_piece){name, bytes})
				   : ERR_NOMEM;
}

/* As a page is written (html.c): roots are taken, and in them what is not
 * dropped. */
static void visit(struct search *s, const GumboNode *n, bool inside,
	bool in_article, unsigned depth)
{
	const GumboElement *e = html_element(n);
	if (!e || depth == HTML_DEPTH_MAX)
		return;
	if (!inside && is_root(s, n)) {
		inside = true;
		in_article =
			e->tag != GUMBO_TAG_BODY && e->tag != GUMBO_TAG_HTML;
	} else if (inside ? html_is_dropped(n, in_article)
			  : !holds_root(s, n)) {
		put(s, n);
		return;
	}
	in_article |= e->tag == GUMBO_TAG_MAIN || e->tag == GUMBO_TAG_ARTICLE;
	for (unsigned i = 0; i < e->children.length; i++)
		visit(s, e->children.data[i], inside, in_article, depth + 1);
}

static int larger_first(const void *a, const void *b)
{
	const struct html_piece *x = a, *y = b;
	return (x->bytes < y->bytes) - (x->bytes > y->bytes);
}

enum status html_rest_find(struct str html, struct arena *arena, html_rest *out)
{
	struct budget b = {0};
	struct search s = {.arena = arena, .out = out};
	const GumboNode *root = NULL;
	const char *why;
	enum status status = html_tree(&b, html, &root);
	if (status == OK) {
		html_repair(root);
		status = html_main(root, &s.roots, &why);
	}
	if (status == OK)
		status = find_holders(&s);
	if (status == OK) {
		visit(&s, root, false, false, 0);
		status = s.status;
	}
	if (out->len)
		qsort(out->v, out->len, sizeof *out->v, larger_first);
	vec_release(&s.roots);
	vec_release(&s.holders);
	buf_release(&s.name);
	budget_release(&b);
	return status == ERR_LIMIT ? OK : status;
}
