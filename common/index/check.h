/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check.h - does an index hold together?
 *
 * Verifies every checksum, then that all parts say the same: the dictionary
 * ascends and finds its terms, lists ascend and are as long as they claim,
 * frequencies add up to lengths, bounds hold, positions ascend, each document
 * can be read and is found by its id, columns and totals are those of the
 * documents, no id has two live documents, live maps count what is gone.
 *
 *	if (check_index(".meju", print, NULL, &err) == ERR_CORRUPT)
 *		...
 *
 * A writer that commits meanwhile can make it miss a segment; who can, holds
 * the lock.
 *
 * Errors:    ERR_CORRUPT if something was found; what was is reported, the
 *            first CHECK_FINDINGS_MAX of it.  Others with a sentence in err:
 *            it could not be checked.
 * Ownership: takes 4 bytes a document of one segment, and a block.
 * Threads:   one at a time.
 */
#ifndef MEJU_INDEX_CHECK_H
#define MEJU_INDEX_CHECK_H

#include "common/index/snapshot.h"

enum { CHECK_FINDINGS_MAX = 100 };

/* Takes one finding: a sentence without newline and full stop. */
typedef void check_report(void *data, const char *sentence);

MUST_CHECK enum status check_index(const char *folder, check_report *report,
	void *data, struct error *err);

/* One leaf; ids are looked for in the `count` leaves of `others` as well. */
MUST_CHECK enum status check_leaf(const struct leaf *leaf,
	const struct leaf *others, uint32_t count, check_report *report,
	void *data);

#endif
