/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pack.h - the documents of an intake, compressed, into a segment: its stored
 * documents, columns and lengths.
 *
 *	pack_begin(&p, &intake, &crew);    trains a dictionary, in some thread
 *	... the lengths of all documents are found out
 *	pack_documents(&p, &builder);
 *	use(p.dictionary)
 *	pack_release(&p);
 *
 * Errors:    ERR_NOMEM, ERR_LIMIT, ERR_IO.
 * Ownership: borrows all it is given.
 */
#ifndef MEJU_INDEXER_PACK_H
#define MEJU_INDEXER_PACK_H

#include "common/index/builder.h"
#include "indexer/crew.h"
#include "indexer/intake.h"

struct pack {
	const struct intake *in;
	struct crew *crew;
	struct builder *builder;
	struct buf dictionary; /* what documents are compressed with */
	struct job training;
	struct stored_packer packers[CREW_MAX]; /* by worker */
	struct intake_reader readers[CREW_MAX]; /* the same  */
	bool ready[CREW_MAX];
	enum status status;
};

/* `p` must not move until the crew has been waited for. */
void pack_begin(struct pack *p, const struct intake *in, struct crew *c);

MUST_CHECK enum status pack_documents(struct pack *p, struct builder *b);
void pack_release(struct pack *p);

#endif
