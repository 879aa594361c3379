/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stop.h - the wish that work end, as signals or a caller express it.
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
 * Who calls us as a library, where signals are not ours, gives a function to be
 * asked instead:
 *
 *	const struct stop_wish *before = stop_listen(&wish);
 *	status = work();
 *	stop_listen(before);
 *
 * Threads: any; signals that come to the process count for all of them, a
 *          function for the thread that listens to it and those that work for
 *          it, which are given stop_listening().
 */
#ifndef MEJU_BASE_STOP_H
#define MEJU_BASE_STOP_H

#include "common/base/status.h"

#include <poll.h>
#include <stdbool.h>

/* Signals that are ignored stay ignored.  May be called again. */
void stop_catch(void);

/* For stop_catch(): the signals that count, 0 behind the last; one has come. */
int stop_number(unsigned i);
void stop_note(int signal);

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

/* What a caller of ours is asked.  Several threads may ask at once. */
struct stop_wish {
	int (*wanted)(void *data);
	void *data;
};

/* What this thread listens to from now on, and what it did before; NULL: to
 * nobody.  The struct must last. */
const struct stop_wish *stop_listen(const struct stop_wish *wish);
const struct stop_wish *stop_listening(void);

/* ERR_STOPPED when the work shall end. */
MUST_CHECK enum status stop_check(void);

#endif
