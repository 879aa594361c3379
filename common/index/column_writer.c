/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/bytes.h"
#include "common/index/column.h"

#include <stdlib.h>

enum { NAME = 16, ROW = 40, BOOST_NEUTRAL = 1000 };

static enum status put_key(
	struct column_writer *w, enum column_id id, struct str key)
{
	uint32_t ordinal;
	if (key.len == 0)
		return OK;
	enum status status = map_add(&w->keys[id], key, &ordinal);
	return status == OK ? vec_push(&w->ordinals[id], ordinal) : status;
}

struct column_value column_value(enum column_id id, const struct record *r)
{
	switch (id) {
	case COLUMN_DATE:
		return (struct column_value){.number = r->date};
	case COLUMN_MODIFIED:
		return (struct column_value){.number = r->modified};
	case COLUMN_BOOST:
		return (struct column_value){.number = r->boost == BOOST_NEUTRAL
							       ? RECORD_NO_TIME
							       : r->boost};
	case COLUMN_AUTHOR:
		return (struct column_value){.keys = r->authors};
	case COLUMN_TAG:
		return (struct column_value){.keys = r->tags};
	case COLUMN_CATEGORY:
		return (struct column_value){.keys = r->categories};
	case COLUMN_LANGUAGE:
		return (struct column_value){.keys = {&r->language, 1}};
	case COLUMN_TYPE:
		return (struct column_value){.keys = {&r->type, 1}};
	default:
		return (struct column_value){.number = RECORD_NO_TIME};
	}
}

static enum status put_value(
	struct column_writer *w, enum column_id id, struct column_value value)
{
	if (column_is_number(id))
		return vec_push(&w->numbers[id], value.number);
	enum status status =
		vec_push(&w->starts[id], (uint32_t)w->ordinals[id].len);
	for (uint32_t i = 0; i < value.keys.len && status == OK; i++)
		status = put_key(w, id, value.keys.v[i]);
	return status;
}

enum status column_put(struct column_writer *w, const struct record *r)
{
	enum status status = OK;
	for (unsigned id = 0; id < COLUMN_COUNT && status == OK; id++)
		status = put_value(w, (enum column_id)id,
			column_value((enum column_id)id, r));
	w->docs++;
	return status;
}

static unsigned width_for(uint64_t largest)
{
	return largest < 1u << 8             ? 1
	       : largest < 1u << 16          ? 2
	       : largest < UINT64_C(1) << 32 ? 4
					     : 8;
}

static bool put_numbers(const struct column_writer *w, unsigned id,
	struct buf *out, unsigned *width)
{
	int64_t low = INT64_MAX, high = INT64_MIN;
	for (uint32_t i = 0; i < w->docs; i++) {
		int64_t v = w->numbers[id].v[i];
		if (v == RECORD_NO_TIME)
			continue;
		low = v < low ? v : low;
		high = v > high ? v : high;
	}
	if (low > high)
		return false;
	*width = width_for((uint64_t)high - (uint64_t)low + 1);
	buf_put_u64(out, (uint64_t)low);
	for (uint32_t i = 0; i < w->docs; i++) {
		int64_t v = w->numbers[id].v[i];
		uint64_t code = v == RECORD_NO_TIME
					? 0
					: (uint64_t)v - (uint64_t)low + 1;
		buf_put(out, &code, *width);
	}
	return true;
}

struct sorted_key {
	struct str text;
	uint32_t first; /* its number in order of first sight */
};

static int compare_keys(const void *a, const void *b)
{
	const struct sorted_key *x = a, *y = b;
	return str_cmp(x->text, y->text);
}

static bool single_valued(const struct column_writer *w, unsigned id)
{
	for (uint32_t i = 0; i < w->docs; i++) {
		uint32_t end = i + 1 < w->docs ? w->starts[id].v[i + 1]
					       : (uint32_t)w->ordinals[id].len;
		if (end - w->starts[id].v[i] > 1)
			return false;
	}
	return true;
}

