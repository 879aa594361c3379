/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/link.h"

enum { WORDS_BYTES = 120 }; /* a longer run is no good address */

static bool is_space(char c)
{
	return (unsigned char)c <= ' ';
}

static void put_escaped(struct buf *out, struct str s, const char *plain)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
			(c >= 'a' && c <= 'z') || (c && strchr(plain, c)))
			buf_putc(out, (char)c);
		else
			buf_printf(out, "%%%02X", c);
	}
}

/* White space as one space, as a browser sees it. */
static void put_words(struct buf *out, struct str s)
{
	s = str_trim(s);
	for (size_t at = 0; at < s.len;) {
		size_t end = at;
		while (end < s.len && !is_space(s.p[end]))
			end++;
		put_escaped(out, str_slice(s, at, end), "._~");
		for (at = end; at < s.len && is_space(s.p[at]);)
			at++;
		if (at < s.len)
			buf_puts(out, "%20");
	}
}

/* As a browser compares, but for letters beyond ASCII. */
static char folded(char c)
{
	return is_space(c) ? ' ' : c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool is_same(const char *a, const char *b, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (folded(a[i]) != folded(b[i]))
			return false;
	return true;
}

static bool has_words(struct str text, struct str words)
{
	for (size_t at = 0; at + words.len <= text.len; at++)
		if (is_same(text.p + at, words.p, words.len))
			return true;
	return false;
}

/* Do they stand nowhere before?  In the text they are matches, all of them. */
static bool is_first(const struct snippeter *s, const struct record *r,
	const struct link_target *t, struct str words)
{
	uint32_t lead = t->off - t->before;
	if (has_words(r->title, words))
		return false;
	for (uint32_t i = 0; i < r->section_count; i++)
		if (r->sections[i].off <= t->off &&
			has_words(r->sections[i].heading, words))
			return false;
	for (size_t i = 0; i < s->hits.len && s->hits.v[i].off < t->off; i++) {
		uint32_t off = s->hits.v[i].off;
		if (off >= lead &&
			is_same(r->text.p + off - lead, words.p, words.len))
			return false;
	}
	return true;
}

/* Quotation marks, dashes and dots may look otherwise on the page. */
static bool is_plain(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (strchr("'\"`<>&", s.p[i]) ||
			(i && s.p[i] == s.p[i - 1] && strchr("-.", s.p[i])))
			return false;
	return s.len > 0;
}

/* Where the word before `off` begins; `off` if a block does. */
static uint32_t word_before(struct str text, uint32_t off)
{
	uint32_t at = off, lines = 0;
	while (at > 0 && is_space(text.p[at - 1]))
		lines += text.p[--at] == '\n';
	if (at == 0 || lines > 1)
		return off;
	while (at > 0 && !is_space(text.p[at - 1]))
		at--;
	return at;
}

static uint32_t word_behind(struct str text, uint32_t end)
{
	uint32_t at = end, lines = 0;
	while (at < text.len && is_space(text.p[at]))
		lines += text.p[at++] == '\n';
	if (at == text.len || lines > 1)
		return end;
	while (at < text.len && !is_space(text.p[at]))
		at++;
	return at;
}

/* Make it the only one that a browser can take: alone, or with a neighbour. */
static bool settle(const struct snippeter *s, const struct record *r,
	struct link_target *t)
{
	uint32_t before = word_before(r->text, t->off);
	uint32_t behind = word_behind(r->text, t->end);
	const struct link_target ways[] = {{t->off, t->off, t->end, t->end},
		{before, t->off, t->end, t->end},
		{t->off, t->off, t->end, behind}};
	for (unsigned i = 0; i < 3; i++) {
		struct str words =
			str_slice(r->text, ways[i].before, ways[i].behind);
		*t = ways[i];
		if ((i == 0 || words.len > t->end - t->off) &&
			words.len <= WORDS_BYTES && is_plain(words) &&
			is_first(s, r, t, words))
			return true;
	}
	return false;
}

void link_find(const struct snippeter *s, const struct record *r,
	const struct snippet *passage, struct link_target *out)
{
	const struct mark *longest = NULL;
	*out = (struct link_target){0};
	for (uint32_t i = 0; i < passage->marks.len; i++) {
		const struct mark *m = &passage->marks.v[i];
		if (m->words > 1 && (!longest || m->words > longest->words))
			longest = m;
	}
	if (!longest)
		return;
	out->off = longest->off;
	out->end = longest->off + longest->len;
	if (!settle(s, r, out))
		*out = (struct link_target){0};
}

void link_put(const struct record *r, const struct record_section *section,
	const struct link_target *t, struct buf *out)
{
	buf_put_str(out, r->url);
	if (r->url.len == 0 || memchr(r->url.p, '#', r->url.len))
		return;
	if (t->end || section->anchor.len)
		buf_putc(out, '#');
	put_escaped(out, section->anchor, "-._~!$'()*+,;=:@/?");
	if (!t->end)
		return;
	buf_puts(out, ":~:text=");
	put_words(out, str_slice(r->text, t->before, t->off));
	buf_puts(out, t->before < t->off ? "-," : "");
	put_words(out, str_slice(r->text, t->off, t->end));
	buf_puts(out, t->behind > t->end ? ",-" : "");
	put_words(out, str_slice(r->text, t->end, t->behind));
}
