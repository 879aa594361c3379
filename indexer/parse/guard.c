/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/guard.h"
#include "indexer/parse/strip.h"

enum {
	CONTAINERS_MAX = 64, /* quotes and list items that one line opens  */
	DEPTH_MAX = 400,     /* elements open at once                      */
	ATTRIBUTES_MAX = 1000,
};

/* ---- Markdown ---- */

static size_t ordinal(struct str s, size_t i)
{
	size_t from = i;
	while (i < s.len && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	return i > from && i < s.len && (s.p[i] == '.' || s.p[i] == ')')
		       ? i + 1 - from
		       : 0;
}

/* cmark looks at all open containers on every line. */
static unsigned containers(struct str line)
{
	unsigned count = 0;
	bool only_marks = true;
	size_t i = 0;
	for (; i < line.len; count++) {
		while (i < line.len && (line.p[i] == ' ' || line.p[i] == '\t'))
			i++;
		if (i == line.len)
			break;
		size_t n = ordinal(line, i);
		bool bullet = strchr("-+*", line.p[i]) &&
			      (i + 1 == line.len || line.p[i + 1] == ' ' ||
				      line.p[i + 1] == '\t');
		if (!n && !bullet && line.p[i] != '>')
			break;
		only_marks &= line.p[i] == '-' || line.p[i] == '*';
		i += n ? n : 1;
	}
	/* A line of one mark only is a thematic break. */
	return i == line.len && only_marks ? 0 : count;
}

bool guard_markdown(struct str text)
{
	for (size_t at = 0; at < text.len;) {
		size_t to = str_find(text, at, '\n');
		if (containers(str_slice(text, at, to)) > CONTAINERS_MAX)
			return true;
		at = to + 1;
	}
	return false;
}

/* ---- HTML ---- */

struct nesting {
	struct str names[DEPTH_MAX]; /* of the elements thought open */
	unsigned depth;
	bool foreign; /* an <svg> or <math> was seen: nothing closes itself */
};

static struct str name_at(struct str tag)
{
	size_t from = tag.p[1] == '/' ? 2 : 1, to = from;
	while (to < tag.len && !strchr(" \t\r\n\f/>", tag.p[to]))
		to++;
	return str_slice(tag, from, to);
}

static bool is_any(struct str name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq_nocase(name, str_from(names[i])))
			return true;
	return false;
}

/* Elements that have no contents, or that the next of their kind closes. */
static bool closes_itself(struct str name)
{
	static const char *const names[] = {"p", "br", "img", "li", "td", "tr",
		"th", "dd", "dt", "hr", "meta", "link", "input", "option",
		"optgroup", "thead", "tbody", "tfoot", "col", "colgroup", "wbr",
		"area", "base", "embed", "param", "source", "track", "html",
		"head", "body", "rt", "rp", "rb", "rtc", "keygen", "frame",
		"image", "menuitem", "basefont", "bgsound"};
	return is_any(name, names, sizeof names / sizeof *names);
}

/* The innermost of that name and all in it are closed. */
static void close_element(struct nesting *n, struct str name)
{
	for (unsigned i = n->depth; i-- > 0;)
		if (str_eq_nocase(n->names[i], name)) {
			n->depth = i;
			return;
		}
}

static bool open_element(struct nesting *n, struct str tag)
{
	struct str name = name_at(tag);
	if (str_eq_nocase(name, STR("svg")) || str_eq_nocase(name, STR("math")))
		n->foreign = true;
	if ((!n->foreign && closes_itself(name)) ||
		(n->foreign && str_ends(tag, STR("/>"))))
		return true;
	if (n->depth == DEPTH_MAX)
		return false;
	n->names[n->depth++] = name;
	return true;
}

static bool has_many_attributes(struct str tag)
{
	unsigned count = 0;
	char quote = 0;
	for (size_t i = 1; i < tag.len; i++) {
		char c = tag.p[i];
		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else
			count += (unsigned char)c <= ' ' || c == '/';
	}
	return count > ATTRIBUTES_MAX && !quote;
}

/* Behind the contents of an element that holds no tags. */
static size_t raw_end(struct str html, size_t at, struct str name)
{
	static const char *const names[] = {
		"script", "style", "textarea", "title", "xmp"};
	if (!is_any(name, names, sizeof names / sizeof *names))
		return at;
	for (; (at = str_find(html, at, '<')) < html.len; at++)
		if (at + 1 < html.len && html.p[at + 1] == '/' &&
			str_eq_nocase(name,
				str_slice(html, at + 2, at + 2 + name.len)))
			return at;
	return html.len;
}

bool guard_html(struct str html)
{
	struct nesting n = {0};
	for (size_t at = 0; (at = str_find(html, at, '<')) < html.len;) {
		size_t end = strip_tag_end(html, at);
		struct str tag = str_slice(html, at, end);
		if (end == at) {
			at++;
			continue;
		}
		at = end;
		if (tag.len < 3 || tag.p[1] == '!' || tag.p[1] == '?')
			continue;
		if (tag.p[1] == '/') {
			close_element(&n, name_at(tag));
			continue;
		}
		if (!open_element(&n, tag) || has_many_attributes(tag))
			return true;
		at = raw_end(html, at, name_at(tag));
	}
	return false;
}
