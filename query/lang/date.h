/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * date.h - dates as people type them, to seconds.  All in UTC, all in whole
 * days.
 *
 *	2024  2024-05  2024-05-03  today  yesterday  30d  2w  6m  1y
 *
 * Days by the proleptic Gregorian calendar (the era arithmetic is Howard
 * Hinnant's "chrono-Compatible Low-Level Date Algorithms").
 */
#ifndef MEJU_QUERY_LANG_DATE_H
#define MEJU_QUERY_LANG_DATE_H

#include "common/base/buf.h"

#include <stdbool.h>
#include <stdint.h>

/* Seconds since 1970, both inclusive; INT64_MIN, INT64_MAX: open. */
struct span {
	int64_t low, high;
	bool turned; /* was typed backwards, the later day first */
};

/* What stands before a date: the field it was typed in. */
enum bound {
	BOUND_WITHIN, /* date:   a date, a range or a comparison          */
	BOUND_FROM,   /* after:  from the first day of the date on        */
	BOUND_UNTIL,  /* before: until the day before its first           */
};

/*
 * The span that `text` means, seen from the day of `now`; false if it is no
 * date.
 */
bool date_span(
	struct str text, enum bound bound, int64_t now, struct span *out);

/* "2024-05-03", the day of `when`. */
void date_print(int64_t when, struct buf *out);

#endif
