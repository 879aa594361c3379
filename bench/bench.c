/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/bench.h"

#include <float.h>
#include <stdio.h>
#include <time.h>

enum { ENOUGH_NS = 200 * 1000 * 1000 };

uint64_t bench_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

struct bench bench_begin(void)
{
	return (struct bench){.best = DBL_MAX};
}

bool bench_again(struct bench *b)
{
	uint64_t now = bench_ns();
	if (!b->begun)
		b->begun = now;
	else if ((double)(now - b->last) < b->best)
		b->best = (double)(now - b->last);
	b->last = bench_ns();
	return now - b->begun < ENOUGH_NS || b->best == DBL_MAX;
}

void bench_report(const struct bench *b, const char *what, const char *which,
	double amount, const char *unit)
{
	printf("%s\t%s\t%.3g\t%s\n", what, which, amount / (b->best / 1e9),
		unit);
}

void bench_report_ns(const struct bench *b, const char *what, const char *which,
	double count, const char *unit)
{
	printf("%s\t%s\t%.3g\t%s\n", what, which, b->best / count, unit);
}
