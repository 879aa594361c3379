/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * term_walk.h - the terms of several segments in one order, each once, with
 * what every segment has of it.
 *
 *	for (term_walk_begin(&w, leaves, count, STR("")); w.valid;
 *		term_walk_next(&w))
 *		for (size_t i = 0; i < w.sources.len; i++)
 *			use(w.term, &w.sources.v[i]);
 *	status = w.status;
 *	term_walk_release(&w);
 *
 * Where a stem stands for the surface word of the same text (dictionary.h),
 * neither can be told without the other.  term_walk_pair() fetches it.
 *
 * Errors:    ERR_CORRUPT, ERR_NOMEM; they end the walk.
 * Ownership: borrows the leaves; term and sources hold until the next call.
 * Threads:   one at a time.
 */
#ifndef MEJU_INDEXER_TERM_WALK_H
#define MEJU_INDEXER_TERM_WALK_H

#include "common/base/vec.h"
#include "common/index/snapshot.h"

/* What one segment has of the term. */
struct term_source {
	uint32_t leaf;
	struct term_info info;  /* df 0: nothing */
	struct term_info other; /* of a word the stem, of a stem the word */
};

struct term_walk_leaf;

struct term_walk {
	bool valid;
	enum status status;
	struct str term;                 /* in bytes[] */
	VEC(struct term_source) sources; /* in the order of the leaves */

	struct term_walk_leaf *leaves;
	uint32_t count;
	uint32_t *heap;   /* leaves, the least term and leaf first       */
	uint32_t waiting; /* leaves in it; behind them those at the term */
	char paired;      /* kind that the other cursors stand in        */
	char bytes[DICTIONARY_TERM_MAX];
};

/* To the first term >= `from`. */
void term_walk_begin(struct term_walk *w, const struct leaf *const *leaves,
	uint32_t count, struct str from);
void term_walk_next(struct term_walk *w);

/*
 * Of a surface word or a stem: fill in `other`, and add what segments have that
 * lack the term itself.  Afterwards the documents of `info` are the word's, or
 * the stem's, even where the stem stands for the word; these two are then the
 * same list.  REQUIRES: once a term.
 */
void term_walk_pair(struct term_walk *w);
void term_walk_release(struct term_walk *w);

#endif
