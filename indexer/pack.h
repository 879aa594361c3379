/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pack.h - the documents of an intake, compressed, into a segment: its stored
 * documents, columns and lengths.
 *
 * Errors:    ERR_NOMEM, ERR_LIMIT, ERR_IO.
 */
#ifndef MEJU_INDEXER_PACK_H
#define MEJU_INDEXER_PACK_H

#include "common/index/builder.h"
#include "indexer/crew.h"
#include "indexer/intake.h"

/* `dictionary` gets what they were compressed with. */
MUST_CHECK enum status pack_documents(const struct intake *in, struct crew *c,
	struct builder *b, struct buf *dictionary);

#endif
