/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/dumped.h"
#include "common/base/shortest.h"
#include "indexer/parse/date.h"
#include "indexer/parse/metadata.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

struct dumped {
	struct document *d;
	const struct value *object;
	const char *why;
	enum status status;
};

static void refuse(struct dumped *x, const char *why)
{
	if (x->status == OK)
		x->status = ERR_INVALID;
	x->why = why;
}

/* The member of that name if it is of the kind; else NULL, and refused unless
 * there is none. */
static const struct value *member(struct dumped *x, const struct value *object,
	const char *key, enum value_kind kind)
{
	const struct value *v = value_get(object, key);
	if (v && v->kind != kind) {
		refuse(x, "a member is of another kind than in a dump");
		return NULL;
	}
	return v;
}

static void take_text(struct dumped *x, const struct value *object,
	const char *key, size_t max, struct str *out)
{
	const struct value *v = member(x, object, key, VALUE_STRING);
	if (v && v->text.len > max)
		refuse(x, "a text is too long for its member");
	else if (v)
		*out = v->text;
}

static bool whole_number(struct str s, int64_t *out)
{
	char text[24];
	char *end;
	if (s.len == 0 || s.len >= sizeof text)
		return false;
	memcpy(text, s.p, s.len);
	text[s.len] = '\0';
	errno = 0;
	*out = strtoll(text, &end, 10);
	return *end == '\0' && errno == 0;
}

static uint32_t take_number(struct dumped *x, const struct value *object,
	const char *key, uint32_t max)
{
	const struct value *v = member(x, object, key, VALUE_NUMBER);
	int64_t n = 0;
	if (v && (!whole_number(v->text, &n) || n < 0 || n > max))
		refuse(x, "a number is out of its range");
	return (uint32_t)n;
}

static void take_date(struct dumped *x, const char *key, int64_t *out)
{
	const struct value *v = value_get(x->object, key);
	if (!v)
		return;
	bool good = v->kind == VALUE_NUMBER ? whole_number(v->text, out)
					    : v->kind == VALUE_STRING &&
						      date_parse(v->text, out);
	if (!good)
		refuse(x, "a date is none");
}

static void take_boost(struct dumped *x)
{
	const struct value *v = member(x, x->object, "boost", VALUE_NUMBER);
	if (!v)
		return;
	x->d->boost = shortest_get(v->text.p, v->text.len);
	if (!(x->d->boost >= 0 && x->d->boost < HUGE_VAL))
		refuse(x, "a number is out of its range");
}

static void take_list(struct dumped *x, const char *key, strings *list)
{
	const struct value *v = member(x, x->object, key, VALUE_LIST);
	for (v = v ? v->first : NULL; v && x->status == OK; v = v->next)
		if (v->kind == VALUE_STRING)
			x->status = document_add(x->d, list, v->text);
		else
			refuse(x, "a list holds other things than texts");
}

static void take_extras(struct dumped *x)
{
	const struct value *v = member(x, x->object, "extras", VALUE_OBJECT);
	struct metadata m;
	metadata_begin(&m, x->d, 0);
	for (v = v ? v->first : NULL; v && m.status == OK; v = v->next)
		metadata_keep(&m, NULL, v);
	if (x->status == OK)
		x->status = m.status;
}

/* May a section begin there? */
static bool is_place(const struct document *d, uint32_t at)
{
	return at <= d->text.len &&
	       (at == d->text.len ||
		       ((unsigned char)d->text.p[at] & 0xc0) != 0x80);
}

static void take_section(struct dumped *x, const struct value *v)
{
	struct document *d = x->d;
	struct section s = {.heading = STR(""), .anchor = STR("")};
	s.off = take_number(x, v, "at", DOCUMENT_TEXT_MAX);
	s.line = take_number(x, v, "line", UINT32_MAX);
	s.level = (uint8_t)take_number(x, v, "level", 6);
	take_text(x, v, "heading", DOCUMENT_FIELD_MAX, &s.heading);
	take_text(x, v, "anchor", 2 * DOCUMENT_FIELD_MAX, &s.anchor);
	if (s.level == 0 || !is_place(d, s.off) ||
		s.off < d->sections.v[d->sections.len - 1].off ||
		d->sections.len >= DOCUMENT_SECTIONS_MAX)
		refuse(x, "a section is where none can be");
	if (x->status == OK)
		x->status = vec_push(&d->sections, s);
}

