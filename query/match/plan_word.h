/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plan_word.h - the leaves of a query: words, phrases and values to terms;
 * and what plans are put together with.  For who makes plans.
 */
#ifndef MEJU_QUERY_MATCH_PLAN_WORD_H
#define MEJU_QUERY_MATCH_PLAN_WORD_H

#include "query/match/plan.h"

typedef VEC(struct plan *) plan_list;

struct plan *plan_new(struct planner *p, enum plan_op op);

/* A term; with a weight of 0 it only filters. */
MUST_CHECK enum status plan_term(struct planner *p, enum term_kind kind,
	struct str text, double weight, struct plan **out);

/* The list under one operator, without repetitions; a single kid alone. */
MUST_CHECK enum status plan_combine(struct planner *p, enum plan_op op,
	const plan_list *list, struct plan **out);
MUST_CHECK enum status plan_pair(struct planner *p, enum plan_op op,
	struct plan *a, struct plan *b, struct plan **out);

/* Have it filter only. */
void plan_unscore(struct plan *n);

/* A leaf of text: WORD, EXACT, PREFIX, GLOB, FUZZY, PHRASE, or a NEAR. */
MUST_CHECK enum status plan_words(struct planner *p, const struct node *n,
	enum match match, struct plan **out);

/* A leaf that is no GLOB or FUZZY in each of the languages. */
MUST_CHECK enum status plan_in_all(struct planner *p, const struct node *n,
	enum match match, plan_list *list);

/* plan_like.c: a SET of what fits a text with wildcards; GLOB; FUZZY. */
MUST_CHECK enum status plan_set(struct planner *p, const struct node *n,
	struct str text, struct plan **out);
MUST_CHECK enum status plan_wildcards(
	struct planner *p, const struct node *n, struct plan **out);
MUST_CHECK enum status plan_similar(struct planner *p, const struct node *n,
	enum match match, plan_list *list);

/* plan_synonym.c: of an AND's kids from one on, how many are together what a
 * rule is about; 1: none of several words begins there. */
MUST_CHECK enum status plan_synonym_run(struct planner *p,
	const struct node *and, unsigned from, unsigned *run);

/* What was typed, the plan of these leaves, or any of its synonyms. */
MUST_CHECK enum status plan_synonyms(struct planner *p,
	const struct node *const *leaves, unsigned count, struct plan *typed,
	struct plan **out);

/* The kind of the terms that tell that a word stands in a field. */
enum term_kind plan_kind(enum field f);

/* The result says so, with the text for a STR_FMT. */
MUST_CHECK enum status plan_warn(
	struct planner *p, const char *fmt, struct str text);

/* A leaf of a field of whole values. */
MUST_CHECK enum status plan_value(
	struct planner *p, const struct node *n, struct plan **out);

bool plan_is_stop(struct planner *p, struct str text);

/* plan_name.c: documents of which the query is a whole name, too, if it is
 * nothing but words and filters. */
MUST_CHECK enum status plan_name(
	struct planner *p, const struct node *query, struct plan **plan);

#endif
