/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * snapshot.h - an index as one commit left it, open for reading.
 *
 * Opening reads the manifest and maps the segments it names; nothing that a
 * writer does later changes what a snapshot shows.  It never fails because a
 * writer is at work.
 *
 *	struct snapshot s;
 *	if (snapshot_open(&s, ".meju", &err) != OK)
 *		...
 *	for (uint32_t i = 0; i < s.leaf_count; i++)
 *		search(s.leaves[i]);
 *	snapshot_close(&s);
 *
 * One that stays open asks before a search, which costs a microsecond, and
 * follows, which costs as much as what is new:
 *
 *	if (!snapshot_is_current(&s) && snapshot_reopen(&t, &s, &err) == OK)
 *		... search t from now on, close s when nobody searches it
 *
 * Errors:    ERR_NOT_FOUND (no index), ERR_CORRUPT, ERR_VERSION, ERR_NOMEM.
 * Ownership: leaves belong to all snapshots that have them and last as long as
 *            one of these; any may be closed first.
 * Threads:   an open snapshot may be shared, also while others are opened from
 *            it.  Who closes it sees to it that nobody else uses it any more.
 */
#ifndef MEJU_INDEX_SNAPSHOT_H
#define MEJU_INDEX_SNAPSHOT_H

#include "common/index/dictionary.h"
#include "common/index/live.h"
#include "common/index/manifest.h"
#include "common/index/meta.h"
#include "common/index/stored.h"

/* A segment with its live map, open. */
struct leaf {
	struct segment segment;
	struct live live;
	struct meta meta;
	struct dictionary dictionary;
	struct stored stored;
	uint64_t ordinal;           /* of its first document */
	uint64_t generation;        /* of its live map, 0: none            */
	struct file_mark live_mark; /* of the file of that                 */
	struct leaf *lender;        /* whose segment it is, if not its own */
	_Atomic uint32_t owners;    /* snapshots, and leaves it lends to   */
};

/* Open the segment at `path`, with nothing deleted. */
MUST_CHECK enum status leaf_open(
	struct leaf *p, const char *path, struct error *err);

/* Open what a row of the manifest names: a segment and its live map. */
MUST_CHECK enum status leaf_open_row(struct leaf *p, const char *folder,
	const struct manifest_segment *m, struct error *err);
void leaf_close(struct leaf *p);

struct snapshot {
	struct manifest manifest;
	struct mapping committed; /* the file that was the manifest */
	const char *folder;
	struct leaf **leaves; /* as the rows of the manifest    */
	uint32_t leaf_count;
	uint64_t docs;   /* live documents                    */
	uint64_t length; /* sum of the lengths of those       */
};

MUST_CHECK enum status snapshot_open(
	struct snapshot *s, const char *folder, struct error *err);
void snapshot_close(struct snapshot *s);

/* Has nothing been committed since?  If the index is gone: no. */
bool snapshot_is_current(const struct snapshot *s);

/*
 * The index as it is now, with the leaves of `old` that have not changed, and
 * the segments of those that have only lost documents.  Its folder is named as
 * it was for `old`.
 */
MUST_CHECK enum status snapshot_reopen(
	struct snapshot *s, const struct snapshot *old, struct error *err);

#endif
