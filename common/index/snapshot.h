/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * snapshot.h - an index as one commit left it, open for reading.
 *
 * Opening reads the manifest and maps the segments it names; nothing that a
 * writer does later changes what a snapshot shows.
 *
 *	struct snapshot s;
 *	if (snapshot_open(&s, ".meju", &err) != OK)
 *		...
 *	for (uint32_t i = 0; i < s.leaf_count; i++)
 *		search(&s.leaves[i]);
 *	snapshot_close(&s);
 *
 * Errors:    ERR_NOT_FOUND (no index), ERR_CORRUPT, ERR_VERSION, ERR_NOMEM.
 * Ownership: the snapshot owns its leaves until snapshot_close().
 * Threads:   an open snapshot may be shared.
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
	uint64_t ordinal; /* of its first document */
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
	struct leaf *leaves;
	uint32_t leaf_count;
	uint64_t docs;   /* live documents                    */
	uint64_t length; /* sum of the lengths of those       */
};

MUST_CHECK enum status snapshot_open(
	struct snapshot *s, const char *folder, struct error *err);
void snapshot_close(struct snapshot *s);

#endif
