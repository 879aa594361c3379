/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * comparison.h - how two indexes differ: in documents, in what these have, in
 * words.
 *
 *	struct comparison c = {.sides = {{.index = &old}, {.index = &new}}};
 *	status = comparison_make(&c, &err);
 *	...
 *	comparison_release(&c);
 *
 * The terms of both are walked side by side, ids among them; of a document
 * that both have the records are compared, unless it is the same one of the
 * same segment.  In memory are the ids of documents that differ, if these are
 * to be kept, and nothing else that grows.
 *
 * Errors:    ERR_CORRUPT, ERR_NOMEM, with a sentence.
 * Ownership: borrows the snapshots.
 * Threads:   one at a time.
 */
#ifndef MEJU_INDEXER_COMPARISON_H
#define MEJU_INDEXER_COMPARISON_H

#include "common/base/map.h"
#include "common/base/vec.h"
#include "common/index/snapshot.h"

enum { OLD, NEW, SIDES, COMPARISON_WORDS = 10 };

/* What a document may have; others than these are by key, in `extras`. */
enum part {
	PART_SOURCE,
	PART_TITLE,
	PART_URL,
	PART_DESCRIPTION,
	PART_TYPE,
	PART_PLACE,
	PART_LANGUAGE,
	PART_DATE,
	PART_MODIFIED,
	PART_BOOST,
	PART_NAMES,
	PART_ALIASES,
	PART_AUTHORS,
	PART_TAGS,
	PART_CATEGORIES,
	PART_SECTIONS,
	PART_TEXT,
	PART_EXTRAS,
	PART_LINES, /* where things stand in the source */
	PART_COUNT,
};

const char *part_name(enum part p); /* "title" */

struct comparison_side {
	const struct snapshot *index;
	uint64_t bytes, deleted;
	uint64_t words;                /* different ones             */
	uint64_t parts[PART_COUNT];    /* documents that have each    */
	struct stored_reader *readers; /* per segment */
	const struct leaf **leaves;
};

struct comparison_extra {
	uint64_t docs[SIDES]; /* that have it */
};

/* A document of both sides that differs, or one of either. */
struct comparison_doc {
	struct str id;
	uint32_t parts; /* bit p: part p differs */
};

typedef VEC(struct comparison_doc) comparison_docs;

/* A word of which another share of documents has it. */
struct comparison_word {
	char bytes[TERM_MAX];
	uint8_t len;
	uint64_t docs[SIDES];
	double jump; /* in shares of all documents, > 0 */
};

struct comparison {
	struct comparison_side sides[SIDES];
	bool keep;            /* the documents that differ */
	const char *settings; /* what they were made with otherwise, or NULL */
	uint64_t added, changed, removed, same;
	uint64_t part_changes[PART_COUNT]; /* documents that changed it */
	comparison_docs added_docs, changed_docs, removed_docs;
	struct map extra_keys;
	VEC(struct comparison_extra) extras; /* by number of the key */
	uint64_t new_words, gone_words;
	struct comparison_word
		words[COMPARISON_WORDS]; /* highest jumps first */
	unsigned word_count;
	struct arena ids, scratch[SIDES];
};

MUST_CHECK enum status comparison_make(struct comparison *c, struct error *err);
void comparison_release(struct comparison *c);

/* Is there anything that a search could tell? */
bool comparison_differs(const struct comparison *c);

#endif
