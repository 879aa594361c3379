/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * report.h - which queries find nothing, and how often: what a site lacks, in
 * the words of those who seek it.
 *
 * A query is only written down once it came REPORT_LEAST times, so that what
 * one person typed by mistake (a password, a name) stays unread.  Case, accents
 * and white space do not tell queries apart.  Nothing else is kept: no address,
 * no time.  The file has a line for each, "count<TAB>query", the most frequent
 * first.  It is written anew at most once a minute, and at the end.
 *
 * Errors:    of a file that cannot be written one sentence.
 * Threads:   any.
 */
#ifndef MEJU_QUERY_SERVE_REPORT_H
#define MEJU_QUERY_SERVE_REPORT_H

#include "common/base/map.h"
#include "common/base/vec.h"

#include <pthread.h>
#include <stdbool.h>

enum { REPORT_LEAST = 5, REPORT_QUERIES_MAX = 20000, REPORT_BYTES_MAX = 200 };

struct report {
	const char *path; /* NULL: nothing is counted */
	pthread_mutex_t mutex;
	struct map queries;
	VEC(uint32_t) counts;
	bool changed;
};

/* What the file has from before is counted on with.  It is to be written at
 * once, which shows whether it can be. */
MUST_CHECK enum status report_open(
	struct report *r, const char *path, struct error *err);
void report_close(struct report *r);

/* It found nothing. */
void report_count(struct report *r, struct str query);

/* If there is news. */
MUST_CHECK enum status report_write(struct report *r, struct error *err);

#endif
