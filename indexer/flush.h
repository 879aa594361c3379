/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * flush.h - the terms of an intake, into a segment.
 *
 *	flush_begin(&f, inverters, count, &crew);
 *	... the intake is arranged
 *	flush_documents(&f, &intake, settings);
 *	... the lengths of all documents are known: documents are written
 *	flush_terms(&f, &builder);
 *	flush_release(&f);
 *
 * First the terms are put in order, in some thread, while documents are.  Then
 * what the inverters and the intake know of tokens is taken and bins are left
 * (scatter.h), which become lists one after another.
 *
 * Errors:    ERR_NOMEM, ERR_LIMIT.
 * Ownership: borrows all it is given.
 */
#ifndef MEJU_INDEXER_FLUSH_H
#define MEJU_INDEXER_FLUSH_H

#include "indexer/crew.h"
#include "indexer/intake.h"
#include "indexer/lists.h"

struct bin_job;

struct flush {
	struct crew *crew;
	struct inverter *const *inverters;
	unsigned inverter_count;
	struct job ordering;
	struct vocabulary vocabulary;
	struct bins bins;
	struct scatter *scatters;
	unsigned scatter_count;
	struct lists lists[CREW_MAX]; /* by worker */
	struct builder *builder;
	struct bin_job *spare;
	enum status status;
};

/* Neither `f` nor `inverters` must change until the crew has been waited for. */
void flush_begin(struct flush *f, struct inverter *const *inverters,
	unsigned count, struct crew *c);

MUST_CHECK enum status flush_documents(
	struct flush *f, struct intake *in, const struct settings *settings);

/* REQUIRES: builder_terms() has been called. */
MUST_CHECK enum status flush_terms(struct flush *f, struct builder *b);
void flush_release(struct flush *f);

#endif
