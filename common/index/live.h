/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * live.h - which documents of a segment are still there, and by how much the
 * statistics of its terms have shrunk.
 *
 * A segment is immutable; deleting documents writes a new generation of its
 * live map.  On disk (FORMAT.md, "Live map"): magic, version u32, documents
 * u32, live documents u32, reductions u32, removed length u64, id of the
 * segment (16 bytes), one bit a document in u64 words (1: live), per term
 * with deleted documents, pairs excepted, ordinal u32 and reduction of its df
 * u32, in order of ordinals, CRC32C of it all u32.
 *
 * Errors:    damage is ERR_CORRUPT with the file named; opening verifies all.
 * Ownership: owns a copy of what it needs.
 * Threads:   an open map may be shared.
 */
#ifndef MEJU_INDEX_LIVE_H
#define MEJU_INDEX_LIVE_H

#include "common/index/segment.h"

struct live_reduction {
	uint32_t ordinal, count;
};

struct live {
	uint32_t docs, count;    /* all, and those still there      */
	uint64_t removed_length; /* sum of the lengths of the others */
	uint64_t *bits;          /* NULL: all are there             */
	struct live_reduction *reductions;
	uint32_t reduction_count;
};

/* The map of a segment that has lost nothing. */
void live_init(struct live *l, uint32_t docs);
void live_release(struct live *l);

static inline bool live_has(const struct live *l, uint32_t doc)
{
	return !l->bits || (l->bits[doc >> 6] >> (doc & 63) & 1);
}

/* How many of a term's documents are deleted. */
uint32_t live_reduction(const struct live *l, uint32_t ordinal);

/* Of a term's df documents those that are still there. */
static inline uint32_t live_df(
	const struct live *l, uint32_t ordinal, uint32_t df)
{
	uint32_t gone = live_reduction(l, ordinal);
	return gone < df ? df - gone : 0;
}

/* Take a document out; its terms are counted by live_reduce().  False if it
 * was out already.  ERR_NOMEM through *status. */
bool live_remove(
	struct live *l, uint32_t doc, uint32_t length, enum status *status);

/* Count one document less for each of `count` ordinals: ascending, as often
 * as there are documents that lose the term. */
MUST_CHECK enum status live_reduce(
	struct live *l, const uint32_t *ordinals, size_t count);

/* Generation `generation` of the map of a segment lies at this path. */
void live_path(char *out, size_t size, const char *folder,
	struct hash128 segment, uint64_t generation);

MUST_CHECK enum status live_read(struct live *l, const char *path,
	const struct segment *s, struct error *err);
MUST_CHECK enum status live_write(const struct live *l, const char *path,
	struct hash128 segment, struct error *err);

#endif
