/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * source.h - the files that an index was made from, so that a sync can tell
 * what is new, changed or gone.
 *
 * On disk (FORMAT.md, "Sources") one file a commit, named by its generation:
 * magic, version u32, count varint, then per source root varint, path text,
 * size varint, modified u64, hash u64, recheck u64; CRC32C of it all u32;
 * everything behind the version compressed as one zstd frame.
 *
 * Ownership: the table owns the paths.
 * Threads:   one at a time.  A zeroed struct is an empty table.
 */
#ifndef MEJU_INDEXER_SOURCE_H
#define MEJU_INDEXER_SOURCE_H

#include "common/base/map.h"
#include "common/base/vec.h"

enum { SOURCES_FILE_MAX = 1 << 30 };

struct source {
	uint32_t root; /* number of its root in the manifest         */
	uint64_t size;
	int64_t modified; /* nanoseconds since 1970                     */
	uint64_t hash;    /* of the content; 0: not indexed, not kept   */
	int64_t recheck;  /* seconds since 1970 after which to read it
	                      again: a document expires; INT64_MAX never */
	bool seen;        /* not on disk: met in this sync              */
};

struct sources {
	struct map paths; /* below the root; number -> v[] */
	VEC(struct source) v;
};

/* NULL if it is none. */
struct source *sources_find(struct sources *s, struct str path);
struct str sources_path(const struct sources *s, const struct source *which);

/* Add or replace. */
MUST_CHECK enum status sources_put(
	struct sources *s, struct str path, const struct source *source);
void sources_release(struct sources *s);

MUST_CHECK enum status sources_read(struct sources *s, const char *folder,
	uint64_t generation, struct error *err);
MUST_CHECK enum status sources_write(const struct sources *s,
	const char *folder, uint64_t generation, struct error *err);
void sources_file(
	char *out, size_t size, const char *folder, uint64_t generation);

#endif
