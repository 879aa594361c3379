/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * deadline.h - how long a thread may take for what it does now.
 *
 *	deadline_set(100);                      // milliseconds
 *	for (...) {
 *		if (deadline_passed())
 *			break;                  // what is left is left out
 *		...
 *	}
 *	if (deadline_missed())
 *		say("that is not all");
 *	deadline_set(0);
 *
 * Who finds that the time is up leaves out what it was about to do, in a way
 * that what comes of the rest is right, if not all.  In a thread that never set
 * one nothing is ever left out.
 *
 * Threads: each has its own.
 */
#ifndef MEJU_BASE_DEADLINE_H
#define MEJU_BASE_DEADLINE_H

#include "common/base/clock.h"

#include <stdbool.h>

enum { DEADLINE_STEPS = 64 };

struct deadline {
	double at; /* of the clock; 0: none */
	bool missed;
	unsigned steps; /* see below */
};

extern _Thread_local struct deadline deadline;

/* From now on; 0: as long as it takes. */
static inline void deadline_set(double milliseconds)
{
	deadline.missed = false;
	deadline.at =
		milliseconds > 0 ? clock_milliseconds() + milliseconds : 0;
}

/* Is the time up?  Then what follows is to be left out. */
static inline bool deadline_passed(void)
{
	if (deadline.at > 0 && !deadline.missed)
		deadline.missed = clock_milliseconds() >= deadline.at;
	return deadline.missed;
}

/* The same for steps of a microsecond or so, which looking at the clock would
 * make longer: it is looked at every so often. */
static inline bool deadline_passed_soon(void)
{
	return deadline.steps++ % DEADLINE_STEPS ? deadline.missed
						 : deadline_passed();
}

/* Was anything left out? */
static inline bool deadline_missed(void)
{
	return deadline.missed;
}

#endif
