/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cases.h - random small corpora and random queries that fit them, for
 * oracles.
 *
 *	struct cases c;
 *	cases_begin(&c, seed());
 *	for (unsigned i = 0; i < rounds(20); i++) {
 *		cases_index(&c);
 *		cases_query(&c, &query);      any number
 *	}
 *	cases_end(&c);
 *
 * A corpus has a vocabulary of 5 to 40 words, the first of which are frequent:
 * English, some German, Chinese and Korean, compounds among them.  Its index
 * is made in several commits that add, replace and delete.  Half of the queries
 * have synonyms, words and phrases of the vocabulary.
 */
#ifndef MEJU_TESTS_CASES_H
#define MEJU_TESTS_CASES_H

#include "query/match/synonyms.h"
#include "query/search.h"
#include "tests/oracle/naive.h"
#include "tests/support/index.h"

enum {
	CASES_IDS = 1500, /* documents are numbered below it              */
	CASES_NOW = 1718409600, /* 15 June 2024                            */
};

struct cases {
	struct rng rng;
	uint64_t seed;
	const char *folder; /* temporary                                  */
	const char *words[48];
	unsigned word_count;
	unsigned version; /* of the next document; a word of its own    */
	unsigned corpora; /* made so far */
	uint32_t shards; /* of an index beside, in index_of_shards(); 0: none */
	uint32_t ids;    /* documents are numbered below it            */
	uint32_t versions[CASES_IDS]; /* of the living; 0: there is none   */
	char query[512];  /* the last one                               */
	struct buf rules; /* of synonyms, new with each corpus */
	struct synonyms synonyms;
	struct synonyms *used; /* with the last query; half of them: NULL */
	struct searcher searcher;
	struct naive naive;
};

void cases_begin(struct cases *c, uint64_t seed);
void cases_end(struct cases *c);

/* A new corpus, its index open in c->searcher and c->naive. */
void cases_index(struct cases *c);

/* A query, valid until the next. */
struct str cases_query(struct cases *c);

#endif
