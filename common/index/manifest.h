/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * manifest.h - the one file that says what the index consists of.  A commit
 * writes everything else first and then renames a new manifest into place.
 *
 * Without it all would be lost, so there is a copy of it (manifest.copy), written
 * when the commit is done.  Whether the copy is of the last commit nobody can
 * know, so it is not searched by; `meju-index check --repair` takes it.
 *
 * On disk (FORMAT.md, "Manifest"): magic, version u32, then varints and texts
 * in the order of the struct, CRC32C of it all u32.
 *
 * Ownership: a manifest that was read owns its texts, in its arena.
 * Threads:   one at a time.
 */
#ifndef MEJU_INDEX_MANIFEST_H
#define MEJU_INDEX_MANIFEST_H

#include "common/base/arena.h"
#include "common/base/buf.h"
#include "common/base/hash.h"
#include "common/base/status.h"

#include <stdint.h>

enum {
	MANIFEST_FILE_MAX = 64 << 20,
	MANIFEST_SEGMENTS_MAX = 100000,
	MANIFEST_ROOTS_MAX = 10000,
	MANIFEST_SOURCES_MAX = 64,
};

/* What an index was made with; a query must be analysed the same way. */
struct settings {
	uint32_t analyzer;     /* ANALYZER_VERSION                         */
	uint32_t title_weight; /* what a word of each field adds to its tf */
	uint32_t heading_weight;
	uint32_t body_weight;
	struct str language;  /* of documents of which nothing is known   */
	struct str site;      /* URL that relative URLs are appended to   */
	struct str permalink; /* rule that makes a URL out of a path      */
};

/* As bytes of a manifest, and back, with texts borrowed; r->bad if they are
 * none. */
struct reader;
void settings_put(const struct settings *s, struct buf *out);
struct settings settings_read(struct reader *r);

/* What is not the same, as a user would say it; NULL if nothing. */
const char *settings_difference(
	const struct settings *a, const struct settings *b);

struct manifest_segment {
	struct hash128 id;
	uint32_t docs;
	uint64_t ordinal; /* of its first document, over the whole index   */
	uint64_t live;    /* generation of its live map; 0: nothing deleted */
};

struct manifest_root {
	struct str path; /* absolute */
	int64_t synced;  /* nanoseconds since 1970 when its sync began */
};

struct manifest {
	uint64_t generation;
	uint64_t next_ordinal;
	/* generations of the files of the list of sources, ascending */
	uint64_t sources[MANIFEST_SOURCES_MAX];
	uint32_t source_count;
	struct settings settings;
	struct manifest_root *roots;
	uint32_t root_count;
	struct manifest_segment *segments;
	uint32_t segment_count;
	struct arena arena;
};

/* ERR_NOT_FOUND if `folder` holds no index.  If only the copy is there, that is
 * ERR_CORRUPT. */
MUST_CHECK enum status manifest_read(
	struct manifest *m, const char *folder, struct error *err);

/* The same from the copy: ERR_NOT_FOUND if there is none. */
MUST_CHECK enum status manifest_read_copy(
	struct manifest *m, const char *folder, struct error *err);

/* Durable and atomic: afterwards readers find this manifest.  That there was no
 * room for the copy is no failure. */
MUST_CHECK enum status manifest_write(
	const struct manifest *m, const char *folder, struct error *err);

void manifest_release(struct manifest *m);

/* The file name of a segment, below the index folder. */
void manifest_segment_path(
	char *out, size_t size, const char *folder, struct hash128 id);

#endif
