/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * intake.h - all documents of a segment in the making, in the order in which
 * they came, then in the one that they shall have.
 *
 *	intake_open(&in, folder, &err);
 *	intake_add(&in, batch)        one after another
 *	intake_arrange(&in, &err);    no more will come
 *	in.docs.v[n]                  document n of the segment
 *
 * Documents lie in the order of their ids, for neighbours in a site are alike,
 * and what is alike and close together takes less room.  Of one id the earlier
 * comes first.
 *
 * Ownership: takes what batches hold of their documents; their records wait
 *            in a temporary file.  A merge leaves them where they are, if
 *            documents keep their order: neighbours are read together then.
 * Threads:   one at a time; once arranged it may be shared.
 */
#ifndef MEJU_INDEXER_INTAKE_H
#define MEJU_INDEXER_INTAKE_H

#include "common/base/spool.h"
#include "common/index/snapshot.h"
#include "indexer/batch.h"

struct intake_doc {
	struct str id;
	uint64_t
		off; /* of its record in the spool; or its number in its leaf */
	uint32_t len;
	uint32_t batch, number; /* in the batch's inverted documents; or leaf */
	uint32_t length; /* in weighted words; whoever counts it sets it */
};

struct intake_batch {
	struct inverted inverted;
	unsigned worker; /* whose inverter knows what it means */
};

struct intake {
	VEC(struct intake_doc) docs;
	VEC(struct intake_batch) batches;
	struct spool records;
	const struct leaf *const *leaves; /* instead, if not NULL */
	size_t leaf_count;
	bool keep;      /* the order in which they come, if no id comes twice */
	uint64_t bytes; /* of all records */
	struct arena ids;
	size_t memory; /* that the inverted documents hold */
};

MUST_CHECK enum status intake_open(
	struct intake *in, const char *folder, struct error *err);
MUST_CHECK enum status intake_add(struct intake *in, struct batch *b);
MUST_CHECK enum status intake_arrange(struct intake *in, struct error *err);

/* Forget the inverted documents. */
void intake_drop_inverted(struct intake *in);

/* What reads records has; one a thread. */
struct intake_reader {
	struct stored_reader *leaves;
	size_t count;
};

/* Append the record of document `n`. */
MUST_CHECK enum status intake_record(const struct intake *in,
	struct intake_reader *r, size_t n, struct buf *out);
void intake_reader_release(struct intake_reader *r);

/* Forget the records: what is written next gets the memory of their file. */
void intake_drop_records(struct intake *in);
void intake_close(struct intake *in);

#endif
