/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sink.h - where what a writer takes in goes: an engine.
 *
 *	sink_native   segments (build.h), and live maps for what is deleted
 *	sink_xapian   databases of Xapian (common/index/glass.h)
 *
 * A writer calls these in order: open, submit any number of times, finish,
 * perhaps recall and so on, erase, commit, and at any time close.  Nothing of it is visible before the
 * manifest that is written after commit.
 *
 * Errors:    as those of a writer.
 * Ownership: a submitted batch (allocated) belongs to the sink; what else the
 *            sink has lies behind w->sunk.
 * Threads:   one caller.
 */
#ifndef MEJU_INDEXER_SINK_H
#define MEJU_INDEXER_SINK_H

#include "indexer/writer.h"

struct sink {
	const char *name; /* of the engine, as in --engine */

	/* Open what w->before names, unless w->fresh, and count w->languages. */
	enum status (*open)(struct writer *w, struct error *err);

	enum status (*submit)(
		struct writer *w, struct batch *b, struct error *err);

	/* All batches have been worked on.  More may be submitted. */
	enum status (*finish)(struct writer *w, struct error *err);

	/* What has come goes if it has one of the ids w->late.  REQUIRES: it is
	 * finished. */
	enum status (*recall)(struct writer *w, struct error *err);

	/* What is forgotten, deleted, replaced or comes twice goes. */
	enum status (*erase)(struct writer *w, struct error *err);

	/* All but the manifest is made to last. */
	enum status (*commit)(struct writer *w, struct error *err);

	/* Take back what was not committed, and release everything. */
	void (*close)(struct writer *w);
};

extern const struct sink sink_native, sink_xapian;

/* ---- what sinks call ---- */

/* The turn of a batch has come: its sentences, sources and counts. */
MUST_CHECK enum status writer_account(struct writer *w, const struct batch *b);

/* A sentence about an input that is left out. */
void writer_skip(struct writer *w, const struct error *err);

/* The same about a document whose id an earlier one has. */
void writer_skip_twin(struct writer *w, const struct record *r);

enum status writer_no_memory(struct error *err);
enum status writer_stopped(struct error *err);

#endif
