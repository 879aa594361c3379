/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * states.h - an index each of whose commits can be told by any answer.
 *
 * Commit k replaces all of STATES_DOCS documents but number k modulo that,
 * which it deletes; each says which commit it is of.  Merges change nothing.
 * So an answer to a query that all of them match is whole, or a reader has seen
 * what was never committed.
 */
#ifndef MEJU_TESTS_STATES_H
#define MEJU_TESTS_STATES_H

#include "query/search.h"

#include <stdatomic.h>

enum { STATES_DOCS = 8 };

/* Commit k, k > 0, to `folder`/index; fails the test if it cannot.  Now and
 * then a merge, with another order or not, follows. */
void states_commit(const char *folder, uint32_t k);

/* Which commit the searcher shows; 0, and a sentence on standard error, if it
 * is none.  For any thread. */
uint32_t states_read(struct searcher *s);

/*
 * Search the index, following it, until *done; also opened anew each time if
 * `anew`.  `first`: to begin with, NULL to open it.  Commits must never go
 * back.  False, and a sentence on standard error, if anything fails.
 */
bool states_follow(const char *folder, const struct searcher *first, bool anew,
	const atomic_bool *done, uint32_t *seen);

/* For how long to go on: 2 seconds, or MEJU_SECONDS. */
unsigned states_seconds(void);

#endif
