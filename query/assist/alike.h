/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * alike.h - how far apart two short texts are.
 */
#ifndef MEJU_QUERY_ASSIST_ALIKE_H
#define MEJU_QUERY_ASSIST_ALIKE_H

#include "common/base/str.h"

enum {
	ALIKE_MAX = 255,  /* bytes of either that are compared */
	ALIKE_FAR = 1000, /* further than asked                */
};

/* Bytes to be put in, taken out or replaced to make `b` of `a`; ALIKE_FAR if
 * they are more than `most`. */
unsigned alike_distance(struct str a, struct str b, unsigned most);

#endif
