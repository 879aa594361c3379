/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * unite.h - one segment of all that an index has, and of other indexes, whose
 * documents come in; or its databases of Xapian without the room that they
 * waste.
 *
 *	struct unite u = {.folder = ".meju", .threads = 2, .message = say};
 *	status = unite(&u, &err);
 *
 * Errors:    one sentence; the index is what it was.
 * Ownership: names are borrowed.
 * Threads:   one caller; it starts its own.
 */
#ifndef MEJU_INDEXER_UNITE_H
#define MEJU_INDEXER_UNITE_H

#include "common/base/str.h"
#include "common/base/status.h"

#include <stdbool.h>
#include <stdint.h>

struct unite {
	/* The caller's part. */
	const char *folder;
	const char *const *others; /* folders */
	size_t other_count;
	unsigned threads, lock_timeout;
	size_t memory; /* that reordering may take */
	bool reorder, dry_run;
	void (*message)(void *data, struct str sentence);
	void *data;

	/* What came of it; no documents: it was done before. */
	uint64_t docs, skipped;
	bool moved; /* documents have another order than before */
};

MUST_CHECK enum status unite(struct unite *u, struct error *err);

/* The same of an index of shards. */
MUST_CHECK enum status unite_shards(struct unite *u, struct error *err);

#endif
