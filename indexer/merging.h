/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * merging.h - neighbouring segments of an index become one, while others read
 * it and commit to it.
 *
 *	merging_open(&g, folder, false, 0, &err);
 *	merging_make(&g, &options, run, &err);     takes its time
 *	merging_commit(&g, &done, &err);
 *	merging_close(&g);
 *
 * A merge works on the index as it was when it was opened, and only its commit
 * waits for the right to change the index.  Documents that were deleted
 * meanwhile are deleted in the new segment; if a segment that was merged is
 * gone meanwhile, nothing is done, and whoever asked may begin anew.  The new
 * segment takes the ordinals of those it is made of; with documents of other
 * indexes it has new ones.
 *
 * Errors:    one sentence; ERR_LOCKED: another process merges.  The index is
 *            what it was.
 * Threads:   one caller; it starts its own.
 */
#ifndef MEJU_INDEXER_MERGING_H
#define MEJU_INDEXER_MERGING_H

#include "indexer/merger.h"
#include "indexer/policy.h"

struct merging_options {
	unsigned threads;
	size_t memory; /* that reordering may take */
	bool reorder;
	/* other indexes whose documents come as well, and what they are called;
	 * REQUIRES: the right to change the index */
	const struct snapshot *others;
	const char *const *names;
	size_t other_count;
	void (*message)(void *data, struct str sentence); /* about those */
	void *data;
};

struct merging {
	const char *folder;
	struct lock merges, writes;
	struct snapshot before;
	struct merger merger;
	bool begun;   /* the merger         */
	bool foreign; /* others have come   */
	struct policy_run run;
	char name[SEGMENT_NAME_MAX]; /* empty: no document is left */
};

/* `alone`: take the right to change the index now, for the whole time, waiting
 * so many seconds for another. */
MUST_CHECK enum status merging_open(struct merging *g, const char *folder,
	bool alone, unsigned seconds, struct error *err);

/* Of the segments as they are in g.before. */
MUST_CHECK enum status merging_make(struct merging *g,
	const struct merging_options *options, struct policy_run run,
	struct error *err);

/* `done` is false if segments are gone. */
MUST_CHECK enum status merging_commit(
	struct merging *g, bool *done, struct error *err);
void merging_close(struct merging *g);

#endif