static void take_sections(struct dumped *x)
{
	const struct value *v = member(x, x->object, "sections", VALUE_LIST);
	x->status = vec_push(&x->d->sections, (struct section){.line = 1});
	for (v = v ? v->first : NULL; v && x->status == OK; v = v->next)
		take_section(x, v);
}

/* "at:line at:line ..." */
static void take_lines(struct dumped *x)
{
	const struct value *v = member(x, x->object, "lines", VALUE_STRING);
	struct document *d = x->d;
	struct str all = v ? v->text : STR("");
	for (size_t from = 0; from < all.len && x->status == OK;) {
		size_t end = str_find(all, from, ' ');
		size_t colon = str_find(all, from, ':');
		int64_t off = -1, line = -1;
		if (!whole_number(str_slice(all, from, colon), &off) ||
			!whole_number(str_slice(all, colon + 1, end), &line) ||
			off < 0 || off > (int64_t)d->text.len || line < 0 ||
			line > UINT32_MAX ||
			(d->marks.len &&
				d->marks.v[d->marks.len - 1].off >= off))
			refuse(x, "its lines make no sense");
		else
			x->status = vec_push(&d->marks,
				(struct mark){(uint32_t)off, (uint32_t)line});
		from = end + 1;
	}
	v = member(x, x->object, "one_line", VALUE_BOOL);
	d->one_line = v && v->truth && d->marks.len;
}

static void take_body(struct dumped *x)
{
	struct str text = STR("");
	take_text(x, x->object, "text", DOCUMENT_TEXT_MAX, &text);
	buf_put_str(&x->d->text, text);
	if (x->status == OK)
		x->status = x->d->text.status;
	if (x->status == OK)
		take_sections(x);
	if (x->status == OK)
		take_lines(x);
}

bool is_dumped(const struct value *object)
{
	return value_get(object, DUMPED_MARK);
}

enum status dumped_take(
	struct document *d, const struct value *object, const char **why)
{
	struct dumped x = {.d = d, .object = object};
	struct {
		const char *key;
		struct str *to;
		size_t max;
	} texts[] = {{"id", &d->id, DOCUMENT_ID_MAX},
		{"source", &d->source, DOCUMENT_ID_MAX},
		{"title", &d->title, DOCUMENT_FIELD_MAX},
		{"url", &d->url, 2 * DOCUMENT_FIELD_MAX},
		{"description", &d->description, DOCUMENT_FIELD_MAX},
		{"type", &d->type, DOCUMENT_FIELD_MAX},
		{"place", &d->place, DOCUMENT_FIELD_MAX},
		{"language", &d->language, DOCUMENT_FIELD_MAX}};
	struct {
		const char *key;
		strings *to;
	} lists[] = {{"names", &d->names}, {"aliases", &d->aliases},
		{"authors", &d->authors}, {"tags", &d->tags},
		{"categories", &d->categories}};
	d->dumped = true;
	if (take_number(&x, object, DUMPED_MARK, UINT32_MAX) != DUMPED_VERSION)
		refuse(&x, "a dump of a newer meju");
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		take_text(&x, object, texts[i].key, texts[i].max, texts[i].to);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		take_list(&x, lists[i].key, lists[i].to);
	if (d->id.len == 0)
		refuse(&x, "a document of a dump without its id");
	take_date(&x, "date", &d->date);
	take_date(&x, "modified", &d->modified);
	take_boost(&x);
	take_extras(&x);
	if (x.status == OK)
		take_body(&x);
	*why = x.why;
	return x.status;
}
