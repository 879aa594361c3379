/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * clock.h - how much time passes.
 */
#ifndef MEJU_BASE_CLOCK_H
#define MEJU_BASE_CLOCK_H

#include <time.h>

/* Of a clock that nobody sets. */
static inline double clock_milliseconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

#endif
