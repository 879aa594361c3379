/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * eraser.h - documents out of an index: live maps with a bit less, and
 * statistics that no longer count the document.
 *
 * A deleted document's terms are found by analysing its stored record again,
 * with the inverter that made them.
 *
 * Errors:    one sentence; nothing is on disk before eraser_finish().
 * Ownership: borrows the leaves.
 * Threads:   one at a time.
 */
#ifndef MEJU_INDEXER_ERASER_H
#define MEJU_INDEXER_ERASER_H

#include "common/index/snapshot.h"
#include "indexer/inverter.h"

struct eraser_leaf;

struct eraser {
	struct leaf **leaves;
	struct eraser_leaf *work; /* per leaf */
	uint32_t count;
	struct inverter inverter;
	struct stored_reader reader;
	struct arena arena;
	uint64_t erased;
};

MUST_CHECK enum status eraser_begin(struct eraser *e, struct leaf **leaves,
	uint32_t count, const struct settings *settings, struct error *err);

/* Take out one document; one that is out already is left alone. */
MUST_CHECK enum status eraser_doc(
	struct eraser *e, uint32_t leaf, uint32_t doc, struct error *err);

/* Take out all documents that have the term, in the first `leaves` leaves. */
MUST_CHECK enum status eraser_term(struct eraser *e, uint32_t leaves,
	enum term_kind kind, struct str text, struct error *err);

/* The first document of a leaf that has the term and is not out; DOC_END: none
 * is. */
MUST_CHECK enum status eraser_find(struct eraser *e, uint32_t leaf,
	enum term_kind kind, struct str text, uint32_t *doc, struct error *err);

/* Write the live maps that have changed, as `generation`; rows of the
 * manifest are those of the leaves. */
MUST_CHECK enum status eraser_finish(struct eraser *e,
	struct manifest_segment *rows, const char *folder, uint64_t generation,
	struct error *err);
void eraser_release(struct eraser *e);

#endif
