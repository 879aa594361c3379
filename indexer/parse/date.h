/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * date.h - dates as people and generators write them, to seconds UTC.
 *
 *	2023-10-15T13:18:50-07:00   RFC 3339, with or without zone, "T" or
 *	2023-10-15 13:18:50 -0700   space, seconds, fraction
 *	2023-10-15  2023/10/15  2023-10  2023
 *	15 Oct 2023   15 October 2023   Jul 08 2022   July 8, 2022
 *	Tue, 13 Feb 2024 10:00:00 GMT
 *
 * Without a zone UTC is meant.  Ranges are strict (no 30 February), years run
 * from 1 to 9999, no locale plays a part.
 */
#ifndef MEJU_INDEXER_PARSE_DATE_H
#define MEJU_INDEXER_PARSE_DATE_H

#include "common/base/str.h"

#include <stdint.h>

/* Does the whole of `s` (but white space) say a date?  Then it is `*out`. */
bool date_parse(struct str s, int64_t *out);

/* The date at the front of a file's or its folder's name, as Jekyll has it:
 * "posts/2024-05-03-slug.md". */
bool date_of_path(struct str path, int64_t *out);

#endif
