/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plan.h - a query in terms: what to look up and how to combine it, the same
 * for every segment and for both engines.
 *
 * A plan is made from a parsed query by plan_make(), which analyses its words
 * in every language that the planner is given:
 *
 *	word            its stem; of several distinct stems the maximum, each
 *	                worth what the most frequent of them is
 *	compound word   MAX(whole, PHRASE(parts)); of its parts any in MATCH_ANY
 *	=word           the stem, filtered by the surface word
 *	field:word      the stem, filtered by the stem in the field
 *	"a phrase"      PHRASE of the stems, which scores as their sum
 *	prefix*, p*t?   SET of all surface words that fit, one score
 *	word~           the word and those like it, the maximum; each worth what
 *	                the most frequent is, less the more letters are wrong
 *	tag:x, date:..  filters, no score
 *	a whole name    what is typed, if it is nothing but words, may also be a
 *	                document's name: NAMED, around everything but filters
 *
 * Words and phrases that are not excluded are, with rules of synonyms.h, the
 * maximum of what was typed and of its synonyms; so are words side by side
 * that a rule takes for one, from the left, and of several rules the longest.
 *
 * MATCH_ALL wants every word, MATCH_ANY one or more: words that are not `must`
 * become an OR, filters stay filters, and stop words are left out while other
 * words remain.
 *
 * Ownership: everything lives in the arena.
 */
#ifndef MEJU_QUERY_MATCH_PLAN_H
#define MEJU_QUERY_MATCH_PLAN_H

#include "common/base/vec.h"
#include "common/index/column.h"
#include "common/text/analyzer.h"
#include "common/text/term.h"
#include "query/lang/parser.h"

enum plan_op {
	PLAN_NONE,   /* no document                                      */
	PLAN_ALL,    /* every document                                   */
	PLAN_TERM,   /* documents with terms[term]                       */
	PLAN_SET,    /* documents with any of set[0 .. set_count), sorted */
	PLAN_RANGE,  /* documents whose column lies in [low, high]       */
	PLAN_AND,    /* in all kids; the sum                             */
	PLAN_OR,     /* in some kid; the sum                             */
	PLAN_MAX,    /* in some kid; the highest                         */
	PLAN_NOT,    /* in kid 0 and in no other; kid 0's score          */
	PLAN_MAYBE,  /* in kid 0; its score and those of the others      */
	PLAN_FILTER, /* in all kids; kid 0's score                       */
	PLAN_PHRASE, /* in all kids (TERMs), at their offsets in order,
	                with up to `slop` words between; the sum         */
	PLAN_NEAR,   /* in all kids (TERMs), within `slop` positions     */
	PLAN_NAMED,  /* in some kid; kid 0's score, and `weight` if in
	                kid 1, which only filters                        */
};

struct plan {
	enum plan_op op;
	uint32_t term;   /* TERM: number                               */
	uint32_t offset; /* kid of PHRASE: its position in the phrase  */
	unsigned slop;
	bool variants;      /* MAX: kids are one word in several languages,
	                       worth what the most frequent of them is     */
	bool synonyms;      /* MAX: the others stand for kid 0, and are worth
	                       no more than it (rank/level.h)              */
	struct str synonym; /* what the rule says that it is of; empty: it
	                       was typed                                   */
	double weight;      /* TERM, SET: factor of its score; 0: it only
	                       filters.  NAMED: see there; whoever ranks
	                       sets it                                    */
	enum column_id column;
	int64_t low, high;
	const struct str *set;
	uint32_t set_count;
	struct plan **kids;
	uint32_t count;
	const struct node *from; /* the leaf of the query that it is of;
	                            NULL: it joins several             */
};

enum match {
	MATCH_ALL,
	MATCH_ANY,
};

enum {
	/* Words that the prefixes and wildcards of a query may stand for, and
	 * the postings of these. */
	PLAN_SET_MAX = 10000,
	PLAN_SET_POSTINGS = 1 << 22,
	PLAN_LIKE_MAX = 50, /* words for one with some letters wrong */
};

struct pattern;
struct synonyms;

struct plan_like {
	struct str term;
	unsigned errors;
	uint64_t df;
};

/* Leaves that have synonyms together. */
struct plan_run {
	const struct node *const *leaves;
	unsigned count;
	const struct plan *plan;
};

/* What a plan is made with. */
struct planner {
	struct arena *arena;
	struct analyzer *analyzer;
	const language *languages; /* of the words, perhaps; at least one   */
	uint32_t language_count;
	language stops; /* whose stop words count                */
	bool names;     /* documents may be asked for by name    */
	/* Words of the index that fit a pattern, with the letter of their kind
	 * (TERM_WORD, or of the stems in a field), the most alike first; *more
	 * if there were too many to have all. */
	enum status (*find_like)(void *data, struct arena *arena,
		const struct pattern *pattern, enum term_kind kind,
		uint32_t *budget, uint32_t max, struct plan_like **out,
		uint32_t *count, bool *more);
	const struct node *root;   /* of the query */
	struct synonyms *synonyms; /* NULL: none */
	unsigned words;            /* of QUERY_TERMS_MAX, with synonyms */
	bool literal;              /* no synonyms here                 */
	void *data;
	/* Leaves that still have to be expanded, and what is left for them. */
	uint32_t unexpanded;
	uint32_t budget;    /* of PATTERN_BUDGET    */
	uint32_t set_words; /* of PLAN_SET_MAX      */
	uint32_t postings;  /* of PLAN_SET_POSTINGS */
	/* Results. */
	VEC(struct str) terms; /* by number, each with its kind         */
	VEC(struct str) warnings;
	VEC(struct str) used;      /* synonyms that are looked for, each once */
	VEC(struct plan *) leaves; /* of the query, those left of it      */
	VEC(struct plan_run) runs;
};

MUST_CHECK enum status plan_make(struct planner *p, const struct node *query,
	enum match match, struct plan **out);
void planner_release(struct planner *p);

/* The plan that was made of a leaf of the query, though like ones are joined;
 * NULL if analysis left nothing of it or it is a stop word that was dropped. */
const struct plan *plan_find(const struct planner *p, const struct node *leaf);

/* The plan of the leaf and of those beside it that have synonyms together with
 * it; NULL: there are none. */
const struct plan *plan_find_run(
	const struct planner *p, const struct node *leaf);

/* "(AND Zgut (MAX Zgutskin (PHRASE Zgut Zskin)))", for tests and --explain. */
void plan_print(
	const struct planner *p, const struct plan *plan, struct buf *out);

#endif
