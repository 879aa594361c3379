/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * file.h - files as meju uses them: mapped for reading, written once and made
 * durable, renamed into place, locked.
 *
 * Errors:    every failure is one sentence that names the path.
 * Ownership: a mapping's bytes last until mapping_close().
 * Threads:   mappings may be shared; an output belongs to one thread.
 */
#ifndef MEJU_BASE_FILE_H
#define MEJU_BASE_FILE_H

#include "common/base/buf.h"
#include "common/base/status.h"
#include "common/base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* Which file a name stands for, and what its owner last did to it. */
struct file_mark {
	uint64_t device, inode, size;
	int64_t modified; /* nanoseconds since 1970 */
};

/* The mark of what is at `path`; false if nothing is. */
bool file_mark(const char *path, struct file_mark *mark);
bool file_mark_eq(const struct file_mark *a, const struct file_mark *b);

/*
 * A whole file, read-only.  An empty file has .bytes.len 0.  While a file that
 * is not empty is mapped, no other file gets its mark.
 */
struct mapping {
	struct str bytes;
	struct file_mark mark;
};

MUST_CHECK enum status mapping_open(
	struct mapping *m, const char *path, struct error *err);
void mapping_close(struct mapping *m);

/*
 * A new file, written from front to back.  The first failure is kept and
 * returned by output_finish(); writes after it do nothing.
 */
struct output {
	int fd;
	uint64_t len; /* bytes put so far */
	struct buf pending;
	char path[4096];
	struct error err;
};

/* REQUIRES: nothing exists at `path`. */
MUST_CHECK enum status output_open(
	struct output *o, const char *path, struct error *err);
void output_put(struct output *o, const void *bytes, size_t len);

/* Write out, fsync and close.  On failure the file is removed. */
MUST_CHECK enum status output_finish(struct output *o, struct error *err);

/* Close and remove; does nothing after output_finish(). */
void output_abandon(struct output *o);

/* All of a file of at most `max` bytes (ERR_LIMIT), appended to `out`. */
MUST_CHECK enum status file_read(
	const char *path, size_t max, struct buf *out, struct error *err);

/* `bytes` durably at `path`, through a temporary name beside it. */
MUST_CHECK enum status file_replace(
	const char *path, struct str bytes, struct error *err);

/* Rename within one folder and fsync the folder. */
MUST_CHECK enum status file_rename(
	const char *from, const char *to, struct error *err);

/* fsync a folder, so that what was created or renamed in it stays. */
MUST_CHECK enum status folder_sync(const char *path, struct error *err);

/* Make a folder and those above it, as mkdir -p, durably. */
MUST_CHECK enum status folder_make(const char *path, struct error *err);

/*
 * Put something that fails in place of a standard input, output or error that
 * is closed, so that no file opened later gets its number.
 */
void standard_files_guard(void);

/*
 * An exclusive lock on a file, held until released or the process ends.
 * `owner` is written into it; ERR_LOCKED names the one who holds it.
 */
struct lock {
	int fd; /* < 0: not held */
};

MUST_CHECK enum status lock_take(
	struct lock *l, const char *path, const char *owner, struct error *err);
void lock_release(struct lock *l);

#endif
