/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * termlist.h - documents as their terms, each with how often and where: what
 * an engine wants that sorts terms itself.
 *
 *	termlister_init(&t, &inverter);
 *	termlister_list(&t, &inverted, &lists)      what inverter_take() gave
 *	for (uint32_t i = 0; i < lists.docs.len; i++)
 *		for each of termlist_of(&lists, i):  use it
 *	termlists_release(&lists), termlister_release(&t);
 *
 * These are the terms that scatter.h makes of the same tokens, except pairs.
 *
 * Errors:    ERR_NOMEM, ERR_LIMIT.
 * Ownership: a lister borrows the inverter; lists own all they say.
 * Threads:   a lister belongs to the thread of its inverter; lists may be
 *            handed over.
 */
#ifndef MEJU_INDEXER_TERMLIST_H
#define MEJU_INDEXER_TERMLIST_H

#include "indexer/inverter.h"

struct termlist_term {
	size_t text;        /* where in the texts */
	uint32_t len, freq; /* freq: of a stem weighted */
	uint32_t first;     /* of its positions, ascending */
	uint32_t count;     /* of those; 0: it has none */
};

struct termlists {
	struct buf texts;
	VEC(struct termlist_term) terms;
	VEC(uint32_t) positions;
	VEC(size_t) docs; /* of each its first term */
};

struct termlist {
	const struct termlist_term *terms;
	size_t count;
};

/* REQUIRES: doc < lists->docs.len. */
struct termlist termlist_of(const struct termlists *lists, uint32_t doc);
struct str termlist_text(
	const struct termlists *lists, const struct termlist_term *term);
void termlists_release(struct termlists *lists);

/* Where something was met: in which document, as which of its terms. */
struct termlist_sight {
	uint32_t doc, term;
};

struct termlist_place {
	uint32_t term, position;
};

struct termlister {
	const struct inverter *inverter;
	struct map names;                  /* of texts, each once          */
	VEC(uint32_t) same;                /* number of a text -> of its name */
	VEC(struct termlist_sight) sights; /* by name and kind */
	VEC(struct termlist_sight) filters; /* by filter        */
	VEC(struct termlist_place) places;  /* of a document    */
	uint32_t weights[3];                /* by field         */
	uint32_t doc;                       /* number, from 1   */
};

void termlister_init(struct termlister *t, const struct inverter *v);
void termlister_release(struct termlister *t);

/* Append the documents; `lists` is zeroed, or has others. */
MUST_CHECK enum status termlister_list(struct termlister *t,
	const struct inverted *from, struct termlists *lists);

#endif
