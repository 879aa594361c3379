/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * budget.h - memory for a library that parses untrusted bytes, with an end to
 * it: beyond so many bytes or so much processor time the work is left by
 * longjmp, and all its memory goes at once.
 *
 *	struct budget b;
 *	budget_init(&b, input_len);
 *	if (budget_run(&b, work, data) == OK)
 *		use what work made;
 *	budget_release(&b);
 *
 * The work must own nothing but memory of the budget.  Time is looked at when
 * memory is asked for: loops that ask for none need a guard of their own.
 *
 * Errors:    budget_run() returns ERR_LIMIT, or ERR_NOMEM.
 * Ownership: all memory handed out lasts until budget_release().
 * Threads:   one at a time; time is that of the calling thread.
 */
#ifndef MEJU_INDEXER_PARSE_BUDGET_H
#define MEJU_INDEXER_PARSE_BUDGET_H

#include "common/base/arena.h"
#include "common/base/status.h"

#include <setjmp.h>
#include <stdint.h>

struct budget {
	struct arena arena;
	int64_t deadline;  /* in nanoseconds of the thread's processor time */
	int64_t allowance; /* nanoseconds for one run                      */
	unsigned ticks;
	enum status status;
	bool running;
	jmp_buf out;
};

/* A budget that fits an honest input of `len` bytes many times. */
void budget_init(struct budget *b, size_t len);

MUST_CHECK enum status budget_run(
	struct budget *b, void (*work)(void *data), void *data);

/* For use inside the work only. */
void *budget_alloc(struct budget *b, size_t size);
void *budget_realloc(struct budget *b, void *p, size_t size);
void budget_check(struct budget *b); /* the time, at once */

void budget_release(struct budget *b);

#endif
