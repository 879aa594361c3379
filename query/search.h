/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * search.h - the one call that all programs use: a query in, ranked documents
 * out.
 *
 *	struct searcher s;
 *	struct search_result r = {0};
 *	if (searcher_open(&s, folders, count, &err) != OK)
 *		...
 *	struct search_request q = {.query = STR("gut health"), .limit = 10};
 *	if (search_run(&s, &q, &r, &err) != OK)
 *		...
 *	for (uint32_t i = 0; i < r.count; i++)
 *		show(&r.hits[i]);
 *	search_result_release(&r);
 *	searcher_close(&s);
 *
 * Errors:    a query is never wrong (it is repaired, see r.warnings); what can
 *            fail is memory and damaged indexes.  ERR_NOT_FOUND: no document
 *            has the id that others are to be similar to.  When the time is
 *            up (deadline.h), hits are the best of what was looked at, each
 *            with its true score, and the total is what was counted by then.
 * Ownership: a result owns what it shows, until released; it borrows the
 *            searcher.
 * Threads:   a searcher belongs to one thread.
 */
#ifndef MEJU_QUERY_SEARCH_H
#define MEJU_QUERY_SEARCH_H

#include "query/assist/corpus.h"
#include "query/match/plan.h"
#include "query/rank/rerank.h"
#include "query/sort.h"

enum {
	SEARCH_INDEXES_MAX = 64,
	SEARCH_LIMIT_MAX = 1000000, /* of limit + offset */
};

struct source;

struct searcher {
	const struct source *source; /* the engine (source.h) */
	struct shards *shards;       /* of Xapian; NULL: ours  */
	uint32_t patience; /* milliseconds that a server may take, or 0 */
	struct snapshot *snapshots;
	uint32_t count;
	const struct leaf **leaves; /* of all, in order */
	uint32_t leaf_count;
	uint64_t *ordinals; /* of each leaf's first document, over all */
	struct collection collection;
	struct analyzer *analyzer;
	language languages[LANGUAGE_MAX]; /* the index's; most frequent first */
	uint32_t language_count;
	struct arena scratch;        /* of the search that is going on */
	struct stored_reader reader; /* of what is shown of it         */
	uint32_t common_count; /* so many have a hundredth of the documents */
};

MUST_CHECK enum status searcher_open(struct searcher *s,
	const char *const *folders, uint32_t count, struct error *err);
void searcher_close(struct searcher *s);

/* The same where there may be servers, of which none may take longer. */
MUST_CHECK enum status searcher_open_within(struct searcher *s,
	const char *const *folders, uint32_t count, uint32_t milliseconds,
	struct error *err);

/* ERR_UNSUPPORTED and a sentence where it is Xapian that searches. */
MUST_CHECK enum status searcher_only_native(
	const struct searcher *s, const char *what, struct error *err);

/* The sentence for what failed in it, which ends with that status; `s` is open.
 */
enum status searcher_failed(
	const struct searcher *s, enum status status, struct error *err);

/* The same for helps. */
struct corpus searcher_corpus(const struct searcher *s);

/* Do the indexes have what they had when they were opened?  Takes a
 * microsecond each. */
bool searcher_is_current(const struct searcher *s);

/* The same indexes as they are now; shares with `old`, which may be closed
 * before or after it, what has not changed. */
MUST_CHECK enum status searcher_reopen(
	struct searcher *s, const struct searcher *old, struct error *err);

/* The sum of the generations of all indexes; a hash that is another for another
 * commit, and for other servers that answer. */
void searcher_state(
	const struct searcher *s, uint64_t *generation, uint64_t *state);

enum search_match {
	SEARCH_AUTO, /* all words; where they do not fill the page, some */
	SEARCH_ALL,
	SEARCH_ANY,
};

struct search_request {
	struct str query;
	struct node
		*filter; /* what must hold besides; NULL: nothing.  Unlike the
				query it is not corrected or quoted         */
	struct str similar; /* id of a document: those like it that also
	                       satisfy the query; empty: none            */
	enum search_match match;
	uint32_t limit, offset;
	language language; /* LANGUAGE_NONE: those of the index          */
	struct synonyms *synonyms; /* NULL: none                             */
	int64_t now;      /* seconds since 1970, for "30d"              */
	struct sort sort; /* none: by score; else hits have none        */
	bool exhaustive;  /* score every document; for tests            */
	bool total;       /* count all that match                       */
	bool keep_stops;  /* stop words are words like others           */
	struct rank_settings rank; /* zeros: BM25 alone                      */
};

struct search_hit {
	double score;
	const struct leaf *leaf; /* NULL: one of Xapian's           */
	struct shards *shards;   /* which has it then               */
	struct str data;         /* its record, if that was read    */
	uint32_t doc;
	uint32_t number; /* of the leaf, or of the shard            */
	uint64_t ordinal;
	bool relaxed;   /* it has only some of the words           */
	bool looked_at; /* its score has what rerank.h adds        */
	uint32_t alike; /* hits that it stands for (collapse.h)    */
};

/* A plan and what its terms are worth. */
struct search_pass {
	struct planner planner;
	struct plan *plan;
	double *weights; /* per term */
	uint64_t *dfs;   /* per term: live documents that have it */
	double ceiling;  /* what the settings are shares of      */
	struct rerank_words words;
	/* Per leaf, per term; df 0: the leaf does not have it. */
	struct term_info *infos;
};

struct search_result {
	struct arena arena;
	struct search_hit *hits; /* from `offset` on, at most `limit` */
	uint32_t count;
	uint64_t total; /* live documents that match, if asked for */
	uint64_t full;  /* ... with all words that were asked for  */
	bool relaxed;   /* some hits have only some of the words   */
	bool partial;   /* kept by who shows it when the deadline is over  */
	struct str suggestion; /* correct.h sets it                */
	struct str *warnings;
	uint32_t warning_count;
	struct str *missing; /* servers whose documents are missing */
	uint32_t missing_count;
	const struct node *tree; /* what was typed, and the filter */
	struct rank_settings rank;
	int64_t now;
	/* What was searched: [0], and for relaxed hits [1]. */
	struct search_pass passes[2];
};

/* What ranks a leaf's documents in a pass, but for where they go; `prior` is
 * opened if the result's settings have use for one. */
MUST_CHECK enum status search_ranking(const struct searcher *s,
	const struct search_result *r, const struct search_pass *x,
	uint32_t number, struct prior *prior, struct ranking *out);

/* The closer look at its best; what is opened lives in the arena. */
struct reranking search_reranking(const struct searcher *s,
	const struct search_result *r, const struct search_pass *x,
	struct arena *arena);

MUST_CHECK enum status search_run(struct searcher *s,
	const struct search_request *q, struct search_result *r,
	struct error *err);
void search_result_release(struct search_result *r);

/* The first live document of that id, URL ...: *out but its score.
 * ERR_NOT_FOUND. */
MUST_CHECK enum status searcher_find(const struct searcher *s,
	enum term_kind kind, struct str text, struct search_hit *out);

/* Is something left out, for want of time or of a server? */
bool search_is_partial(const struct search_result *r);

/* The document of a hit.  Texts hold until the next call with `reader`. */
MUST_CHECK enum status search_record(struct stored_reader *reader,
	struct arena *arena, const struct search_hit *hit, struct record *out,
	struct error *err);

#endif
