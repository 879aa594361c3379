/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * log.h - a line of JSON for each request, and for each search that took long.
 *
 *	{"time":"2026-11-26T21:58:03Z","method":"GET","path":"/search",
 *	 "status":200,"bytes":5120,"ms":1.204,"total":17}
 *
 * No addresses unless asked for, and what was searched for only where it took
 * longer than `slow` milliseconds ("query", and "slow": true).  What the server
 * has to mend is also a sentence on standard error, but not a stream of them.
 *
 * Errors:    none: a request is answered, logged or not.
 * Threads:   any; a line is one write.
 */
#ifndef MEJU_QUERY_SERVE_LOG_H
#define MEJU_QUERY_SERVE_LOG_H

#include "query/serve/reply.h"
#include "query/serve/request.h"

#include <stdatomic.h>
#include <stdint.h>

enum { LOG_PAUSE = 10000 }; /* milliseconds between two sentences */

struct log {
	int fd; /* < 0: none */
	bool addresses;
	bool all;             /* not only slow searches */
	double slow;          /* milliseconds; 0: none is */
	_Atomic int64_t told; /* when the last sentence was */
};

/* A sentence about the server, unless there was one just now; `now` as of
 * clock_milliseconds(). */
void log_trouble(struct log *l, struct str sentence, double now);

void log_request(struct log *l, const struct request *q, const struct reply *r,
	double milliseconds);

#endif
