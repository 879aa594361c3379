/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * trial.h - one of meju's programs run in a process of its own, with what it
 * says, and something that goes wrong in it.
 *
 *	struct trial t;
 *	trial_run(&t, "meju-index add -d index 'a file.jsonl'", &plan);
 *
 * The programs are linked into this one, so that a run costs a fork.
 */
#ifndef MEJU_TESTS_TRIAL_H
#define MEJU_TESTS_TRIAL_H

#include "tests/fault/image.h"
#include "tests/fault/shim.h"

enum { TRIAL_TEXT = 1 << 15, TRIAL_LEAK = 98 };

struct trial {
	int status;            /* exit status, or minus a signal       */
	char said[TRIAL_TEXT]; /* standard error                       */
	char printed[TRIAL_TEXT];
	struct shim_report report;
};

void trial_run(struct trial *t, const char *line, const struct shim_plan *plan);

/* What is there afterwards, and when the next writer has been by. */
struct aftermath {
	int crashed; /* a signal or status of the one who looked */
	struct image before, after;
	int next; /* exit status of the next writer */
};

void trial_inspect(struct aftermath *a, const char *folder, const char *next);

#endif
