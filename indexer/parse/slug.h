/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * slug.h - anchors of headings by GitHub's rule: lower-case, letters, marks,
 * numbers, "-" and "_" stay, a space becomes "-", all else goes; a slug seen
 * before gets "-1", "-2" ...
 *
 * Ownership: slugs live in the arena; the map is the caller's.
 */
#ifndef MEJU_INDEXER_PARSE_SLUG_H
#define MEJU_INDEXER_PARSE_SLUG_H

#include "common/base/arena.h"
#include "common/base/map.h"
#include "common/base/vec.h"

#include <stdint.h>

struct slugs {
	struct map seen;       /* slugs given out          */
	VEC(uint32_t) repeats; /* of each: the last number */
};

/* The anchor of a heading, unlike all before.  REQUIRES: `heading` is UTF-8. */
MUST_CHECK enum status slug_make(
	struct slugs *s, struct arena *a, struct str heading, struct str *out);

void slugs_clear(struct slugs *s);
void slugs_release(struct slugs *s);

#endif
