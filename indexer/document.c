/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/document.h"
#include "indexer/parse/decode.h"

#include <stdarg.h>
#include <stdio.h>

static void clear_values(struct document *d)
{
	strings *lists[] = {&d->names, &d->aliases, &d->authors, &d->tags,
		&d->categories, &d->warnings};
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		lists[i]->len = 0;
	d->extras.len = d->sections.len = d->marks.len = 0;
}

void document_clear(struct document *d)
{
	arena_clear(&d->arena);
	clear_values(d);
	buf_clear(&d->text);
	d->text.max = DOCUMENT_TEXT_MAX;
	d->id = d->title = d->description = d->url = d->language = d->type =
		d->place = d->source = (struct str){0};
	d->date = d->modified = d->expiry = TIME_NONE;
	d->boost = 1;
	d->draft = d->noindex = d->dumped = d->one_line = false;
	memset(d->origins, 0, sizeof d->origins);
}

void document_release(struct document *d)
{
	strings *lists[] = {&d->names, &d->aliases, &d->authors, &d->tags,
		&d->categories, &d->warnings};
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		vec_release(lists[i]);
	vec_release(&d->extras);
	vec_release(&d->sections);
	vec_release(&d->marks);
	buf_release(&d->text);
	arena_release(&d->arena);
	*d = (struct document){0};
}

struct str *document_text(struct document *d, enum field f)
{
	switch (f) {
	case FIELD_ID:
		return &d->id;
	case FIELD_TITLE:
		return &d->title;
	case FIELD_DESCRIPTION:
		return &d->description;
	case FIELD_URL:
		return &d->url;
	case FIELD_LANGUAGE:
		return &d->language;
	case FIELD_TYPE:
		return &d->type;
	default:
		return &d->place;
	}
}

strings *document_list(struct document *d, enum field f)
{
	switch (f) {
	case FIELD_NAME:
		return &d->names;
	case FIELD_ALIAS:
		return &d->aliases;
	case FIELD_AUTHOR:
		return &d->authors;
	case FIELD_TAG:
		return &d->tags;
	default:
		return &d->categories;
	}
}

int64_t *document_date(struct document *d, enum field f)
{
	return f == FIELD_DATE       ? &d->date
	       : f == FIELD_MODIFIED ? &d->modified
				     : &d->expiry;
}

/* A warning that finds no memory is lost: the caller learns of that anyway. */
void document_warn(struct document *d, unsigned line, const char *fmt, ...)
{
	char text[512];
	int n = line ? snprintf(text, sizeof text, "line %u: ", line) : 0;
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text + n, sizeof text - (size_t)n, fmt, ap);
	va_end(ap);
	decode_blank(text, strlen(text)); /* what was cut inside a character */
	if (d->warnings.len < DOCUMENT_VALUES_MAX &&
		document_add(d, &d->warnings, str_from(text)) != OK)
		return;
}

static struct str cut(struct str s, size_t max)
{
	if (s.len <= max)
		return s;
	while (max && ((unsigned char)s.p[max] & 0xc0) == 0x80)
		max--;
	return str_slice(s, 0, max);
}

enum status document_add(struct document *d, strings *list, struct str s)
{
	s = cut(s, DOCUMENT_FIELD_MAX);
	if (s.len == 0 || list->len >= DOCUMENT_VALUES_MAX)
		return OK;
	for (size_t i = 0; i < list->len; i++)
		if (str_eq(list->v[i], s))
			return OK;
	struct str copy = arena_dup(&d->arena, s);
	return copy.p ? vec_push(list, copy) : ERR_NOMEM;
}

/* The last mark at or before `off`, or NULL. */
static const struct mark *mark_before(const struct document *d, uint32_t off)
{
	size_t low = 0, high = d->marks.len;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (d->marks.v[mid].off <= off)
			low = mid + 1;
		else
			high = mid;
	}
	return low ? &d->marks.v[low - 1] : NULL;
}

uint32_t document_line(const struct document *d, uint32_t off)
{
	const struct mark *m = mark_before(d, off);
	if (!m)
		return d->marks.len ? d->marks.v[0].line : 0;
	uint32_t line = m->line;
	size_t end = off < d->text.len ? off : d->text.len;
	for (size_t at = m->off;
		(at = str_find(buf_str(&d->text), at, '\n')) < end; at++)
		line++;
	return line;
}
