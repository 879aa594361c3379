/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/body.h"

static void check(struct body *b, enum status status)
{
	if (b->status == OK)
		b->status = status;
}

void body_begin(struct body *b, struct document *d)
{
	*b = (struct body){.d = d};
	check(b, vec_push(&d->sections, (struct section){.line = 1}));
}

void body_block(struct body *b, uint32_t line)
{
	b->in_block = b->space = false;
	b->line = line;
}

void body_at(struct body *b, uint32_t line)
{
	b->line = line;
}

static uint32_t end(const struct body *b)
{
	return (uint32_t)b->d->text.len;
}

static void full(struct body *b)
{
	if (!b->full)
		document_warn(b->d, b->line, "text beyond %d MiB is left out",
			DOCUMENT_TEXT_MAX >> 20);
	b->full = true;
}

static void append(struct body *b, struct str s)
{
	size_t room = DOCUMENT_TEXT_MAX - b->d->text.len;
	if (s.len > room) {
		full(b);
		while (room && ((unsigned char)s.p[room] & 0xc0) == 0x80)
			room--;
		s.len = room;
	}
	buf_put_str(&b->d->text, s);
	check(b, b->d->text.status);
}

static void place_sections(struct body *b)
{
	for (; b->unplaced < b->d->sections.len; b->unplaced++)
		b->d->sections.v[b->unplaced].off = end(b);
}

static void mark(struct body *b)
{
	if (b->line && b->line != b->implied)
		check(b,
			vec_push(&b->d->marks, (struct mark){end(b), b->line}));
	b->implied = b->line;
}

/* Before each piece of text: end the block before, say where we are. */
static bool begin_text(struct body *b)
{
	if (b->status != OK || b->full)
		return false;
	if (!b->in_block) {
		if (b->d->text.len) {
			append(b, STR("\n\n"));
			b->implied += 2;
		}
		place_sections(b);
		b->in_block = true;
	}
	if (b->line)
		mark(b);
	return b->status == OK && !b->full;
}

static void blank_bytes(char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)p[i] < 0x20 && p[i] != '\t' && p[i] != '\n')
			p[i] = ' ';
}

/* Control characters but for tabs and line ends, which are rare. */
static void blank_controls(char *p, size_t len)
{
	typedef uint8_t bytes __attribute__((vector_size(16)));
	typedef uint64_t halves __attribute__((vector_size(16)));
	bytes v;
	for (; len >= sizeof v; p += sizeof v, len -= sizeof v) {
		memcpy(&v, p, sizeof v);
		halves blank = (halves)((v < 0x20) & (v != '\t') & (v != '\n'));
		if (blank[0] | blank[1])
			blank_bytes(p, sizeof v);
	}
	blank_bytes(p, len);
}

static void count_lines(struct body *b, const char *p, size_t len)
{
	const char *last = p + len;
	while ((p = memchr(p, '\n', (size_t)(last - p)))) {
		b->implied++;
		if (b->line)
			b->line++;
		if (++p == last)
			break;
	}
}

/* The text from `from` on. */
static void blank_from(struct body *b, size_t from)
{
	if (b->d->text.len > from)
		blank_controls(b->d->text.p + from, b->d->text.len - from);
}

void body_put(struct body *b, struct str s)
{
	if (s.len == 0 || !begin_text(b))
		return;
	size_t from = b->d->text.len;
	append(b, s);
	blank_from(b, from);
	if (b->d->text.len > from)
		count_lines(b, b->d->text.p + from, b->d->text.len - from);
}

static void put_break(struct body *b)
{
	if (!begin_text(b))
		return;
	append(b, STR("\n"));
	b->implied++;
	b->line += b->line > 0;
}

static bool is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

void body_words(struct body *b, struct str s)
{
	size_t at = 0;
	while (at < s.len) {
		for (; at < s.len && is_white(s.p[at]); at++) {
			b->space = true;
			b->line += b->line && s.p[at] == '\n';
		}
		size_t from = at;
		while (at < s.len && !is_white(s.p[at]))
			at++;
		if (from == at)
			return;
		if (b->space && b->in_block)
			body_put(b, STR(" "));
		b->space = false;
		body_put(b, str_slice(s, from, at));
	}
}

void body_break(struct body *b)
{
	if (b->in_block)
		put_break(b);
	else if (b->line)
		b->line++;
}

void body_section(struct body *b, unsigned level, uint32_t line,
	struct str heading, struct str anchor)
{
	if (b->d->sections.len >= DOCUMENT_SECTIONS_MAX) {
		if (!b->crowded && !b->full)
			document_warn(b->d, line,
				"headings beyond %d are taken as text",
				DOCUMENT_SECTIONS_MAX);
		b->crowded = true;
		body_block(b, line);
		body_put(b, heading);
		return;
	}
	check(b, vec_push(&b->d->sections, (struct section){.line = line,
						   .level = (uint8_t)level,
						   .heading = heading,
						   .anchor = anchor}));
	body_block(b, 0);
}

enum status body_finish(struct body *b)
{
	place_sections(b);
	return b->status;
}

/* The line at *at without its end; steps behind it. */
static struct str next_line(struct str s, size_t *at)
{
	size_t from = *at, to = str_find(s, from, '\n');
	*at = to < s.len ? to + 1 : to;
	struct str line = str_slice(s, from, to);
	while (line.len && is_white(line.p[line.len - 1]))
		line.len--;
	return line;
}

void body_plain(
	struct body *b, struct str text, uint32_t line, unsigned line_step)
{
	bool fresh = true;
	size_t from = b->d->text.len;
	for (size_t at = 0; at < text.len; line += line_step) {
		struct str s = next_line(text, &at);
		if (s.len == 0) {
			fresh = true;
			continue;
		}
		if (fresh)
			body_block(b, line);
		else
			put_break(b);
		body_at(b, line);
		if (begin_text(b))
			append(b, s); /* no line ends within */
		fresh = false;
	}
	blank_from(b, from);
}
