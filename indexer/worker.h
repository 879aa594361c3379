/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * worker.h - what one thread needs to turn batches into documents that are
 * parsed and inverted.
 *
 * Errors:    bad input becomes sentences in the batch; only memory fails, and
 *            then batch->status says so.
 * Threads:   a worker belongs to one thread.
 */
#ifndef MEJU_INDEXER_WORKER_H
#define MEJU_INDEXER_WORKER_H

#include "indexer/batch.h"
#include "indexer/inverter.h"
#include "indexer/parse/parse.h"

struct worker {
	struct inverter inverter;
	struct parser parser;
	enum status status;  /* of the last batch   */
	struct batch *batch; /* being worked on    */
	uint32_t input;      /* of the batch        */
	bool with_drafts;
	/* Documents of each language, of the batch so far and of the index
	 * before: what undecided ones are taken for. */
	uint32_t languages[LANGUAGE_MAX];
	const uint32_t *languages_before;
};

/* `languages_before`: documents of each language in the index, or zeros. */
MUST_CHECK enum status worker_init(struct worker *w,
	const struct settings *settings, const uint32_t *languages_before,
	int64_t now, bool with_drafts);
void worker_release(struct worker *w);

/* Parse and invert all inputs of a batch, or invert its stored records. */
void worker_invert(struct worker *w, struct batch *b);

#endif
