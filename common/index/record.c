/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/record.h"
#include "common/base/bytes.h"

static void put_signed(struct buf *b, int64_t v)
{
	buf_put_varint(b, (uint64_t)v << 1 ^ (uint64_t)(v >> 63));
}

static int64_t read_signed(struct reader *r)
{
	uint64_t v = read_varint(r);
	return (int64_t)(v >> 1) ^ -(int64_t)(v & 1);
}

static void put_list(struct buf *b, struct record_list list)
{
	buf_put_varint(b, list.len);
	for (uint32_t i = 0; i < list.len; i++)
		buf_put_text(b, list.v[i]);
}

/* Does every line of the text begin with a mark of the same source line? */
static bool is_one_line(const struct record *r)
{
	struct str text = r->text;
	uint32_t at = 0;
	for (uint32_t i = 0; i < r->mark_count; i++)
		if (r->marks[i].line != r->marks[0].line)
			return false;
	if (r->mark_count == 0)
		return false;
	size_t i = str_find(text, r->marks[0].off, '\n');
	for (; i + 1 < text.len; i = str_find(text, i + 1, '\n')) {
		if (text.p[i + 1] == '\n')
			continue;
		while (at < r->mark_count && r->marks[at].off <= i)
			at++;
		if (at == r->mark_count || r->marks[at].off != i + 1)
			return false;
	}
	return true;
}

static void put_marks(const struct record *r, struct buf *out)
{
	bool one_line = r->one_line || is_one_line(r);
	uint32_t count = one_line ? 1 : r->mark_count, off = 0, line = 0;
	buf_put_varint(out, (uint64_t)count << 1 | one_line);
	for (uint32_t i = 0; i < count; i++) {
		buf_put_varint(out, r->marks[i].off - off);
		put_signed(out, (int64_t)r->marks[i].line - line);
		off = r->marks[i].off;
		line = r->marks[i].line;
	}
}

void record_put(const struct record *r, struct buf *out)
{
	const struct str texts[] = {r->id, r->source, r->title, r->url,
		r->description, r->type, r->place, r->language};
	const struct record_list lists[] = {
		r->names, r->aliases, r->authors, r->tags, r->categories};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		buf_put_text(out, texts[i]);
	put_signed(out, r->date);
	put_signed(out, r->modified);
	buf_put_varint(out, r->boost);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		put_list(out, lists[i]);
	buf_put_varint(out, r->extra_count);
	for (uint32_t i = 0; i < r->extra_count; i++) {
		buf_put_text(out, r->extras[i].key);
		buf_put_text(out, r->extras[i].json);
	}
	buf_put_varint(out, r->section_count);
	for (uint32_t i = 0; i < r->section_count; i++) {
		const struct record_section *s = &r->sections[i];
		buf_put_varint(out, s->off);
		buf_put_varint(out, s->line);
		buf_put_varint(out, s->level);
		buf_put_text(out, s->heading);
		buf_put_text(out, s->anchor);
	}
	put_marks(r, out);
	buf_put_text(out, r->text);
}

/* Room for a list of `wanted` elements of `size` bytes in memory that take
 * `least` or more on disk. */
static void *room(struct reader *r, struct arena *arena, size_t size,
	uint64_t wanted, size_t least, uint32_t *count)
{
	r->bad = r->bad || wanted > reader_left(r) / least;
	*count = (uint32_t)wanted;
	void *v = r->bad ? NULL : arena_alloc(arena, *count * size);
	if (!v)
		*count = 0;
	return v;
}

static void *list_room(struct reader *r, struct arena *arena, size_t size,
	size_t least, uint32_t *count)
{
	return room(r, arena, size, read_varint(r), least, count);
}

static bool read_list(
	struct reader *r, struct arena *arena, struct record_list *out)
{
	struct str *v = list_room(r, arena, sizeof *v, 1, &out->len);
	out->v = v;
	for (uint32_t i = 0; i < out->len; i++)
		v[i] = read_text(r);
	return v;
}

static bool read_extras(
	struct reader *r, struct arena *arena, struct record *out)
{
	struct record_extra *v =
		list_room(r, arena, sizeof *v, 2, &out->extra_count);
	out->extras = v;
	for (uint32_t i = 0; i < out->extra_count; i++) {
		v[i].key = read_text(r);
		v[i].json = read_text(r);
	}
	return v;
}

static bool read_sections(
	struct reader *r, struct arena *arena, struct record *out)
{
	struct record_section *v =
		list_room(r, arena, sizeof *v, 5, &out->section_count);
	out->sections = v;
	for (uint32_t i = 0; i < out->section_count; i++) {
		v[i].off = (uint32_t)read_varint_max(r, UINT32_MAX);
		v[i].line = (uint32_t)read_varint_max(r, UINT32_MAX);
		v[i].level = (uint32_t)read_varint_max(r, 6);
		v[i].heading = read_text(r);
		v[i].anchor = read_text(r);
		if (i && v[i].off < v[i - 1].off)
			r->bad = true;
	}
	return v;
}

static bool read_marks(
	struct reader *r, struct arena *arena, struct record *out)
{
	uint64_t head = read_varint(r);
	struct record_mark *v =
		room(r, arena, sizeof *v, head >> 1, 2, &out->mark_count);
	out->one_line = head & 1;
	uint32_t off = 0, line = 0;
	out->marks = v;
	for (uint32_t i = 0; i < out->mark_count; i++) {
		off += (uint32_t)read_varint_max(r, UINT32_MAX - off);
		line += (uint32_t)read_signed(r);
		v[i] = (struct record_mark){off, line};
	}
	return v;
}

enum status record_get(
	struct str bytes, struct arena *arena, struct record *out)
{
	struct reader r = reader_from(bytes);
	struct record rec = {0};
	struct str *texts[] = {&rec.id, &rec.source, &rec.title, &rec.url,
		&rec.description, &rec.type, &rec.place, &rec.language};
	struct record_list *lists[] = {&rec.names, &rec.aliases, &rec.authors,
		&rec.tags, &rec.categories};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		*texts[i] = read_text(&r);
	rec.date = read_signed(&r);
	rec.modified = read_signed(&r);
	rec.boost = (uint32_t)read_varint_max(&r, UINT32_MAX);
	bool good = true;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		good = good && read_list(&r, arena, lists[i]);
	good = good && read_extras(&r, arena, &rec) &&
	       read_sections(&r, arena, &rec) && read_marks(&r, arena, &rec);
	rec.text = read_text(&r);
	if (r.bad)
		return ERR_CORRUPT;
	if (!good)
		return ERR_NOMEM;
	for (uint32_t i = 0; i < rec.section_count; i++)
		if (rec.sections[i].off > rec.text.len)
			return ERR_CORRUPT;
	*out = rec;
	return OK;
}

uint32_t record_line(const struct record *r, uint32_t off)
{
	uint32_t low = 0, high = r->mark_count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (r->marks[middle].off <= off)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return 0;
	const struct record_mark *m = &r->marks[low - 1];
	uint32_t line = m->line;
	for (size_t i = m->off; !r->one_line && i < off && i < r->text.len; i++)
		line += r->text.p[i] == '\n';
	return line;
}

const struct record_section *record_section_at(
	const struct record *r, uint32_t off)
{
	const struct record_section *found = NULL;
	for (uint32_t i = 0; i < r->section_count; i++)
		if (r->sections[i].off <= off)
			found = &r->sections[i];
	return found;
}
