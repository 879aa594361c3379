/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stop.h - the wish that a process end, as signals express it.
 *
 * A program that has something to tidy up calls stop_catch().  SIGTERM, SIGINT
 * or SIGHUP then only set a flag, which long work asks for between its steps
 * and heeds as any failure; a second one ends the process at once.  In a
 * process that never called stop_catch() nothing is ever stopped.
 *
 *	while (status == OK && more())
 *		if ((status = stop_check()) == OK)
 *			status = step();
 *
 * Threads: any; signals that come to the process count for all of them.
 */
#ifndef MEJU_BASE_STOP_H
#define MEJU_BASE_STOP_H

#include "common/base/status.h"

#include <poll.h>
#include <stdatomic.h>
#include <stdbool.h>

extern atomic_int stop_wanted;

/* Signals that are ignored stay ignored.  May be called again. */
void stop_catch(void);

/* Which signal came, 0: none. */
int stop_signal(void);

/* "SIGTERM"; a constant. */
const char *stop_name(int signal);

/* While deferred, stop_check() is deaf: work that has begun shall be ended. */
void stop_defer(bool deferred);

/*
 * Wait as poll(), but not when a signal has come.  Unlike between a look at the
 * flag and poll(), none gets lost.
 */
int stop_poll(struct pollfd *files, unsigned count, int milliseconds);

/* ERR_STOPPED when the process shall end. */
static inline MUST_CHECK enum status stop_check(void)
{
	return atomic_load_explicit(&stop_wanted, memory_order_relaxed)
		       ? ERR_STOPPED
		       : OK;
}

#endif
