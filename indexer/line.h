/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * line.h - a long text, cut into runs of whole lines.
 *
 * Ownership: a run holds until the next call.
 * Threads:   one at a time.
 */
#ifndef MEJU_INDEXER_LINE_H
#define MEJU_INDEXER_LINE_H

#include "common/base/buf.h"

#include <stdint.h>

enum {
	LINES_BYTES = 1 << 20,      /* a run is about this long, but for one
	                               longer line                          */
	LINES_COUNT = 8192,         /* lines of a run, at most              */
	LINE_MAX_BYTES = 100 << 20, /* a longer line is skipped             */
};

struct lines {
	int fd;          /* -1: the text is in memory */
	struct str rest; /* of it                     */
	const char *path;
	struct buf bytes;
	size_t at;        /* behind the run given out              */
	uint32_t line;    /* number of the next line               */
	uint32_t skipped; /* number of an overlong line just before
	                       the run, or 0                         */
	bool ended;
	uint64_t hash; /* of everything, at the end; never 0    */
	struct XXH3_state_s *state;
};

MUST_CHECK enum status lines_open(
	struct lines *l, int fd, const char *path, struct error *err);

/* The same of a text in memory, which is borrowed; `path` is what it is
 * called. */
MUST_CHECK enum status lines_open_text(
	struct lines *l, struct str text, const char *path, struct error *err);

/* The next run and the number of its first line; empty at the end. */
MUST_CHECK enum status lines_next(
	struct lines *l, struct str *out, uint32_t *first, struct error *err);
void lines_close(struct lines *l);

#endif
