/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * part.h - the parts of the test of faults, one file each, one row each in
 * the table of fault.c.
 *
 * Each tries points until its share of `points` is used up, evenly spread
 * from a random one, and says what it found wrong.
 */
#ifndef MEJU_TESTS_PART_H
#define MEJU_TESTS_PART_H

#include "tests/fault/scene.h"
#include "tests/support/test.h"

struct part {
	struct rng rng;
	uint64_t points; /* that may be tried with this scene        */
	uint64_t tried;  /* in all                                   */
	uint64_t hit;    /* of those, where something was done       */
	unsigned wrong;  /* findings                                 */
	bool talk;       /* print each sentence of the programs once */
	struct scene scene;
};

typedef void part_run(struct part *p);

part_run part_kill, part_power, part_error, part_memory, part_damage;

/* A finding, printed. */
void part_wrong(struct part *p, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* What a program says, printed once (if p->talk). */
void part_heard(struct part *p, const char *said);

/* Is it one line with a reason, after the inputs that were skipped? */
bool part_is_sentence(const char *said);

/* Does it say that all was done but what can be done later? */
bool part_stands(const char *said);

/* Points of `total` that are tried, if about `most` may be:
 *
 *	struct sample s = sample_of(p, total, most);
 *	for (; s.at < total; s.at += s.step)
 */
struct sample {
	uint64_t at, step;
};

struct sample sample_of(struct part *p, uint64_t total, uint64_t most);

/*
 * Is the index now what it was or what it becomes, sound, and does the next
 * writer leave nothing behind?  `where` names the point.
 */
enum {
	PART_OLD = 1,
	PART_NEW = 2,
	PART_LATER = 4, /* or one of these, but by another commit */
	PART_ANY = 8,   /* or another, which the command, given again, mends */
};

void part_settle(struct part *p, unsigned may_be, const char *where);

#endif
