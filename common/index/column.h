/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * column.h - one value, or a few, for every document: for filters, sorting
 * and facets.
 *
 * On disk (FORMAT.md, "Columns") the section begins with its number of
 * columns (u32) and a row for each: name (16 bytes, zeros behind), type u32,
 * width u32, offset u64, length u64 (from the start of the section).  Then:
 *
 *	NUMBER  smallest value i64; per document value - smallest + 1 in
 *	        `width` bytes, 0 where there is none
 *	KEYS    number of keys u32; per key and one u32 where its text starts;
 *	        (width's second byte 0:) per document ordinal + 1 or 0, or
 *	        (1:) per document and one u32 where its ordinals start, then
 *	        the ordinals; the texts.  Keys are in byte order.
 *
 * A column that would be empty is left out.
 *
 * Errors:    ERR_NOT_FOUND if there is no such column, ERR_CORRUPT.
 * Ownership: borrows the segment.
 * Threads:   an open column may be shared.
 */
#ifndef MEJU_INDEX_COLUMN_H
#define MEJU_INDEX_COLUMN_H

#include "common/base/map.h"
#include "common/base/vec.h"
#include "common/index/record.h"
#include "common/index/segment.h"

enum column_id {
	COLUMN_DATE,     /* NUMBER: seconds since 1970 */
	COLUMN_MODIFIED, /* NUMBER: the same           */
	COLUMN_BOOST,    /* NUMBER: in thousandths     */
	COLUMN_AUTHOR,   /* KEYS */
	COLUMN_TAG,
	COLUMN_CATEGORY,
	COLUMN_LANGUAGE,
	COLUMN_TYPE,
	COLUMN_COUNT,
};

/* "date", "author" ... as users name them; COLUMN_COUNT if it is none. */
const char *column_name(enum column_id id);
enum column_id column_find(struct str name);
bool column_is_number(enum column_id id);

/* What a document has in a column. */
struct column_value {
	int64_t number;          /* RECORD_NO_TIME: none           */
	struct record_list keys; /* borrowed; empty ones are none  */
};

struct column_value column_value(enum column_id id, const struct record *r);

struct column {
	const struct segment *segment;
	bool number, many;
	unsigned width;
	int64_t smallest;
	uint32_t keys;
	const uint8_t *values; /* per document, or the ordinals */
	const uint8_t *starts; /* u32 per document and one (many) */
	const uint8_t *key_starts;
	struct str texts;
	uint32_t ordinals; /* how many (many) */
};

/* Opening verifies the whole column. */
MUST_CHECK enum status column_open(struct column *c,
	const struct segment *segment, enum column_id id, struct error *err);

/* The number of a document, RECORD_NO_TIME if it has none. */
int64_t column_number(const struct column *c, uint32_t doc);

/* Ordinals of a document's keys into out[0 .. max); returns how many. */
uint32_t column_keys(
	const struct column *c, uint32_t doc, uint32_t *out, uint32_t max);

/* For each key, how many documents of a set have it: added to counts[0 ..
 * c->keys).  A bit for each document of the segment, none behind them.
 * REQUIRES: a column of keys. */
void column_count(
	const struct column *c, const uint64_t *bits, uint32_t *counts);

struct str column_key(const struct column *c, uint32_t ordinal);

/* Values come document by document, in order. */
struct column_writer {
	VEC(int64_t) numbers[COLUMN_COUNT];
	struct map keys[COLUMN_COUNT];
	VEC(uint32_t) ordinals[COLUMN_COUNT]; /* in order of first sight */
	VEC(uint32_t) starts[COLUMN_COUNT];   /* per document            */
	uint32_t docs;
};

/* The values of the next document. */
MUST_CHECK enum status column_put(
	struct column_writer *w, const struct record *r);
MUST_CHECK enum status column_finish(
	struct column_writer *w, struct segment_writer *segment);
void column_release(struct column_writer *w);

#endif
