/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pair_finder.h - which stems stand side by side in a range of documents.
 *
 *	struct pair_finder f = {.stems = bytes, .count = n, .first = 0,
 *		.rows = n, .from = 0, .to = documents, .most = 1 << 22};
 *	pair_finder_run(&f);
 *	f.docs.v[i], f.lists.v[...]        pairs of each document
 *	pair_finder_release(&f);
 *
 * All stems are read at once, document by document.  Their positions are laid
 * out side by side, in a window of the document that fits into a processor's
 * cache; there each has its neighbour behind it.
 *
 * Pairs are numbered by row, the first stem, and column, the second, each from 1
 * on; row and column 0 stand for no stem.
 *
 * Errors:    ERR_NOMEM; ERR_IO if the bytes are damaged.
 * Ownership: borrows the bytes.
 * Threads:   one a finder; the bytes may be shared.
 */
#ifndef MEJU_INDEX_PAIR_FINDER_H
#define MEJU_INDEX_PAIR_FINDER_H

#include "common/base/bytes.h"
#include "common/base/stop.h"
#include "common/base/vec.h"

/* A walk over the documents of a stem. */
struct pair_cursor {
	struct reader r;
	const uint8_t *end; /* of the document's positions */
	uint32_t position;  /* the next one                */
	bool more;          /* if there is one             */
};

/* One of several stems at a position. */
struct pair_crowd {
	uint32_t stem;
	uint32_t rest; /* a cell: the others */
};

struct pair_doc {
	uint32_t doc;
	size_t end; /* in lists */
};

struct pair_finder {
	const struct str *stems; /* pair_encode() of each                  */
	uint32_t count;
	uint32_t first, rows; /* first stems: fewer if there is too much */
	uint32_t from, to;    /* documents                               */
	size_t most;          /* of lists, but for one row               */
	const struct stop_wish *wish; /* what its caller listens to */

	/* What was found. */
	VEC(uint32_t) lists; /* pairs, each once a document */
	VEC(struct pair_doc) docs;
	enum status status;

	VEC(struct pair_cursor) cursors; /* by stem                  */
	VEC(uint32_t) nexts;             /* by stem: its document    */
	VEC(uint32_t) here;              /* stems of the document    */
	VEC(uint64_t) seen;              /* bits by pair: it has it  */

	/* By position, from the one before `base` on: 0, a column, or, above
	 * columns, the number of a crowd. */
	uint64_t base;
	VEC(uint32_t) cells;
	VEC(struct pair_crowd) crowds;
};

/* Append the positions of a stem, of n documents, `counts` of them each. */
void pair_encode(const uint32_t *docs, const uint32_t *counts,
	const uint32_t *positions, uint32_t n, struct buf *out);

void pair_finder_run(struct pair_finder *f);
void pair_finder_release(struct pair_finder *f);

static inline uint32_t pair_columns(uint32_t stems)
{
	return stems + 1;
}

#endif
