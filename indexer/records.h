/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * records.h - all documents of an index, in the order that it has them,
 * whatever its engine.
 *
 *	records_open(&all, folder, &err);
 *	while ((status = records_next(&all, &record, &err)) == OK && record)
 *		use(record, all.bytes);
 *	records_close(&all);
 *
 * Errors:    one sentence; ERR_CORRUPT.
 * Ownership: a record is valid until the next step.
 * Threads:   one at a time.
 */
#ifndef MEJU_INDEXER_RECORDS_H
#define MEJU_INDEXER_RECORDS_H

#include "common/index/snapshot.h"
#include "indexer/shard_walk.h"

struct records {
	const struct manifest *manifest;
	struct str bytes; /* of the last record */
	struct record record;
	struct arena arena;
	bool sharded;
	struct shard_walk walk; /* of shards   */
	struct snapshot index;  /* of segments */
	struct stored_reader reader;
	uint32_t leaf, doc; /* that come next */
};

MUST_CHECK enum status records_open(
	struct records *all, const char *folder, struct error *err);

/* NULL at the end. */
MUST_CHECK enum status records_next(
	struct records *all, const struct record **out, struct error *err);
void records_close(struct records *all);

#endif
