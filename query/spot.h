/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spot.h - where in a source file stands what stands in a document's text?
 *
 * The text has no markup, so it has no columns, and a file may have changed
 * since it was indexed.  The words are looked for on the line where they
 * should be, then on those nearest to it; of several places on a line that
 * one is taken around which most is as it is in the text.
 */
#ifndef MEJU_QUERY_SPOT_H
#define MEJU_QUERY_SPOT_H

#include "common/base/str.h"

#include <stdint.h>

struct spot {
	uint32_t line, column; /* from 1; the column in bytes */
};

enum { SPOT_REACH = 1000 }; /* lines up and down, at most */

/*
 * Where `source` has bytes [off, end) of the text, at most `reach` lines from
 * `line`; false: nowhere, and *out is what it was.
 */
bool spot_find(struct str source, uint32_t line, uint32_t reach,
	struct str text, uint32_t off, uint32_t end, struct spot *out);

#endif
