/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * copy.h - the index as one commit left it, in a new folder, while a writer may
 * go on.
 *
 * Errors:    one sentence; then there is no new folder.
 * Ownership: names are borrowed.
 * Threads:   one at a time.
 */
#ifndef MEJU_INDEXER_COPY_H
#define MEJU_INDEXER_COPY_H

#include "common/base/status.h"

#include <stdbool.h>
#include <stdint.h>

struct copy {
	/* The caller's part. */
	const char *from, *to;
	bool link; /* instead of copying, where that is possible */

	/* What came of it. */
	uint64_t generation, docs, bytes;
};

MUST_CHECK enum status copy_index(struct copy *c, struct error *err);

#endif
