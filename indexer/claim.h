/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * claim.h - the right to change an index, which one process has at a time.
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

#endif
