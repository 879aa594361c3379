/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * values.h - random corpora of articles that have authors, tags, categories, a
 * language, dates: some of them none, most of them few words.
 *
 *	values_commit(&rng, folder, &arena);    several times
 */
#ifndef MEJU_TESTS_VALUES_H
#define MEJU_TESTS_VALUES_H

#include "query/search.h"
#include "tests/support/index.h"

enum {
	VALUES_MAX = 6,    /* of a field: tags "T0" to "T5"           */
	VALUES_DOCS = 400, /* ids "d0" to "d399"                      */
	VALUES_NOW = 1718409600,
};

/* Half as many articles, new ones or in place of others. */
void values_commit(struct rng *r, const char *folder, struct arena *arena);

/* What a document has in a column of keys; `single` is room for one. */
struct record_list values_of(
	const struct record *r, enum column_id column, struct str *single);

#endif