static void put_single(const struct column_writer *w, unsigned id,
	const uint32_t *rank, unsigned width, struct buf *out)
{
	uint32_t at = 0;
	for (uint32_t i = 0; i < w->docs; i++) {
		uint32_t end = i + 1 < w->docs ? w->starts[id].v[i + 1]
					       : (uint32_t)w->ordinals[id].len;
		uint32_t code = at < end ? rank[w->ordinals[id].v[at]] + 1 : 0;
		buf_put(out, &code, width);
		at = end;
	}
}

static void put_many(const struct column_writer *w, unsigned id,
	const uint32_t *rank, unsigned width, struct buf *out)
{
	buf_put(out, w->starts[id].v, w->docs * sizeof(uint32_t));
	buf_put_u32(out, (uint32_t)w->ordinals[id].len);
	for (size_t i = 0; i < w->ordinals[id].len; i++)
		buf_put(out, &rank[w->ordinals[id].v[i]], width);
}

static bool put_keys(const struct column_writer *w, unsigned id,
	struct buf *out, unsigned *width)
{
	const struct map *keys = &w->keys[id];
	if (keys->count == 0)
		return false;
	struct sorted_key *sorted = malloc(keys->count * sizeof *sorted);
	uint32_t *rank = malloc(keys->count * sizeof *rank);
	if (!sorted || !rank) {
		out->status = ERR_NOMEM;
		free(sorted);
		free(rank);
		return true;
	}
	for (uint32_t i = 0; i < keys->count; i++)
		sorted[i] = (struct sorted_key){map_key(keys, i), i};
	qsort(sorted, keys->count, sizeof *sorted, compare_keys);
	uint32_t start = 0;
	buf_put_u32(out, keys->count);
	for (uint32_t i = 0; i < keys->count; i++) {
		rank[sorted[i].first] = i;
		buf_put_u32(out, start);
		start += (uint32_t)sorted[i].text.len;
	}
	buf_put_u32(out, start);
	bool single = single_valued(w, id);
	*width = width_for(keys->count + 1u);
	if (single)
		put_single(w, id, rank, *width, out);
	else
		put_many(w, id, rank, *width, out);
	for (uint32_t i = 0; i < keys->count; i++)
		buf_put_str(out, sorted[i].text);
	*width |= single ? 0u : 1u << 8;
	free(sorted);
	free(rank);
	return true;
}

enum status column_finish(
	struct column_writer *w, struct segment_writer *segment)
{
	struct buf data[COLUMN_COUNT] = {0}, table = {0};
	bool present[COLUMN_COUNT];
	unsigned width[COLUMN_COUNT], count = 0;
	for (unsigned id = 0; id < COLUMN_COUNT; id++) {
		present[id] =
			column_is_number(id)
				? put_numbers(w, id, &data[id], &width[id])
				: put_keys(w, id, &data[id], &width[id]);
		count += present[id];
	}
	uint64_t off = 4 + (uint64_t)count * ROW;
	enum status status = OK;
	buf_put_u32(&table, count);
	for (unsigned id = 0; id < COLUMN_COUNT; id++) {
		if (!present[id])
			continue;
		char name[NAME] = {0};
		strncpy(name, column_name(id), NAME - 1);
		buf_put(&table, name, NAME);
		buf_put_u32(&table, column_is_number(id) ? 0 : 1);
		buf_put_u32(&table, width[id]);
		buf_put_u64(&table, off);
		buf_put_u64(&table, data[id].len);
		off += data[id].len;
		if (data[id].status != OK)
			status = data[id].status;
	}
	if (table.status != OK)
		status = table.status;
	segment_begin(segment, SECTION_COLUMNS, 0);
	segment_put(segment, table.p, table.len);
	for (unsigned id = 0; id < COLUMN_COUNT; id++) {
		segment_put(segment, data[id].p, data[id].len);
		buf_release(&data[id]);
	}
	buf_release(&table);
	return status;
}

void column_release(struct column_writer *w)
{
	for (unsigned id = 0; id < COLUMN_COUNT; id++) {
		vec_release(&w->numbers[id]);
		vec_release(&w->ordinals[id]);
		vec_release(&w->starts[id]);
		map_release(&w->keys[id]);
	}
	*w = (struct column_writer){0};
}
