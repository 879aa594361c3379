/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * near.h - are two texts nearly the same?
 *
 *	struct near_sketch a, b;
 *	near_sketch(&a, text);
 *	near_sketch(&b, other);
 *	if (near_same(&a, &b))
 *		show_one();
 *
 * A sketch has, of each 256th of the numbers there are, the lowest that some
 * three words in a row hash to.  The share of places where two sketches agree
 * is about that of rows of three words which the texts have in common of all
 * that either has; texts of which NEAR_PERCENT are common are nearly the same.
 * A word changed in a text of a hundred leaves 94; a text and its first half
 * have 50.
 *
 * Time is linear in the text, of which the first NEAR_TEXT_MAX bytes are
 * looked at.  A text without words is not like any.
 *
 * Errors:    none.
 * Threads:   no state.
 */
#ifndef MEJU_QUERY_ASSIST_NEAR_H
#define MEJU_QUERY_ASSIST_NEAR_H

#include "common/base/str.h"

#include <stdint.h>

enum {
	NEAR_PLACES = 256,
	NEAR_PERCENT = 75,
	NEAR_TEXT_MAX = 256 << 10,
};

struct near_sketch {
	uint64_t places[NEAR_PLACES]; /* UINT64_MAX: none */
};

void near_sketch(struct near_sketch *s, struct str text);

/* Percents. */
unsigned near_likeness(
	const struct near_sketch *a, const struct near_sketch *b);

static inline bool near_same(
	const struct near_sketch *a, const struct near_sketch *b)
{
	return near_likeness(a, b) >= NEAR_PERCENT;
}

#endif
