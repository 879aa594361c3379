/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * live_doc.h - the first live document that has a term; of an id it is the only
 * one, for others that had it were replaced.
 *
 * Errors: ERR_NOT_FOUND, ERR_CORRUPT.
 */
#ifndef MEJU_INDEX_LIVE_DOC_H
#define MEJU_INDEX_LIVE_DOC_H

#include "common/index/snapshot.h"

/* The live document of a segment among those of a term. */
MUST_CHECK enum status live_doc(
	const struct leaf *p, const struct term_info *info, uint32_t *doc);

/* The same, by the term. */
MUST_CHECK enum status live_doc_term(
	const struct leaf *p, struct str term, uint32_t *doc);

/* The same among all segments, by the id. */
MUST_CHECK enum status live_doc_find(
	const struct snapshot *s, struct str id, uint32_t *leaf, uint32_t *doc);

#endif
