/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * upkeep.h - the merges that happen by themselves, after a commit: what
 * policy.h says is done, unless another process is at it.
 *
 * Errors:    one sentence, which says that the commit stands.
 * Threads:   one caller; it starts its own.
 */
#ifndef MEJU_INDEXER_UPKEEP_H
#define MEJU_INDEXER_UPKEEP_H

#include "common/base/status.h"

#include <stdint.h>

struct upkeep_options {
	const char *folder; /* of the index */
	unsigned threads;
	/* a merge of so many documents begins */
	void (*announce)(void *data, uint64_t documents);
	void *data;
};

MUST_CHECK enum status upkeep(
	const struct upkeep_options *options, struct error *err);

#endif
