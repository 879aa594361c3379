/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * live_doc.h - the document of an index that has an id.
 *
 * Documents that were replaced may have it too, but one at most is live.
 *
 * Errors: ERR_NOT_FOUND, ERR_CORRUPT.
 */
#ifndef MEJU_INDEXER_LIVE_DOC_H
#define MEJU_INDEXER_LIVE_DOC_H

#include "common/index/snapshot.h"

/* The live document of a segment among those of a term. */
MUST_CHECK enum status live_doc(
	const struct leaf *p, const struct term_info *info, uint32_t *doc);

/* The same among all segments, by the id. */
MUST_CHECK enum status live_doc_find(
	const struct snapshot *s, struct str id, uint32_t *leaf, uint32_t *doc);

#endif
