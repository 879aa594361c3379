/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * progress.h - a line on the terminal that says how far indexing has come:
 *
 *	12345 documents, 120.3 MB, 41.2 MB/s
 *
 * Where standard error is no terminal, nothing is written.
 *
 * Threads: one at a time.
 */
#ifndef MEJU_INDEXER_PROGRESS_H
#define MEJU_INDEXER_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	bool quiet;
	bool shown;          /* the line is on the screen */
	int64_t began, last; /* nanoseconds               */
};

void progress_begin(struct progress *p, bool quiet);

/* At most five times a second. */
void progress_show(struct progress *p, uint64_t documents, uint64_t bytes);

/* What comes next may take long: so many documents are merged. */
void progress_merging(struct progress *p, uint64_t documents);

/* Before anything else is written. */
void progress_clear(struct progress *p);

double progress_seconds(const struct progress *p);

#endif
