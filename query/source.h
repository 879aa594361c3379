/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * source.h - what an engine answers of what is searched.
 *
 *	source_native   segments of ours, leaves of snapshots
 *	source_xapian   databases of Xapian, here and on servers
 *
 * All else of a search is the same for every engine: what is typed becomes a
 * plan, terms get their worth, names and synonyms theirs, the best are looked
 * at more closely, words are marked in texts.
 *
 * Errors:    as search.h.
 * Threads:   as the searcher.
 */
#ifndef MEJU_QUERY_SOURCE_H
#define MEJU_QUERY_SOURCE_H

#include "query/assist/similar.h"
#include "query/expand.h"
#include "query/facets.h"
#include "query/match/pattern.h"
#include "query/match/places.h"

/* A run of one plan over all that is searched. */
struct run {
	struct searcher *searcher;
	const struct search_request *request;
	struct search_result *result;
	struct search_pass *pass;
	struct topk top;
	uint64_t total;
	bool looked;                /* closer at the best of the top */
	struct rerank_known *known; /* of these, for rerank.h    */
	uint32_t known_count;
	struct similar similar; /* if the request has one        */
	struct expander expander;
};

/* Documents of a language, LANGUAGE_NONE for those without. */
struct language_docs {
	language language;
	uint64_t docs;
};

struct source {
	/* Folders, or those of another searcher. */
	enum status (*open)(struct searcher *s, const char *const *folders,
		const struct searcher *old, uint32_t count, struct error *err);
	void (*close)(struct searcher *s);
	bool (*is_current)(const struct searcher *s);

	/* As searcher_state(), added to what is there. */
	void (*state)(const struct searcher *s, uint64_t *generation,
		uint64_t *state);

	/* s->collection, and for each language its documents; at most
	 * LANGUAGE_MAX + 1. */
	enum status (*count)(
		struct searcher *s, struct language_docs *all, uint32_t *n);

	/* Before a search; after what failed: may it go well now?; when it has
	 * gone well: warnings, and what of the hits is kept with them. */
	enum status (*begin)(struct searcher *s);
	bool (*recover)(struct searcher *s, enum status status);
	enum status (*finish)(struct searcher *s, struct search_result *r);

	/* What failed last; NULL natively: statuses say all. */
	const char *(*sentence)(const struct searcher *s);

	/* Live documents that have a term. */
	enum status (*df)(
		const struct searcher *s, struct str term, uint64_t *df);

	/* x->dfs of all terms of the planner, and what rank() needs of them. */
	enum status (*look_up)(const struct searcher *s, struct search_pass *x,
		struct arena *arena);

	/* The best of a weighed plan into run->top, in order; run->total if it
	 * is asked for; run->known for rerank.h, if there is places(). */
	enum status (*rank)(struct run *run);

	/* Where a term stands in a document, for rerank.h; NULL natively: there
	 * lists are opened once. */
	enum status (*places)(const struct searcher *s, struct str term,
		uint32_t number, uint32_t doc, struct arena *arena,
		struct places *out);

	/* As pattern_walk(), of all that is searched. */
	enum status (*walk)(const struct searcher *s, const struct pattern *p,
		enum term_kind kind, uint32_t *budget, pattern_use *use,
		void *data);

	/* The same, perhaps without those that would take too long. */
	enum status (*guess)(const struct searcher *s, const struct pattern *p,
		enum term_kind kind, uint32_t *budget, pattern_use *use,
		void *data);

	/* The first document that has a term: *out but its score. */
	enum status (*find)(const struct searcher *s, struct str term,
		struct search_hit *out);

	/* The bytes of a hit's record, until the next call with `reader`. */
	enum status (*record)(struct stored_reader *reader,
		const struct search_hit *hit, struct str *bytes,
		struct error *err);

	/* Count what a pass has found: facet_plan(), facet_add(). */
	enum status (*facets)(const struct searcher *s, struct facet *v,
		uint32_t count, const struct search_pass *pass,
		struct arena *arena);
};

extern const struct source source_native, source_xapian;

/* A language's documents more. */
void language_docs_add(
	struct language_docs *all, uint32_t *n, language l, uint64_t docs);

/* Ask for statistics, again if they have changed. */
MUST_CHECK enum status searcher_count(struct searcher *s);

#endif
