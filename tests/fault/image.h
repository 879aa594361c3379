/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * image.h - what an index answers, as a number to compare: its documents, and
 * what a set of queries finds with which scores.
 *
 * Two commits of the same documents have the same digest, in however many
 * segments and whatever order they are.
 */
#ifndef MEJU_TESTS_IMAGE_H
#define MEJU_TESTS_IMAGE_H

#include "common/base/status.h"

#include <stdbool.h>
#include <stdint.h>

struct image {
	enum status opened;  /* ERR_NOT_FOUND: there is no index      */
	enum status checked; /* by check_index()                      */
	uint64_t generation, docs, digest;
	char why[512];    /* a sentence, if either is not OK       */
	char orphan[256]; /* a file that no commit needs, or ""    */
};

void image_take(struct image *m, const char *folder);

/* Only what queries find: an error, or the digest. */
enum status image_queries(
	const char *folder, uint64_t *digest, struct error *err);

#endif
