/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * transfer.h - the documents of an index in a new one of another engine, or of
 * another number of shards.
 *
 * Errors:    one sentence; then there is no new index.
 * Ownership: names are borrowed.
 * Threads:   one caller; it starts its own.
 */
#ifndef MEJU_INDEXER_TRANSFER_H
#define MEJU_INDEXER_TRANSFER_H

#include "indexer/writer.h"

struct transfer {
	/* The caller's part. */
	const char *folder;
	struct writer_options to; /* no engine: as is said by its shards */

	/* What came of it. */
	uint64_t docs;
};

MUST_CHECK enum status transfer(struct transfer *t, struct error *err);

#endif
