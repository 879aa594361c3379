/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * decode.h - the bytes of a file to UTF-8.
 */
#ifndef MEJU_INDEXER_PARSE_DECODE_H
#define MEJU_INDEXER_PARSE_DECODE_H

#include "common/base/buf.h"

/*
 * Drop a byte order mark, turn UTF-16 with a mark into UTF-8, replace what is
 * not UTF-8 by U+FFFD (once for each maximal part of a character, as browsers
 * do) and say so in `*repaired`.  `*bytes` then is valid UTF-8: the input
 * itself, or the contents of `out`.
 */
MUST_CHECK enum status decode(
	struct str *bytes, struct buf *out, bool *repaired);

/* Put '?' in place of each byte that is no part of UTF-8. */
void decode_blank(char *p, size_t len);

#endif
