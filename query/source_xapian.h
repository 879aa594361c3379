/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * source_xapian.h - the parts of the engine over databases of Xapian; for its
 * files alone.
 */
#ifndef MEJU_QUERY_SOURCE_XAPIAN_H
#define MEJU_QUERY_SOURCE_XAPIAN_H

#include "query/shards.h"
#include "query/source.h"
#include "query/translate.h"

/* The translation of a plan of the pass. */
struct translation xapian_translation(const struct searcher *s,
	const struct search_pass *pass, struct arena *arena);

/* BM25 as query/rank/bm25.h has it. */
extern const struct xap_bm25 xapian_bm25;

/* How long a search may count, in seconds. */
double xapian_time(void);

/* Matches of a result; a deadline that was missed is noted. */
uint64_t xapian_total(const struct xap_result *found, bool exact);

/* The documents of run->pass by run->request->sort (sort_xapian.c). */
MUST_CHECK enum status xapian_sort(struct run *run);

/* facets_xapian.c */
MUST_CHECK enum status xapian_facets(const struct searcher *s, struct facet *v,
	uint32_t count, const struct search_pass *pass, struct arena *arena);

/* walk_xapian.c */
MUST_CHECK enum status xapian_walk(const struct searcher *s,
	const struct pattern *p, enum term_kind kind, uint32_t *budget,
	pattern_use *use, void *data);

/* The best of a query.  All are counted, whoever wants to know: where Xapian
 * 1.4 passes over what cannot be among the best, it also left some out that
 * could, and took as long. */
MUST_CHECK enum status xapian_search(struct run *run,
	const struct xap_query *query, uint32_t limit,
	struct xap_result **found);

/* know_xapian.c: run->known of run->top, the best of `limit` of the query. */
MUST_CHECK enum status xapian_know(
	struct run *run, struct xap_query *query, uint32_t limit);

/* df_xapian.c: how many documents have each term.  Servers are asked for all at
 * once: they say it of the terms of any search, even one for nothing.  Of more
 * than XAPIAN_TERMS in one search each takes longer than of fewer. */
enum { XAPIAN_TERMS = 64 };
MUST_CHECK enum status xapian_dfs(struct shards *x, const struct str *terms,
	uint32_t count, uint64_t *dfs);

/* guess_xapian.c: of servers only what is one letter off, since a walk would
 * have them send all their words. */
MUST_CHECK enum status xapian_guess(const struct searcher *s,
	const struct pattern *p, enum term_kind kind, uint32_t *budget,
	pattern_use *use, void *data);

#endif
