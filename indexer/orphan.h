/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * orphan.h - segments in an index folder that its manifest does not name: of a
 * commit that was interrupted, or, where the manifest is lost, of the index.
 *
 * Ownership: the list owns itself; orphans_release().
 */
#ifndef MEJU_INDEXER_ORPHAN_H
#define MEJU_INDEXER_ORPHAN_H

#include "common/base/vec.h"
#include "common/index/manifest.h"

struct orphan {
	struct hash128 id;
	int64_t modified; /* nanoseconds since 1970 */
	uint64_t live;    /* generation of its latest live map; 0: none */
};

struct orphans {
	VEC(struct orphan) v; /* the oldest first */
	uint64_t generation;  /* the highest of any file that bears one */
};

/* All segments but those that `m` names, if they are younger than its copy;
 * without `m` all. */
MUST_CHECK enum status orphans_find(
	struct orphans *o, const char *folder, const struct manifest *m);
void orphans_release(struct orphans *o);

#endif
