/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tree.h - a query as typed, parsed: operators, fields and text, before any
 * analysis.  GRAMMAR.md says what is written how.
 *
 * Ownership: nodes and their text live in the arena given to the parser.
 */
#ifndef MEJU_QUERY_LANG_TREE_H
#define MEJU_QUERY_LANG_TREE_H

#include "common/base/arena.h"
#include "common/base/buf.h"

#include <stdint.h>

enum node_type {
	NODE_ALL,    /* every document: the empty query, or "*"              */
	NODE_WORD,   /* text: one run of characters without white space      */
	NODE_EXACT,  /* text: as NODE_WORD, the word as it is written        */
	NODE_PREFIX, /* text: what the words start with                      */
	NODE_GLOB,   /* text: with "*" for any letters, "?" for one          */
	NODE_FUZZY,  /* text: a word; slop: letters of it that may be wrong  */
	NODE_PHRASE, /* text: what stands between the quotes; slop           */
	NODE_NEAR,   /* kids: NODE_WORDs; within slop positions, any order   */
	NODE_RANGE,  /* low, high: of a date field; inclusive                */
	NODE_AND,    /* kids                                                 */
	NODE_OR,     /* kids                                                 */
	NODE_NOT,    /* one kid: all documents but its                       */
};

enum field {
	FIELD_ANY, /* no field given */
	FIELD_TITLE,
	FIELD_HEADING,
	FIELD_BODY,
	FIELD_AUTHOR,
	FIELD_TAG,
	FIELD_CATEGORY,
	FIELD_LANGUAGE,
	FIELD_PATH,
	FIELD_URL,
	FIELD_TYPE,
	FIELD_ID,
	FIELD_DATE, /* only in NODE_RANGE */
};

/*
 * What holds for every tree:
 * - AND and OR have two kids or more and none of their own type; AND has no
 *   NODE_ALL; the kid of NOT is no NOT.
 * - A query of nothing but exclusions has no NODE_ALL either: "-a" is
 *   (NOT a), "-a -b" is (AND (NOT a) (NOT b)); NOT is a set of its own.
 * - Fields, boosts and text are in the leaves.  In author, tag, category,
 *   lang, path, url, type and id a WORD, EXACT or PHRASE alike names one whole
 *   value.
 * - A word may be without any letter ("-", "&", "???"): analysis makes nothing
 *   of it, and among other words it is to be ignored.
 */
struct node {
	enum node_type type;
	enum field field;
	struct str text;
	uint32_t off, len; /* bytes of the query: a leaf's text without field,
			      quotes and boost; else its kids' extent        */
	unsigned slop;     /* phrase: words that may stand between; near: n;
			      fuzzy: 1 or 2                                  */
	bool must;         /* kid of AND: "+" or a written AND asks for it,
			      even where any word is enough                  */
	double boost;      /* 0 to 1000, 1 unless ^number was given          */
	int64_t low, high; /* seconds since 1970; INT64_MIN, INT64_MAX: open */
	struct node **kids;
	unsigned count; /* of kids */
};

/* The tree in a canonical written form, for tests and --explain: words bare,
 * every operator with parentheses: "(AND gut (OR skin title:face))".  A range
 * is printed by its days, `must` as "+". */
void node_print(const struct node *n, struct buf *out);

/*
 * Both must hold: `a`, and of what it leaves `b`, a tree that was not typed, such
 * as a filter.  `b` may be NULL.  NULL: out of memory.
 */
const struct node *node_narrow(
	struct arena *arena, struct node *a, struct node *b);

/* The name of a field as typed ("title"); "" for FIELD_ANY. */
struct str field_name(enum field f);

/* Is it a field of whole values (tag, path...), which only filters? */
bool field_is_boolean(enum field f);

#endif
