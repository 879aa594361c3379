/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * reorder.h - an order of documents in which those of like words are close
 * together, so that lists take less room and searches skip more.
 *
 * By bisect.h, over the stems that are neither rare nor everywhere: rare ones
 * gain little and are many.  The order stays as it is where that gains less
 * than a twentieth of what the gaps in lists take, as where ids are paths.
 *
 * Memory: `memory` and 60 bytes a document; where the stems would take more,
 * the rarer ones are left out.
 *
 * Errors:    ERR_CORRUPT, ERR_NOMEM.
 */
#ifndef MEJU_INDEXER_REORDER_H
#define MEJU_INDEXER_REORDER_H

#include "indexer/crew.h"
#include "indexer/join.h"

struct reorder_input {
	const struct leaf *const *leaves;
	const struct join_leaf *joined;
	uint32_t leaf_count;
	uint32_t docs; /* the numbers of `joined` are below it */
	size_t memory;
};

/* order[i] becomes the present number of the document that is to be number i.
 */
MUST_CHECK enum status reorder(
	const struct reorder_input *in, struct crew *c, uint32_t *order);

#endif
