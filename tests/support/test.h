/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test.h - what every test needs: cmocka, a seeded generator, temporary
 * folders, the optional real data.
 *
 * A test that uses random data takes its seed from seed(), which prints it
 * when the environment variable SEED is unset, so that a failure can be run
 * again with SEED=number.
 */
#ifndef MEJU_TESTS_TEST_H
#define MEJU_TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "common/base/buf.h"
#include "common/base/str.h"

enum { TEST_SKIPPED = 77 }; /* exit status of a program that skipped all */

/* xorshift128+; a zero seed is allowed. */
struct rng {
	uint64_t a, b;
};

void rng_init(struct rng *r, uint64_t seed);
uint64_t rng_next(struct rng *r);
/* A number in [0, n); n > 0. */
uint64_t rng_below(struct rng *r, uint64_t n);

/* SEED from the environment, else a fresh one; printed either way. */
uint64_t seed(void);

/* How often a random test repeats: `usual` times, or MEJU_ROUNDS. */
unsigned rounds(unsigned usual);

/*
 * The path of a file of the optional test data (below MEJU_SHARED), in a
 * static buffer; NULL if it is not there, after saying so.
 */
const char *shared_file(const char *name);

/* The path of a file of the project's own tree, in a static buffer. */
const char *source_file(const char *name);

/* All bytes of a file; fails the test if it cannot be read. */
struct buf read_all(const char *path);

/* Write a file, making it anew; fails the test if it cannot. */
void write_all(const char *path, struct str bytes);

/* A new empty folder, in a static buffer; remove_tree() removes it. */
const char *temp_dir(void);
void remove_tree(const char *dir);

/*
 * `len` readable and writable bytes that end at a page that is neither, so
 * that an overrun by one byte faults.  Free with guarded_free().
 */
void *guarded_alloc(size_t len);
void guarded_free(void *p, size_t len);

#endif
