/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* Merging fewer documents takes no second. */
enum { MERGING_SHOWN = 10000 };

static const int64_t INTERVAL = 200 * INT64_C(1000000);

static int64_t nanoseconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

void progress_begin(struct progress *p, bool quiet)
{
	int64_t now = nanoseconds();
	*p = (struct progress){.quiet = quiet || !isatty(STDERR_FILENO),
		.began = now,
		.last = now};
}

void progress_show(struct progress *p, uint64_t documents, uint64_t bytes)
{
	int64_t now = nanoseconds();
	if (p->quiet || now - p->last < INTERVAL)
		return;
	p->last = now;
	p->shown = true;
	fprintf(stderr, "\r%llu documents, %.1f MB, %.1f MB/s\033[K",
		(unsigned long long)documents, (double)bytes / 1e6,
		(double)bytes / 1e6 / progress_seconds(p));
	fflush(stderr);
}

void progress_merging(struct progress *p, uint64_t documents)
{
	if (p->quiet || documents < MERGING_SHOWN)
		return;
	p->shown = true;
	fprintf(stderr, "\rmerging %llu documents\033[K",
		(unsigned long long)documents);
	fflush(stderr);
}

void progress_clear(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
	p->shown = false;
}

double progress_seconds(const struct progress *p)
{
	return (double)(nanoseconds() - p->began) / 1e9;
}
