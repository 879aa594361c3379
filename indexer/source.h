/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * source.h - the files that an index was made from, so that a sync can tell
 * what is new, changed or gone.
 *
 * On disk (FORMAT.md, "Sources") a chain of files, each named by the commit
 * that wrote it, oldest first; what a later one says of a path holds.  A
 * commit writes what it has changed, and with it the last files of the chain
 * as long as they have no more than twice as many entries as are written
 * anyway.  So each file has more than twice as many as the next: n entries
 * make at most log2(n) + 1 files, and one is written log1.5(n) + 1 times at
 * most until it changes again.
 *
 * A file: magic, version u32, count varint, then per source root varint, path
 * text, size varint, modified u64, hash u64, recheck u64; CRC32C of it all
 * u32; everything behind the version compressed as one zstd frame.
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
	uint64_t hash;    /* of the content; 0: not indexed, or gone    */
	int64_t recheck;  /* seconds since 1970 after which to read it
	                      again: a document expires; INT64_MAX never */

	/* not on disk */
	uint32_t file; /* of the chain, that says this; see below    */
	bool seen;     /* met in this sync                           */
};

/* Instead of a file of the chain: no file says so yet; none has to, for the
 * path is in none. */
#define SOURCE_CHANGED UINT32_MAX
#define SOURCE_NOWHERE (UINT32_MAX - 1)

struct sources {
	struct map paths; /* below the root; number -> v[] */
	VEC(struct source) v;
	VEC(uint32_t) entries; /* in each file of the chain */
};

/* NULL if it is none. */
struct source *sources_find(struct sources *s, struct str path);
struct str sources_path(const struct sources *s, const struct source *which);

/* Add or replace; `file` is set. */
MUST_CHECK enum status sources_put(
	struct sources *s, struct str path, const struct source *source);

/* A path that is met for the first time, and not indexed yet. */
MUST_CHECK enum status sources_meet(
	struct sources *s, struct str path, uint32_t root);

/* It is gone. */
void sources_drop(struct source *which);
void sources_release(struct sources *s);

MUST_CHECK enum status sources_read(struct sources *s, const char *folder,
	const uint64_t *chain, uint32_t count, struct error *err);

/*
 * What has changed becomes the file `generation`, in place of the last files
 * of the chain that was read; if nothing has, nothing is written.  `chain`
 * has room for MANIFEST_SOURCES_MAX.
 */
MUST_CHECK enum status sources_write(struct sources *s, const char *folder,
	uint64_t generation, uint64_t *chain, uint32_t *count,
	struct error *err);
void sources_file(
	char *out, size_t size, const char *folder, uint64_t generation);

#endif
