/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * claim.h - the right to change an index, and that to merge its segments, each
 * of which one process has at a time.
 *
 * Merging takes its time and disturbs nobody; only the commit of a merge
 * needs the right to change the index, for a moment.  So a merge waits until
 * a writer is done, and a writer that meets the commit of a merge waits for
 * that.  Nobody who has the right to change the index waits for anything.
 *
 * Errors:    ERR_LOCKED names the process that has it; ERR_STOPPED.
 */
#ifndef MEJU_INDEXER_CLAIM_H
#define MEJU_INDEXER_CLAIM_H

#include "common/base/file.h"

/* Until lock_release() or the end of the process; while another has it, wait
 * so many seconds.  REQUIRES: the folder is there. */
MUST_CHECK enum status claim_take(struct lock *l, const char *folder,
	unsigned seconds, struct error *err);

/* The same for the commit of a merge: when the writer is done. */
MUST_CHECK enum status claim_wait(
	struct lock *l, const char *folder, struct error *err);

/* The right to merge. */
MUST_CHECK enum status claim_merges(
	struct lock *l, const char *folder, struct error *err);

#endif
