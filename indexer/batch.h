/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * batch.h - a piece of the input, and what became of it.
 *
 * The input is cut into batches in its own order, by size, before any thread
 * sees it; so the index has the same bytes however many threads there are.
 * A batch is one file, several small files, or a run of whole lines of a
 * JSONL file.
 *
 * Ownership: a batch owns all its parts.
 * Threads:   one at a time; crew.h hands it over.
 */
#ifndef MEJU_INDEXER_BATCH_H
#define MEJU_INDEXER_BATCH_H

#include "common/base/arena.h"
#include "common/base/vec.h"
#include "common/index/record.h"
#include "indexer/inverter.h"

enum {
	BATCH_DOCS = 8192,          /* the most a batch may hold            */
	BATCH_BYTES = 4 << 20,      /* of input, after which one is closed */
	BATCH_FILE_MAX = 100 << 20, /* the largest file that is no JSONL */
};

/* A file, or a run of lines of one, to be indexed. */
struct batch_input {
	const char *path; /* to open it                                  */
	struct str name;  /* below its root: what ids are made from      */
	uint32_t root;    /* number of the root                          */
	int64_t modified; /* nanoseconds since 1970                      */
	uint64_t size;
	uint64_t known_hash; /* of the content when it was indexed; 0: never */
	uint32_t line;       /* number of its first line                    */
	bool slice;          /* whole lines of a larger file, in `bytes`    */
	bool only;           /* one document, of the id `path`              */
	bool remember;       /* it is a source of the index                 */
	struct str bytes;
};

/* What became of an input. */
struct batch_outcome {
	uint64_t hash; /* of the content                             */
	uint32_t docs;
	bool unchanged;  /* the content is what was indexed before     */
	bool failed;     /* could not be read                          */
	int64_t recheck; /* seconds since 1970 when a document expires,
	                        INT64_MAX never, INT64_MIN: read it anew
	                        each time, it holds a draft                */
};

struct batch_doc {
	struct str id;
	uint32_t record_len;
};

struct batch {
	VEC(struct batch_input) inputs;
	VEC(struct batch_outcome) outcomes;
	VEC(struct batch_doc) docs;
	struct buf records; /* end to end */
	struct inverted inverted;
	unsigned worker;     /* that inverted it                   */
	struct buf messages; /* sentences, each ended by a newline */
	uint32_t skipped;    /* documents or files that are wrong  */
	uint32_t withheld;   /* drafts, expired or unlisted ones   */
	bool full;           /* BATCH_DOCS are there, and it is said */
	uint64_t bytes;      /* of input: to be read, then read     */
	uint32_t expected;   /* documents that the inputs may hold  */
	bool stored;         /* no inputs: docs and records are there already */
	enum status status;  /* of the whole batch: memory         */
	struct arena arena;
	struct arena texts; /* bytes of inputs, until they are parsed */
};

void batch_release(struct batch *b);

#endif
