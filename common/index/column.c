/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/column.h"
#include "common/base/bytes.h"

enum { ROW = 40, NAME = 16 };

static const struct {
	const char *name;
	bool number;
} COLUMNS[COLUMN_COUNT] = {
	[COLUMN_DATE] = {"date", true},
	[COLUMN_MODIFIED] = {"modified", true},
	[COLUMN_BOOST] = {"boost", true},
	[COLUMN_AUTHOR] = {"author", false},
	[COLUMN_TAG] = {"tag", false},
	[COLUMN_CATEGORY] = {"category", false},
	[COLUMN_LANGUAGE] = {"lang", false},
	[COLUMN_TYPE] = {"type", false},
};

const char *column_name(enum column_id id)
{
	return COLUMNS[id].name;
}

enum column_id column_find(struct str name)
{
	unsigned id = 0;
	while (id < COLUMN_COUNT && !str_eq(name, str_from(COLUMNS[id].name)))
		id++;
	return (enum column_id)id;
}

bool column_is_number(enum column_id id)
{
	return COLUMNS[id].number;
}

static uint64_t get_width(const uint8_t *p, unsigned width)
{
	switch (width) {
	case 1:
		return *p;
	case 2:
		return get_u16(p);
	case 4:
		return get_u32(p);
	default:
		return get_u64(p);
	}
}

static bool read_number(struct column *c, struct reader *r)
{
	uint64_t docs = c->segment->docs;
	c->smallest = (int64_t)read_u64(r);
	c->values = (const uint8_t *)read_bytes(r, docs * c->width).p;
	return !r->bad;
}

static bool read_key_texts(struct column *c, struct reader *r)
{
	c->texts = (struct str){(const char *)r->p, reader_left(r)};
	for (uint32_t i = 0; i < c->keys; i++)
		if (get_u32(c->key_starts + 4 * (size_t)i) >
			get_u32(c->key_starts + 4 * (size_t)i + 4))
			return false;
	return get_u32(c->key_starts + 4 * (size_t)c->keys) <= c->texts.len;
}

static bool read_keys(struct column *c, struct reader *r)
{
	uint64_t docs = c->segment->docs;
	c->keys = read_u32(r);
	c->key_starts =
		(const uint8_t *)read_bytes(r, 4 * ((uint64_t)c->keys + 1)).p;
	if (!c->many) {
		c->values = (const uint8_t *)read_bytes(r, docs * c->width).p;
		return !r->bad && read_key_texts(c, r);
	}
	c->starts = (const uint8_t *)read_bytes(r, 4 * (docs + 1)).p;
	if (r->bad)
		return false;
	c->ordinals = get_u32(c->starts + 4 * docs);
	c->values =
		(const uint8_t *)read_bytes(r, (uint64_t)c->ordinals * c->width)
			.p;
	return !r->bad && read_key_texts(c, r);
}

/* The row of the table named so, its bytes into `out`. */
static enum status find_row(const struct segment *segment, const char *name,
	struct column *c, struct str *out)
{
	struct str all = segment_section(segment, SECTION_COLUMNS);
	if (all.len < 4 || segment_touch(segment, all.p, 4) != OK)
		return all.len ? ERR_CORRUPT : ERR_NOT_FOUND;
	uint64_t count = get_u32(all.p);
	if (count > 1024 || 4 + count * ROW > all.len ||
		segment_touch(segment, all.p, 4 + count * ROW) != OK)
		return ERR_CORRUPT;
	for (uint64_t i = 0; i < count; i++) {
		const char *row = all.p + 4 + i * ROW;
		if (strncmp(row, name, NAME) != 0)
			continue;
		uint64_t off = get_u64(row + 24), len = get_u64(row + 32);
		c->number = get_u32(row + NAME) == 0;
		if (get_u32(row + NAME) > 1)
			return ERR_CORRUPT;
		c->width = get_u32(row + NAME + 4) & 0xff;
		c->many = get_u32(row + NAME + 4) >> 8;
		if (off > all.len || len > all.len - off)
			return ERR_CORRUPT;
		*out = str_slice(all, (size_t)off, (size_t)(off + len));
		return segment_touch(segment, out->p, out->len);
	}
	return ERR_NOT_FOUND;
}

