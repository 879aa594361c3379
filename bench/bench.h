/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench.h - a timer and one line of results.
 *
 *	struct bench b = bench_begin();
 *	while (bench_again(&b))
 *		work();
 *	bench_report(&b, "crc32c", "64 KB", 65536 / 1e9, "GB/s");
 *
 * repeats the work for about a fifth of a second and keeps the fastest run,
 * since other load on the machine can only slow a run down.
 */
#ifndef MEJU_BENCH_BENCH_H
#define MEJU_BENCH_BENCH_H

#include <stdbool.h>
#include <stdint.h>

struct bench {
	uint64_t begun, last; /* ns */
	double best;          /* ns of the fastest run */
};

uint64_t bench_ns(void);

struct bench bench_begin(void);
bool bench_again(struct bench *b);

/* Print `what<TAB>which<TAB>amount done per second<TAB>unit`. */
void bench_report(const struct bench *b, const char *what, const char *which,
	double amount, const char *unit);

/* Print `what<TAB>which<TAB>time for one of `count`<TAB>unit`, in ns. */
void bench_report_ns(const struct bench *b, const char *what, const char *which,
	double count, const char *unit);

/* The result was used, as far as the compiler can tell. */
static inline void bench_use(const void *p)
{
	__asm__ volatile("" : : "r"(p) : "memory");
}

#endif
