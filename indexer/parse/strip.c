/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/strip.h"

struct stripper {
	struct body *b;
	struct str s;
	size_t at;
	uint32_t line;
};

static bool is_letter(char c)
{
	c |= 32;
	return c >= 'a' && c <= 'z';
}

static bool has_word(const char *const *words, size_t count, struct str word)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq_nocase(word, str_from(words[i])))
			return true;
	return false;
}

static bool is_block(struct str name)
{
	static const char *const names[] = {"address", "article", "aside",
		"blockquote", "body", "caption", "center", "dd", "details",
		"div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
		"form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header",
		"hr", "html", "iframe", "legend", "li", "link", "main", "menu",
		"meta", "nav", "ol", "option", "p", "pre", "script", "section",
		"select", "style", "summary", "table", "tbody", "td",
		"textarea", "tfoot", "th", "thead", "title", "tr", "ul"};
	return has_word(names, sizeof names / sizeof *names, name);
}

static bool is_raw(struct str name)
{
	static const char *const names[] = {"script", "style", "template",
		"noscript", "svg", "iframe", "title"};
	return has_word(names, sizeof names / sizeof *names, name);
}

static struct str tag_name(struct str tag)
{
	size_t from = 1;
	if (from < tag.len && tag.p[from] == '/')
		from++;
	size_t to = from;
	while (to < tag.len && (is_letter(tag.p[to]) ||
				       (tag.p[to] >= '0' && tag.p[to] <= '9')))
		to++;
	return str_slice(tag, from, to);
}

static size_t find(struct str s, size_t from, const char *what)
{
	if (from >= s.len)
		return s.len;
	size_t len = strlen(what);
	const char *p = memmem(s.p + from, s.len - from, what, len);
	return p ? (size_t)(p - s.p) : s.len;
}

/* Behind the '>' that ends a tag; quoted ones do not count. */
static size_t quoted_end(struct str s, size_t at)
{
	char quote = 0;
	for (size_t i = at + 1; i < s.len; i++) {
		char c = s.p[i];
		if (quote)
			quote = c == quote ? 0 : quote;
		else if ((c == '"' || c == '\'') && s.p[i - 1] == '=')
			quote = c;
		else if (c == '>')
			return i + 1;
	}
	return s.len;
}

static bool is_tag(struct str s, size_t at)
{
	if (at + 1 >= s.len)
		return false;
	char c = s.p[at + 1];
	return is_letter(c) || c == '!' || c == '?' ||
	       (c == '/' && at + 2 < s.len && is_letter(s.p[at + 2]));
}

size_t strip_tag_end(struct str s, size_t at)
{
	if (!is_tag(s, at))
		return at;
	if (str_starts(str_slice(s, at, s.len), STR("<!--"))) {
		size_t end = find(s, at + 4, "-->");
		return end < s.len ? end + 3 : s.len;
	}
	/* A quote that never ends must not take the rest of the page. */
	size_t end = quoted_end(s, at);
	if (end < s.len || s.p[s.len - 1] == '>')
		return end;
	end = find(s, at, ">");
	return end < s.len ? end + 1 : s.len;
}

static void skip(struct stripper *t, size_t to)
{
	struct str over = str_slice(t->s, t->at, to);
	for (size_t at = 0; (at = str_find(over, at, '\n')) < over.len; at++)
		t->line += t->line != 0;
	t->at = to;
}

static size_t entity(struct str s, char *out, size_t *len)
{
	static const struct {
		const char *name, *text;
	} named[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"},
		{"&quot;", "\""}, {"&apos;", "'"}, {"&nbsp;", " "},
		{"&ndash;", "\u2013"}, {"&mdash;", "\u2014"},
		{"&hellip;", "\u2026"}, {"&rsquo;", "\u2019"},
		{"&lsquo;", "\u2018"}, {"&rdquo;", "\u201d"},
		{"&ldquo;", "\u201c"}, {"&copy;", "\u00a9"}, {"&#39;", "'"},
		{"&#34;", "\""}, {"&#160;", " "}};
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (str_starts(s, str_from(named[i].name))) {
			*len = strlen(named[i].text);
			memcpy(out, named[i].text, *len);
			return strlen(named[i].name);
		}
	return 0;
}

static void put_decoded(struct buf *out, struct str s)
{
	for (size_t at = 0; at < s.len;) {
		char text[4];
		size_t len, n = 0;
		if (s.p[at] == '&')
			n = entity(str_slice(s, at, s.len), text, &len);
		if (n)
			buf_put(out, text, len);
		else
			buf_putc(out, s.p[at]);
		at += n ? n : 1;
	}
}

void strip_title(struct str html, struct buf *out)
{
	for (size_t at = 0; (at = str_find(html, at, '<')) < html.len;) {
		size_t end = strip_tag_end(html, at);
		struct str name = tag_name(str_slice(html, at, end));
		if (str_eq_nocase(name, STR("title"))) {
			size_t to = str_find(html, end, '<');
			put_decoded(out, str_slice(html, end, to));
			return;
		}
		at = end > at ? end : at + 1;
	}
}

static void put_text(struct stripper *t, size_t to)
{
	while (t->at < to) {
		char text[4];
		size_t len;
		size_t amp = str_find(str_slice(t->s, 0, to), t->at, '&');
		body_at(t->b, t->line);
		body_words(t->b, str_slice(t->s, t->at, amp));
		skip(t, amp);
		if (t->at == to)
			return;
		size_t n = entity(str_slice(t->s, t->at, to), text, &len);
		if (!n) {
			n = len = 1;
			text[0] = '&';
		}
		body_words(t->b, (struct str){text, len});
		t->at += n;
	}
}

/* To the end tag of an element whose contents are no text. */
static void skip_raw(struct stripper *t, struct str name)
{
	for (size_t at = t->at; (at = find(t->s, at, "</")) < t->s.len; at++) {
		struct str word = str_slice(t->s, at + 2, at + 2 + name.len);
		if (str_eq_nocase(word, name)) {
			skip(t, at);
			return;
		}
	}
	skip(t, t->s.len);
}

static void take_tag(struct stripper *t, size_t end)
{
	struct str tag = str_slice(t->s, t->at, end);
	struct str name = tag_name(tag);
	skip(t, end);
	if (is_block(name))
		body_block(t->b, t->line);
	else if (str_eq_nocase(name, STR("br")))
		body_words(t->b, STR(" "));
	if (is_raw(name) && tag.p[1] != '/' && !str_ends(tag, STR("/>")))
		skip_raw(t, name);
}

void strip_tags(struct body *b, struct str html, uint32_t line)
{
	struct stripper t = {.b = b, .s = html, .line = line};
	body_block(b, line);
	while (t.at < html.len) {
		size_t open = str_find(html, t.at, '<');
		put_text(&t, open);
		if (open == html.len)
			break;
		size_t end = strip_tag_end(html, open);
		if (end == open)
			put_text(&t, open + 1);
		else
			take_tag(&t, end);
	}
}
