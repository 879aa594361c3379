/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * merge_terms.h - the terms of several segments, into one.
 *
 * Terms are walked in their order; runs of neighbours are jobs, of about 256
 * KiB of lists or one longer list.  A surface word is left out where its stem
 * has the same of those documents that stay.  Pairs of stems are left to the
 * builder.
 *
 * Errors:    ERR_CORRUPT, ERR_NOMEM, ERR_LIMIT.
 * Ownership: borrows all it is given.
 */
#ifndef MEJU_INDEXER_MERGE_TERMS_H
#define MEJU_INDEXER_MERGE_TERMS_H

#include "indexer/crew.h"
#include "indexer/join.h"

/* REQUIRES: builder_terms() has been called. */
MUST_CHECK enum status merge_terms(const struct leaf *const *leaves,
	const struct join_leaf *joined, uint32_t count, struct builder *b,
	struct crew *c);

#endif