enum status column_open(struct column *c, const struct segment *segment,
	enum column_id id, struct error *err)
{
	struct str bytes = {0};
	*c = (struct column){.segment = segment};
	enum status status = find_row(segment, COLUMNS[id].name, c, &bytes);
	if (status == OK) {
		struct reader r = reader_from(bytes);
		bool width = c->width == 1 || c->width == 2 || c->width == 4 ||
			     (c->width == 8 && c->number);
		if (!width || c->number != COLUMNS[id].number ||
			!(c->number ? read_number(c, &r) : read_keys(c, &r)))
			status = ERR_CORRUPT;
	}
	if (status == ERR_CORRUPT)
		return segment_corrupt(
			segment, SECTION_COLUMNS, COLUMNS[id].name, err);
	if (status == ERR_NOT_FOUND)
		return error_set(err, status, "no document has the column %s",
			COLUMNS[id].name);
	return status;
}

int64_t column_number(const struct column *c, uint32_t doc)
{
	uint64_t v = get_width(c->values + (size_t)doc * c->width, c->width);
	return v ? (int64_t)((uint64_t)c->smallest + v - 1) : RECORD_NO_TIME;
}

uint32_t column_keys(
	const struct column *c, uint32_t doc, uint32_t *out, uint32_t max)
{
	uint32_t n = 0;
	if (!c->many) {
		uint64_t v =
			get_width(c->values + (size_t)doc * c->width, c->width);
		if (v && v <= c->keys && max)
			out[n++] = (uint32_t)v - 1;
		return n;
	}
	uint32_t at = get_u32(c->starts + 4 * (size_t)doc);
	uint32_t end = get_u32(c->starts + 4 * (size_t)doc + 4);
	for (; at < end && at < c->ordinals && n < max; at++) {
		uint64_t v =
			get_width(c->values + (size_t)at * c->width, c->width);
		if (v < c->keys)
			out[n++] = (uint32_t)v;
	}
	return n;
}

/* A loop of its own for each width and form, with nothing left to choose in
 * it.  Damaged ordinals are passed over, and none is read twice. */
static inline __attribute__((always_inline)) void count_width(
	const struct column *c, const uint64_t *bits, uint32_t *counts,
	unsigned width, bool many)
{
	uint32_t words = (c->segment->docs + 63) / 64, done = 0;
	for (uint32_t i = 0; i < words; i++)
		for (uint64_t left = bits[i]; left; left &= left - 1) {
			size_t doc = (size_t)i * 64 +
				     (unsigned)__builtin_ctzll(left);
			if (!many) {
				uint64_t v = get_width(
					c->values + doc * width, width);
				if (v && v <= c->keys)
					counts[v - 1]++;
				continue;
			}
			uint32_t at = get_u32(c->starts + 4 * doc);
			uint32_t end = get_u32(c->starts + 4 * doc + 4);
			end = end < c->ordinals ? end : c->ordinals;
			for (at = at > done ? at : done; at < end; at++) {
				uint64_t v = get_width(
					c->values + (size_t)at * width, width);
				if (v < c->keys)
					counts[v]++;
			}
			done = at;
		}
}

void column_count(
	const struct column *c, const uint64_t *bits, uint32_t *counts)
{
	switch (c->width << 1 | c->many) {
	case 1 << 1:
		count_width(c, bits, counts, 1, false);
		break;
	case 1 << 1 | 1:
		count_width(c, bits, counts, 1, true);
		break;
	case 2 << 1:
		count_width(c, bits, counts, 2, false);
		break;
	case 2 << 1 | 1:
		count_width(c, bits, counts, 2, true);
		break;
	default:
		count_width(c, bits, counts, c->width, c->many);
	}
}

struct str column_key(const struct column *c, uint32_t ordinal)
{
	const uint8_t *p = c->key_starts + 4 * (size_t)ordinal;
	return str_slice(c->texts, get_u32(p), get_u32(p + 4));
}
