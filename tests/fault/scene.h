/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scene.h - a small index and what is to happen to it: a folder of documents
 * of every form, an index of most of them in two segments with deletions,
 * then a command and what the index is before and after it.
 *
 *	struct scene s;
 *	scene_make(&s, seed);                 the working folder is its own
 *	for (size_t i = 0; i < scene_count; i++) {
 *		scene_begin(&s, i);
 *		trial_run(&t, s.line, &plan);
 *		scene_reset(&s);
 *	}
 *	scene_release(&s);
 */
#ifndef MEJU_TESTS_SCENE_H
#define MEJU_TESTS_SCENE_H

#include "tests/fault/folder.h"
#include "tests/fault/trial.h"

extern const size_t scene_count;   /* commands */
extern const size_t scene_writers; /* of those, the first so many write */

enum { SCENE_BEFORES = 3 };

struct scene {
	char folder[64];
	uint64_t seed;
	struct folder befores[SCENE_BEFORES];
	const char *name, *line; /* the command of scene_begin() */
	bool is_reader;          /* it changes nothing          */
	const struct folder *old;
	struct image was, becomes; /* what it answers before, after */
	int status;                /* of the command, undisturbed   */
	char printed[TRIAL_TEXT];  /* the same                      */
};

void scene_make(struct scene *s, uint64_t seed);
void scene_release(struct scene *s);

void scene_begin(struct scene *s, size_t command);
void scene_reset(struct scene *s);

/* How many of these calls the command makes, undisturbed. */
uint64_t scene_calls(struct scene *s, unsigned calls);

#endif
