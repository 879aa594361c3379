/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * record.h - a document as it is stored: everything the index was made from,
 * so that hits can be shown and a document can be analysed again.
 *
 * On disk (FORMAT.md, "Record") the fields follow one another in the order
 * of the struct, numbers as varints (signed ones zigzag), texts with their
 * length, lists with their count.  The count of the marks is doubled, plus
 * one_line; if that is set, which record_put() sees for itself, only the first
 * mark is kept.
 *
 * Ownership: texts are borrowed: from the document when it is written, from
 *            the decoded block when it is read.
 */
#ifndef MEJU_INDEX_RECORD_H
#define MEJU_INDEX_RECORD_H

#include "common/base/arena.h"
#include "common/base/buf.h"
#include "common/base/status.h"

#include <stdint.h>

#define RECORD_NO_TIME INT64_MIN

struct record_list {
	const struct str *v;
	uint32_t len;
};

struct record_section {
	uint32_t off, line; /* where in the text; source line of the heading */
	uint32_t level;
	struct str heading, anchor;
};

struct record_mark {
	uint32_t off, line;
};

struct record_extra {
	struct str key, json;
};

struct record {
	struct str id;
	struct str source; /* path of the file it came from, below its root;
	                        empty: the same as the id */
	struct str title, url, description, type, place;
	struct str language;    /* ISO 639-1 of the analysis; empty: none */
	int64_t date, modified; /* seconds since 1970, RECORD_NO_TIME */
	uint32_t boost;         /* in thousandths; 1000 is neutral */
	struct record_list names, aliases, authors, tags, categories;
	const struct record_extra *extras;
	uint32_t extra_count;
	const struct record_section *sections;
	uint32_t section_count;
	const struct record_mark *marks;
	uint32_t mark_count;
	bool one_line; /* all of the text is of the first mark's line, as that
	                  of documents out of JSONL is; set when read */
	struct str text;
};

void record_put(const struct record *r, struct buf *out);

/* Decode; lists live in `arena`, texts in `bytes`.  ERR_CORRUPT, ERR_NOMEM. */
MUST_CHECK enum status record_get(
	struct str bytes, struct arena *arena, struct record *out);

/* The source line that byte `off` of the text stands on; 0: not known. */
uint32_t record_line(const struct record *r, uint32_t off);

/* The section that byte `off` of the text lies in, or NULL. */
const struct record_section *record_section_at(
	const struct record *r, uint32_t off);

#endif
