/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rebuild.h - a damaged segment's documents, as far as they can be read, in new
 * segments.
 *
 *	struct rebuild r = {.folder = folder, .settings = &settings, ...};
 *	rebuild(&r, path, &row, live, &err);
 *	... r.rows, r.kept, r.lost
 *	rebuild_release(&r);
 *
 * Documents are analysed again, so that nothing is lost with lists, dictionary
 * or columns.  Of those whose record cannot be read, `lose` is told: their ids,
 * if the dictionary has them, else between which others they stood.
 *
 * Memory: as for indexing; more than fits becomes several segments.
 *
 * Errors:    one sentence; what was written by then, no manifest names.
 * Ownership: borrows what it is given.
 * Threads:   one caller; it starts its own.
 */
#ifndef MEJU_INDEXER_REBUILD_H
#define MEJU_INDEXER_REBUILD_H

#include "common/base/vec.h"
#include "common/index/live.h"
#include "common/index/manifest.h"

struct rebuild {
	/* The caller's part. */
	const char *folder;
	const struct settings *settings;
	unsigned threads;
	size_t memory;
	void (*lose)(void *data, struct str what, bool is_id); /* or words */
	void *data;

	/* What came of it. */
	VEC(struct manifest_segment) rows; /* in place of the one, if any    */
	uint64_t kept, lost;               /* documents                      */
	bool doubtful; /* whether all of those kept were live is not known   */
};

/* `live`: NULL if it is not known. */
MUST_CHECK enum status rebuild(struct rebuild *r, const char *path,
	const struct manifest_segment *row, const struct live *live,
	struct error *err);
void rebuild_release(struct rebuild *r);

#endif
