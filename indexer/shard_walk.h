/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * shard_walk.h - all documents of an index of shards, in the order of their
 * ordinals.
 *
 *	shard_walk_open(&w, folder, &err);
 *	while ((status = shard_walk_next(&w, &bytes, &err)) == OK && bytes.len)
 *		record_get(bytes, ...);
 *	shard_walk_close(&w);
 *
 * Errors:    one sentence that names the database; ERR_CHANGED if a writer has
 *            committed twice meanwhile.
 * Ownership: bytes are the walk's, until the next step.
 * Threads:   one at a time.
 */
#ifndef MEJU_INDEXER_SHARD_WALK_H
#define MEJU_INDEXER_SHARD_WALK_H

#include "indexer/shard.h"

struct shard_lane;

struct shard_walk {
	struct manifest manifest;
	struct shard *shards; /* only read */
	uint32_t count;
	struct shard_lane *lanes; /* for each */
	const struct shard *at;   /* of the document of the last step */
	uint32_t number;          /* there                            */
	double ordinal;           /* of it, over all shards           */
	struct buf data;
	struct arena arena;
};

MUST_CHECK enum status shard_walk_open(
	struct shard_walk *w, const char *folder, struct error *err);

/* `bytes` are the record of the next document, empty at the end. */
MUST_CHECK enum status shard_walk_next(
	struct shard_walk *w, struct str *bytes, struct error *err);
void shard_walk_close(struct shard_walk *w);

#endif
