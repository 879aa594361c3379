/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/html.h"
#include "indexer/parse/decode.h"

const GumboElement *html_element(const GumboNode *n)
{
	return n->type == GUMBO_NODE_ELEMENT || n->type == GUMBO_NODE_TEMPLATE
		       ? &n->v.element
		       : NULL;
}

bool html_is(const GumboNode *n, GumboTag tag)
{
	const GumboElement *e = html_element(n);
	return e && e->tag == tag;
}

struct str html_attribute(const GumboNode *n, const char *name)
{
	const GumboElement *e = html_element(n);
	for (unsigned i = 0; e && i < e->attributes.length; i++) {
		const GumboAttribute *a = e->attributes.data[i];
		if (str_eq_nocase(str_from(a->name), str_from(name)))
			return str_trim(str_from(a->value));
	}
	return (struct str){0};
}

bool html_has_word(const GumboNode *n, const char *name, const char *word)
{
	struct str words = html_attribute(n, name);
	for (size_t at = 0; at < words.len;) {
		size_t to = at;
		while (to < words.len && (unsigned char)words.p[to] > ' ')
			to++;
		if (str_eq_nocase(str_slice(words, at, to), str_from(word)))
			return true;
		at = to + 1;
	}
	return false;
}

struct str html_text(const GumboNode *n)
{
	switch (n->type) {
	case GUMBO_NODE_TEXT:
	case GUMBO_NODE_CDATA:
	case GUMBO_NODE_WHITESPACE:
		return str_from(n->v.text.text);
	default:
		return (struct str){"", 0};
	}
}

static void all_text(const GumboNode *n, struct buf *out, unsigned depth)
{
	buf_put_str(out, html_text(n));
	const GumboElement *e = html_element(n);
	if (!e || depth == HTML_DEPTH_MAX)
		return;
	for (unsigned i = 0; i < e->children.length; i++)
		all_text(e->children.data[i], out, depth + 1);
}

void html_all_text(const GumboNode *n, struct buf *out)
{
	all_text(n, out, 0);
}

static void each(const GumboNode *n,
	bool (*visit)(void *data, const GumboNode *element), void *data,
	unsigned depth)
{
	const GumboElement *e = html_element(n);
	if (!e || !visit(data, n) || depth == HTML_DEPTH_MAX)
		return;
	for (unsigned i = 0; i < e->children.length; i++)
		each(e->children.data[i], visit, data, depth + 1);
}

void html_each(const GumboNode *n,
	bool (*visit)(void *data, const GumboNode *element), void *data)
{
	each(n, visit, data, 0);
}

/* The strings are gumbo's copies; const is for its users' sake. */
static void repair_text(const char *text)
{
	decode_blank((char *)text, strlen(text));
}

static void repair(const GumboNode *n, unsigned depth)
{
	const GumboElement *e = html_element(n);
	if (!e && n->type != GUMBO_NODE_DOCUMENT)
		repair_text(n->v.text.text);
	if (!e || depth > HTML_DEPTH_MAX)
		return;
	for (unsigned i = 0; i < e->attributes.length; i++) {
		const GumboAttribute *a = e->attributes.data[i];
		repair_text(a->value);
	}
	for (unsigned i = 0; i < e->children.length; i++)
		repair(e->children.data[i], depth + 1);
}

void html_repair(const GumboNode *root)
{
	repair(root, 0);
}
