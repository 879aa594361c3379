/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * merger.h - one segment with the documents of several.
 *
 *	merger_begin(&m, folder, threads, &err);
 *	merger_add(&m, leaf, NULL, &err)          for each, in order
 *	merger_finish(&m, name, &err);
 *	merger_release(&m);
 *
 * Documents that are deleted stay behind.  The others keep their order, or get
 * one in which neighbours are alike (reorder.h).  What is written depends on
 * the documents and their order alone: not on how they were spread over
 * segments, nor on the number of threads.
 *
 * Memory: 60 bytes a document, its id, and 90 more to reorder, the lists of one term and
 * a megabyte of others a thread, the dictionary, `memory`, and at the end what
 * pairs take (pair_writer.h).  To reorder, records wait in a temporary file.
 *
 * Errors:    one sentence; ERR_CORRUPT, ERR_NOMEM, ERR_LIMIT, ERR_IO.
 * Ownership: borrows the leaves until the end.
 * Threads:   one caller; it starts its own.
 */
#ifndef MEJU_INDEXER_MERGER_H
#define MEJU_INDEXER_MERGER_H

#include "indexer/crew.h"
#include "indexer/intake.h"
#include "indexer/join.h"

struct merger {
	struct crew crew;
	struct builder builder;
	struct intake intake; /* in the order in which they shall be */
	VEC(const struct leaf *) leaves;
	VEC(struct join_leaf) joined; /* the same */
	struct join join;             /* for looking ids up */
	struct stored_reader reader;
	struct arena arena;
	bool reorder;     /* set before documents come         */
	size_t memory;    /* that reordering may take          */
	uint64_t skipped; /* documents whose id was taken      */
	bool unsorted;    /* a segment is in another order than that of ids */
	bool moved;       /* reordering has changed the order  */
	void (*message)(void *data, struct str sentence);
	void *data;
};

/* Below `folder` is what it writes. */
MUST_CHECK enum status merger_begin(struct merger *m, const char *folder,
	unsigned threads, struct error *err);

/*
 * The documents of a segment.  Of another index, called `other`, only those
 * whose ids have not come; of the rest a message says so.
 */
MUST_CHECK enum status merger_add(struct merger *m, const struct leaf *leaf,
	const char *other, struct error *err);

/* REQUIRES: a document has come. */
MUST_CHECK enum status merger_finish(
	struct merger *m, char name[SEGMENT_NAME_MAX], struct error *err);
void merger_release(struct merger *m);

#endif
