/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * crew.h - threads that work on jobs, which are finished in the order in which
 * they came.
 *
 *	struct crew c;
 *	crew_begin(&c, threads, ahead);
 *	crew_submit(&c, &job->job)      any number
 *	crew_wait(&c);                  all of them are finished
 *	crew_end(&c);
 *
 * A job is the first member of something larger.  Its work() runs in some
 * thread, its finish() in the caller's, while that submits or waits; finish()
 * may free the job.  With one thread everything happens in the caller's.
 *
 * Errors:    jobs keep their own.
 * Ownership: the caller's; a submitted job stays where it is until it is
 *            finished.
 * Threads:   one caller.
 */
#ifndef MEJU_INDEXER_CREW_H
#define MEJU_INDEXER_CREW_H

#include "common/base/stop.h"

#include <pthread.h>
#include <stdbool.h>

enum { CREW_MAX = 64 };

/* As many threads as there are processors, at most CREW_MAX. */
unsigned crew_usual(void);

struct job {
	void (*work)(struct job *j, unsigned worker); /* 0 .. count - 1 */
	void (*finish)(struct job *j);
	struct job *next;
	bool done;
};

struct crew {
	unsigned count, ahead;
	unsigned open; /* jobs submitted and not finished */
	pthread_t threads[CREW_MAX];
	unsigned started;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	struct job *first, *last; /* to be finished    */
	struct job *next;         /* to be worked on   */
	bool begun, closed;
	const struct stop_wish *wish; /* what its caller listens to */
};

/* `ahead`: jobs that may wait to be finished while another is submitted.
 * REQUIRES: 0 < threads <= CREW_MAX. */
MUST_CHECK enum status crew_begin(
	struct crew *c, unsigned threads, unsigned ahead);
void crew_submit(struct crew *c, struct job *j);
void crew_wait(struct crew *c);

/* Waits, too.  A zeroed crew has ended. */
void crew_end(struct crew *c);

#endif
