/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pair_writer.h - which of the paired stems (pair.h) stand side by side, and
 * where.
 *
 * The positions of each paired stem go, as they are made, into a temporary
 * file, about a byte each.  When all are there, threads find the pairs, each in
 * its part of the documents (pair_finder.h), and these are sorted by pair.
 * What they find shall fit into memory: pairs of as many first stems as do are
 * found at a time, and then the file is read again for others.
 *
 *	pair_writer_open(&w, folder, &err);
 *	for each paired stem, ascending:
 *		pair_encode(docs, counts, positions, n, &bytes);
 *		pair_writer_put(&w, stem, bytes);
 *	pair_writer_begin(&w, documents, threads, &err);
 *	while (pair_writer_next(&w))
 *		use(w.term, w.docs, w.count);
 *	status = w.status;
 *	pair_writer_close(&w);
 *
 * Memory:    64 MiB of postings (more only if one stem has more), 32 MiB of
 *            lists.
 * Errors:    ERR_NOMEM, ERR_IO.
 * Threads:   one at a time, but for pair_encode().
 */
#ifndef MEJU_INDEX_PAIR_WRITER_H
#define MEJU_INDEX_PAIR_WRITER_H

#include "common/base/spool.h"
#include "common/index/pair.h"
#include "common/index/pair_finder.h"

struct pair_stem {
	size_t text, text_len; /* in texts */
	uint64_t end;          /* of its positions in the spool */
};

enum { PAIR_THREADS = 16 };

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
	unsigned threads;
	struct str all;        /* of the spool               */
	VEC(struct str) bytes; /* in that, by stem           */
	uint32_t from, to;     /* first stems that are there */
	struct pair_finder finders[PAIR_THREADS];
	VEC(uint64_t) starts;   /* by pair: where its documents end */
	VEC(uint32_t) postings; /* the documents                    */
	size_t at, begin;       /* the next pair, and its documents */
	uint64_t most;          /* postings                         */
	struct buf scratch;
};

/* Its temporary file is in `folder`. */
MUST_CHECK enum status pair_writer_open(
	struct pair_writer *w, const char *folder, struct error *err);

void pair_writer_put(struct pair_writer *w, struct str stem, struct str bytes);

/* All stems are there.  REQUIRES: threads > 0. */
MUST_CHECK enum status pair_writer_begin(struct pair_writer *w, uint32_t docs,
	unsigned threads, struct error *err);

/* In the order of terms; false behind the last, or w->status says why. */
bool pair_writer_next(struct pair_writer *w);
void pair_writer_close(struct pair_writer *w);

#endif
