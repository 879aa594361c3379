/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sweep.h - remove from an index folder what its manifest does not name:
 * segments and live maps of former commits, and what a killed writer left.
 * Only names of ours are touched.  REQUIRES: the writer's lock.
 */
#ifndef MEJU_INDEXER_SWEEP_H
#define MEJU_INDEXER_SWEEP_H

#include "common/index/manifest.h"

void sweep(const char *folder, const struct manifest *m);

/*
 * Below the index there is a folder for what a merge has in the making, which
 * no commit touches: where it is, and away with it and what is in it.
 * REQUIRES: the right to merge.
 */
void sweep_workshop(const char *folder);
void workshop_path(char *out, size_t size, const char *folder);

/*
 * May a new index be made there: is nothing in it but what an interrupted first
 * commit leaves?  Not where an index has lost its manifest.
 */
bool sweep_may(const char *folder);

/* Remove all shards (common/index/glass.h): nothing was committed to them. */
void sweep_shards(const char *folder);

#endif
