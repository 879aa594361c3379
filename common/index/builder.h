/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * builder.h - a segment from its documents and its terms, in that order.
 *
 *	builder_begin(&b, folder, &err);
 *	for each document:  stored runs, builder_document()
 *	builder_terms(&b, dictionary, &err);
 *	for each term, ascending:  builder_put()
 *	builder_finish(&b, name, &err)   or   builder_abandon(&b)
 *
 * Pairs of frequent stems (pair.h) it finds by itself; they are terms behind all
 * others, and none that it is given.
 *
 * Whoever has inverted documents uses it, and whoever merges segments.  Lists
 * can be encoded by several threads, each into runs of neighbouring terms:
 *
 *	builder_encode(&b, term, false, &postings, &run);    in any thread
 *	builder_put_run(&b, &run);                           in order
 *
 * Errors:    every failure is one sentence; afterwards only abandon.
 * Threads:   one at a time, but for builder_encode().
 */
#ifndef MEJU_INDEX_BUILDER_H
#define MEJU_INDEX_BUILDER_H

#include "common/base/spool.h"
#include "common/base/vec.h"
#include "common/index/column.h"
#include "common/index/dictionary.h"
#include "common/index/meta.h"
#include "common/index/pair_writer.h"
#include "common/index/posting.h"
#include "common/index/stored.h"

struct builder_term {
	struct term_info info; /* offsets count from the run's start */
	size_t text_len;
	size_t paired_len; /* 0: not paired */
};

/* Ascending terms with their encoded lists. */
struct builder_run {
	struct buf postings, positions, texts; /* each end to end */
	struct buf paired;                     /* for pair_writer */
	VEC(struct builder_term) terms;
};

struct builder {
	struct segment_writer segment;
	struct stored_writer stored;
	struct column_writer columns;
	struct meta meta;
	VEC(uint32_t) lengths;
	struct dictionary_writer terms;
	struct spool positions;
	struct pair_writer pairs;
	struct builder_run run; /* of builder_put() */
	double average;         /* length of a document */
	unsigned threads;       /* the caller's: may finish it; 0 is one */
};

MUST_CHECK enum status builder_begin(
	struct builder *b, const char *folder, struct error *err);

/* Compressed documents, in order with those that builder_document() gets. */
void builder_stored(struct builder *b, const struct stored_run *run);

/* The next document's columns and length. */
MUST_CHECK enum status builder_document(
	struct builder *b, const struct record *facts, uint32_t length);

/* All documents are in; `dictionary` is the one they were compressed with. */
MUST_CHECK enum status builder_terms(
	struct builder *b, struct str dictionary, struct error *err);

/* One term's postings: tfs, counts and positions only for kinds that have
 * them; positions of all documents end to end, `counts` of them each. */
struct builder_postings {
	const uint32_t *docs, *tfs, *counts, *positions;
	uint32_t count;
};

/* Append a term to a run.  `also_word`: a stem that stands for the surface word
 * too (dictionary.h). */
MUST_CHECK enum status builder_encode(const struct builder *b, struct str term,
	bool also_word, const struct builder_postings *p,
	struct builder_run *run);
void builder_put_run(struct builder *b, const struct builder_run *run);
void builder_run_clear(struct builder_run *r);
void builder_run_release(struct builder_run *r);

/* A single term. */
MUST_CHECK enum status builder_put(
	struct builder *b, struct str term, const struct builder_postings *p);

MUST_CHECK enum status builder_finish(
	struct builder *b, char name[SEGMENT_NAME_MAX], struct error *err);
void builder_abandon(struct builder *b);

#endif
