/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * root.h - a folder that the index is kept in step with, or a path whose files
 * it takes.
 *
 *	struct root r = {.writer = &w};
 *	status = root_sync(&r, "articles", &err);
 *
 * Errors:    one sentence; what cannot be read is a message of the writer.
 * Ownership: the writer is borrowed.
 * Threads:   one at a time.
 */
#ifndef MEJU_INDEXER_ROOT_H
#define MEJU_INDEXER_ROOT_H

#include "indexer/writer.h"

struct root {
	struct writer *writer;
	bool force; /* let most of it vanish */

	/* Of the one that is looked at; nobody else's. */
	uint32_t number;
	int64_t synced; /* when the last sync of the root began */
	uint64_t files; /* found below the root                 */
	uint64_t vanished;
	const struct map *told; /* what may have changed; NULL: anything */
	bool unread;            /* something below the root could not be read */
};

/* What is new or changed below a path is taken, what has vanished goes.  A
 * path that is new takes the place of a root that is not there any more, if it
 * has more than half of its files by name and size. */
MUST_CHECK enum status root_sync(
	struct root *r, const char *path, struct error *err);

/* The same where all that may have changed is known: paths below it. */
MUST_CHECK enum status root_sync_told(struct root *r, const char *path,
	const struct map *told, struct error *err);

/* All files below a path are taken, and belong to no root. */
MUST_CHECK enum status root_add(
	struct writer *w, const char *path, struct error *err);

#endif
