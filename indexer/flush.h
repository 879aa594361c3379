/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * flush.h - the terms of an intake, into a segment.
 *
 *	flush_begin(&f, &intake, inverters, count, settings, &crew);
 *	... the lengths of all documents are known: documents are written
 *	flush_terms(&f, &builder);
 *	flush_release(&f);
 *
 * Beginning takes what the inverters and the intake know of tokens and leaves
 * bins (scatter.h), which become lists one after another.
 *
 * Errors:    ERR_NOMEM, ERR_LIMIT.
 * Ownership: borrows all it is given.
 */
#ifndef MEJU_INDEXER_FLUSH_H
#define MEJU_INDEXER_FLUSH_H

#include "indexer/crew.h"
#include "indexer/intake.h"
#include "indexer/lists.h"

struct flush {
	struct crew *crew;
	struct vocabulary vocabulary;
	struct bins bins;
	struct scatter *scatters;
	unsigned scatter_count;
	struct lists lists[CREW_MAX]; /* by worker */
	struct builder *builder;
	enum status status;
};

MUST_CHECK enum status flush_begin(struct flush *f, struct intake *in,
	struct inverter *const *inverters, unsigned count,
	const struct settings *settings, struct crew *c);

/* REQUIRES: builder_terms() has been called. */
MUST_CHECK enum status flush_terms(struct flush *f, struct builder *b);
void flush_release(struct flush *f);

#endif
