/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/rune.h"
#include "query/assist/snippet.h"

static const struct {
	const char *open, *close;
} marks[] = {
	[SNIPPET_PLAIN] = {"", ""},
	[SNIPPET_ANSI] = {"\x1b[1;31m", "\x1b[0m"},
	[SNIPPET_HTML] = {"<mark>", "</mark>"},
	[SNIPPET_HTML_UNMARKED] = {"", ""},
};

struct line {
	struct buf *out;
	enum snippet_form form;
	bool space; /* is due before the next character */
	bool begun; /* something was put; before that, no space */
	bool cell;  /* what was put last is a bar               */
};

static bool is_white(uint32_t c)
{
	return c <= ' ' || (c >= 0x7f && c <= 0xa0) || c == 0x2028 ||
	       c == 0x2029 || c == 0x3000;
}

/* Directions that would run on beyond the snippet. */
static bool is_direction(uint32_t c)
{
	return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static void put_due(struct line *l)
{
	if (l->space && l->begun)
		buf_putc(l->out, ' ');
	l->space = false;
	l->begun = true;
}

static const char *escape(enum snippet_form form, uint32_t c)
{
	if (c == RUNE_BAD)
		return "\xef\xbf\xbd";
	if (form != SNIPPET_HTML && form != SNIPPET_HTML_UNMARKED)
		return NULL;
	return c == '<'    ? "&lt;"
	       : c == '>'  ? "&gt;"
	       : c == '&'  ? "&amp;"
	       : c == '"'  ? "&quot;"
	       : c == '\'' ? "&#39;"
			   : NULL;
}

/* Is it put as it is, in all forms? */
static bool is_plain(char c)
{
	return c > ' ' && c < 0x7f && c != '<' && c != '>' && c != '&' &&
	       c != '"' && c != '\'' && c != '|';
}

/* Where words end that are put as they are, with one space between. */
static size_t plain_end(struct str s, size_t at)
{
	while (at < s.len && is_plain(s.p[at])) {
		at++;
		if (at + 1 < s.len && s.p[at] == ' ' && is_plain(s.p[at + 1]))
			at++;
	}
	return at;
}

static void put_text(struct line *l, struct str s)
{
	for (size_t at = 0, n; at < s.len; at += n) {
		uint32_t c;
		n = plain_end(s, at) - at;
		if (n) {
			l->cell = false;
			put_due(l);
			buf_put(l->out, s.p + at, n);
			continue;
		}
		n = rune_get(s, at, &c);
		if (is_white(c)) {
			l->space = true;
			continue;
		}
		/* of what surrounds the cells of a table one bar is enough */
		bool idle = c == '|' && (!l->begun || (l->cell && l->space));
		if (is_direction(c) || idle)
			continue;
		l->cell = c == '|';
		put_due(l);
		const char *instead = escape(l->form, c);
		if (instead)
			buf_puts(l->out, instead);
		else
			buf_put(l->out, s.p + at, n);
	}
}

static void put_fragment(struct line *l, const struct snippet *s,
	const struct fragment *f, struct str text)
{
	uint32_t at = f->off;
	for (uint32_t i = f->mark; i < f->mark + f->marks; i++) {
		const struct mark *m = &s->marks.v[i];
		put_text(l, str_slice(text, at, m->off));
		at = m->off + m->len;
		put_due(l);
		buf_puts(l->out, marks[l->form].open);
		put_text(l, str_slice(text, m->off, at));
		buf_puts(l->out, marks[l->form].close);
	}
	put_text(l, str_slice(text, at, f->off + f->len));
}

void snippet_put(const struct snippet *s, struct str text,
	enum snippet_form form, struct buf *out)
{
	bool cut = false;
	for (unsigned i = 0; i < s->count; i++) {
		const struct fragment *f = &s->fragments[i];
		if (i > 0)
			buf_puts(out, cut ? " " : " \u2026 ");
		else if (f->cut_front)
			buf_puts(out, "\u2026");
		struct line l = {.out = out, .form = form};
		put_fragment(&l, s, f, text);
		if (f->cut_end)
			buf_puts(out, "\u2026");
		cut = f->cut_end;
	}
}
