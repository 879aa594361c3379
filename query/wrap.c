/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/wrap.h"
#include "common/text/utf8.h"

struct wrap {
	struct buf *out;
	unsigned indent, width;
	unsigned column;
};

/* An escape sequence: of a link up to its terminator, of a style up to 'm'. */
static size_t end_of_escape(struct str s, size_t at)
{
	bool link = at + 1 < s.len && s.p[at + 1] == ']';
	size_t end = str_find(s, at + 1, link ? '\033' : 'm');
	return str_slice(s, 0, end + 1 + link).len;
}

/* Is that the printable ASCII character before another one, or none? */
static bool is_plain(struct str s, size_t at)
{
	return s.p[at] >= ' ' && s.p[at] <= '~' &&
	       (at + 1 == s.len || (unsigned char)s.p[at + 1] < 0x80);
}

/*
 * Columns of the character or escape sequence at *at, which moves past it.  A
 * character is all that is one for its reader; terminals that do not join its
 * parts show them side by side.
 */
static unsigned next_glyph(struct str s, size_t *at)
{
	int32_t state = 0;
	if (is_plain(s, *at)) {
		++*at;
		return 1;
	}
	if (s.p[*at] == '\033') {
		*at = end_of_escape(s, *at);
		return 0;
	}
	uint32_t c = utf8_next(s, at);
	unsigned columns = utf8_width(c);
	for (size_t next = *at; next < s.len && s.p[next] != '\033';) {
		uint32_t joined = utf8_next(s, &next);
		if (utf8_grapheme_break(c, joined, &state))
			break;
		c = joined;
		columns += utf8_width(c);
		*at = next;
	}
	return columns;
}

/* Columns of a word; *parts: it may be broken between its characters, as what
 * is written without spaces must be where it is longer than a line. */
static unsigned measure(struct str word, unsigned room, bool *parts)
{
	unsigned columns = 0;
	bool wide = false, ascii = true;
	for (size_t at = 0; at < word.len;) {
		ascii = ascii && (unsigned char)word.p[at] < 0x80;
		unsigned n = next_glyph(word, &at);
		columns += n;
		wide = wide || n > 1;
	}
	*parts = wide || (!ascii && columns > room);
	return columns;
}

static void begin_line(struct wrap *w)
{
	for (w->column = 0; w->column < w->indent; w->column++)
		buf_putc(w->out, ' ');
}

/* Of several spaces between words none stays at a line's end. */
static void break_line(struct wrap *w)
{
	while (w->out->len && w->out->p[w->out->len - 1] == ' ')
		w->out->len--;
	buf_putc(w->out, '\n');
	begin_line(w);
}

static void put_word(struct wrap *w, struct str word)
{
	bool parts;
	unsigned room = w->width > w->indent ? w->width - w->indent : 0;
	unsigned columns = measure(word, room, &parts);
	unsigned least = parts ? 2 : columns;
	if (w->column > w->indent && w->column + 1 + least > w->width) {
		break_line(w);
	} else if (w->column > w->indent) {
		buf_putc(w->out, ' ');
		w->column++;
	}
	if (!parts) {
		buf_put_str(w->out, word);
		w->column += columns;
		return;
	}
	for (size_t at = 0; at < word.len;) {
		size_t from = at;
		unsigned n = next_glyph(word, &at);
		if (w->column > w->indent && w->column + n > w->width)
			break_line(w);
		buf_put_str(w->out, str_slice(word, from, at));
		w->column += n;
	}
}

void wrap_put(struct buf *out, struct str s, unsigned indent, unsigned width)
{
	struct wrap w = {.out = out, .indent = indent, .width = width};
	begin_line(&w);
	for (size_t at = 0; at < s.len;) {
		size_t end = str_find(s, at, ' ');
		put_word(&w, str_slice(s, at, end));
		at = end + 1;
	}
	buf_putc(out, '\n');
}
