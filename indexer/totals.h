/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * totals.h - what an index holds and what it weighs, as text or JSON.
 *
 * Errors:  one sentence; what is in the buffer then means nothing.
 * Threads: one at a time.
 */
#ifndef MEJU_INDEXER_TOTALS_H
#define MEJU_INDEXER_TOTALS_H

#include "common/base/buf.h"

#include <stdbool.h>

/* Whatever its engine. */
MUST_CHECK enum status totals_put(
	const char *folder, bool json, struct buf *out, struct error *err);

/* The same of an index of shards. */
MUST_CHECK enum status totals_put_shards(
	const char *folder, bool json, struct buf *out, struct error *err);

#endif
