/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pair_writer.h - which of the paired stems (pair.h) stand side by side, and
 * where.
 *
 * The positions of each paired stem go, as they are made, into a temporary
 * file, about a byte each.  When all are there, they are read document by
 * document, all stems at once, and each pair that is seen notes the document.
 * What they note shall fit into memory: pairs of as many first stems as do are
 * found at a time, and then the file is read again for others.
 *
 *	pair_writer_open(&w, folder, &err);
 *	for each paired stem, ascending:
 *		pair_encode(docs, counts, positions, n, &bytes);
 *		pair_writer_put(&w, stem, bytes);
 *	pair_writer_begin(&w, documents, &err);
 *	while (pair_writer_next(&w))
 *		use(w.term, w.docs, w.count);
 *	status = w.status;
 *	pair_writer_close(&w);
 *
 * Memory:    64 MiB of postings (more only if one stem has more), 96 MiB of
 *            lists, the positions of a document.
 * Errors:    ERR_NOMEM, ERR_IO.
 * Threads:   one at a time, but for pair_encode().
 */
#ifndef MEJU_INDEX_PAIR_WRITER_H
#define MEJU_INDEX_PAIR_WRITER_H

#include "common/base/bytes.h"
#include "common/base/spool.h"
#include "common/base/vec.h"
#include "common/index/pair.h"

struct pair_stem {
	size_t text, text_len; /* in texts */
	uint64_t end;          /* of its positions in the spool */
};

/* A walk over the positions of a stem. */
struct pair_cursor {
	struct reader r;
	uint32_t doc;
};

/* Where in the document a stem stands. */
struct pair_place {
	uint32_t position, stem;
	uint32_t next; /* number of another place of the bucket, plus one */
};

struct pair_list {
	VEC(uint32_t) docs;
};

struct pair_writer {
	struct spool spool;
	struct buf texts;
	VEC(struct pair_stem) stems;

	/* The next pair, once begun. */
	struct str term;
	const uint32_t *docs;
	uint32_t count;
	enum status status;

	uint32_t limit; /* documents */
	struct str all; /* of the spool */
	VEC(struct pair_cursor) cursors;
	VEC(struct pair_place) places;
	VEC(uint32_t) buckets;   /* by position: number of a place, plus one */
	uint32_t from, to;       /* first stems whose lists are there */
	struct pair_list *lists; /* by first stem, second stem */
	size_t at;               /* the next one's             */
	uint64_t postings;       /* of all lists               */
	uint64_t most;           /* of them                    */
	struct buf scratch;
};

/* Its temporary file is in `folder`. */
MUST_CHECK enum status pair_writer_open(
	struct pair_writer *w, const char *folder, struct error *err);

/* Append the positions of a list of n documents, `counts` of them each. */
void pair_encode(const uint32_t *docs, const uint32_t *counts,
	const uint32_t *positions, uint32_t n, struct buf *out);

void pair_writer_put(struct pair_writer *w, struct str stem, struct str bytes);

/* All stems are there. */
MUST_CHECK enum status pair_writer_begin(
	struct pair_writer *w, uint32_t docs, struct error *err);

/* In the order of terms; false behind the last, or w->status says why. */
bool pair_writer_next(struct pair_writer *w);
void pair_writer_close(struct pair_writer *w);

#endif
