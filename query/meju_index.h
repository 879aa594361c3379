/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * meju_index.h - what the handles of meju.h for searching have inside.
 *
 * An index refers to what is open, and so does each result found with it: when
 * the index goes on to another commit, its results keep theirs.
 *
 * Threads: names belong to an index and all its clones, so they are counted
 *          atomically; all else to one index, its results, and one thread.
 */
#ifndef MEJU_QUERY_MEJU_INDEX_H
#define MEJU_QUERY_MEJU_INDEX_H

#include "common/border.h"
#include "query/match/synonyms.h"
#include "query/search.h"

#include <stdatomic.h>

/* What snapshots call their folders. */
struct names {
	_Atomic uint32_t owners;
	uint32_t count;
	unsigned patience;
	const char *v[SEARCH_INDEXES_MAX];
	struct arena arena;
};

struct opened {
	uint32_t owners;
	struct names *names;
	struct searcher searcher;
};

struct meju_index {
	struct opened *opened;
};

struct meju_synonyms {
	struct synonyms rules;
	const char *const *warnings;
	struct arena arena;
};

void opened_release(struct opened *o);

#endif
