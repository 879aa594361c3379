/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * corpus.h - what is searched, as far as helps need to know it.
 *
 * Ownership: borrows everything, of a searcher.
 * Threads:   as the analyzer.
 */
#ifndef MEJU_QUERY_ASSIST_CORPUS_H
#define MEJU_QUERY_ASSIST_CORPUS_H

#include "common/index/snapshot.h"
#include "common/text/analyzer.h"
#include "query/match/pattern.h"

struct corpus {
	struct analyzer *analyzer;
	const struct leaf *const *leaves;
	uint32_t leaf_count;
	/* If there are no leaves but another engine: what it has of a term, and
	 * which of its terms fit a pattern, as far as that is soon known. */
	enum status (*df)(const void *data, struct str term, uint64_t *df);
	enum status (*walk)(const void *data, const struct pattern *p,
		enum term_kind kind, uint32_t *budget, pattern_use *use,
		void *to);
	const void *data;
	uint64_t docs;             /* live ones                        */
	const language *languages; /* that many of them are in; one or */
	uint32_t language_count;   /* more, the most frequent first    */
};

/* Live documents that have a term of any kind. */
MUST_CHECK enum status corpus_df(
	const struct corpus *c, struct str term, uint64_t *df);

/* As pattern_walk(), of all that is searched, as far as there is time. */
MUST_CHECK enum status corpus_walk(const struct corpus *c,
	const struct pattern *p, enum term_kind kind, uint32_t *budget,
	pattern_use *use, void *data);

#endif
