/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * meta.h - the statistics of a segment, and the lengths of its documents.
 *
 * On disk (FORMAT.md, "Meta", "Lengths"): META holds total length u64, lowest
 * and highest length u32, number of languages u32, then per language its
 * documents u32 and its code (4 bytes, zeros behind).  LENS holds the length
 * of each document in 2 bytes, or in 4 if the highest needs them.  A length is
 * the sum of the frequencies of a document's stems.
 *
 * Ownership: borrows the segment.
 */
#ifndef MEJU_INDEX_META_H
#define MEJU_INDEX_META_H

#include "common/base/bytes.h"
#include "common/index/segment.h"

enum { META_LANGUAGES_MAX = 64, META_CODE = 4 };

struct meta_language {
	uint32_t docs;
	char code[META_CODE]; /* ISO 639-1; empty: none */
};

struct meta {
	uint64_t length;
	uint32_t low, high;
	struct meta_language languages[META_LANGUAGES_MAX];
	uint32_t language_count;
	const uint8_t *lengths;
	unsigned width; /* of a length: 2 or 4 bytes */
};

/* Verifies both sections. */
MUST_CHECK enum status meta_open(
	struct meta *m, const struct segment *s, struct error *err);

static inline struct str meta_language_code(const struct meta_language *m)
{
	return (struct str){m->code, strnlen(m->code, META_CODE)};
}

static inline uint32_t meta_length(const struct meta *m, uint32_t doc)
{
	return m->width == 2 ? get_u16(m->lengths + 2 * (size_t)doc)
			     : get_u32(m->lengths + 4 * (size_t)doc);
}

/* Count a document of the language `code` in. */
MUST_CHECK enum status meta_count(struct meta *m, struct str code);

/* Write both sections for these lengths; fills in length, low and high. */
MUST_CHECK enum status meta_write(struct meta *m, const uint32_t *lengths,
	uint32_t docs, struct segment_writer *w);

#endif
