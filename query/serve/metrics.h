/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * metrics.h - how many requests came, how they ended, how long they took, as
 * Prometheus reads it (text format 0.0.4).
 *
 * Threads: counted by all of them; a zeroed struct has counted nothing.
 */
#ifndef MEJU_QUERY_SERVE_METRICS_H
#define MEJU_QUERY_SERVE_METRICS_H

#include "common/base/buf.h"

#include <stdatomic.h>

enum { METRICS_ROUTES_MAX = 16, METRICS_CLASSES = 6, METRICS_BUCKETS = 10 };

struct metrics_route {
	_Atomic uint64_t classes[METRICS_CLASSES]; /* of status, by its 100s */
	_Atomic uint64_t
		buckets[METRICS_BUCKETS + 1]; /* the last: longer       */
	_Atomic uint64_t microseconds;
};

struct metrics {
	struct metrics_route routes[METRICS_ROUTES_MAX];
	_Atomic uint64_t connections; /* open now                   */
	_Atomic uint64_t refused;     /* for there were too many    */
	_Atomic uint64_t reopened;    /* indexes, after a commit    */
	_Atomic uint64_t unopened;    /* the same, but they failed  */
};

void metrics_count(struct metrics *m, unsigned route, unsigned status,
	double milliseconds);

/* `name` of a route, by its number; NULL ends them. */
void metrics_put(struct metrics *m, const char *(*name)(unsigned route),
	struct buf *out);

#endif
