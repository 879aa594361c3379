/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * policy.h - which neighbouring segments shall become one next, if any.
 *
 *	while ((run = policy_next(rows, count)).count)
 *		replace rows [run.first, run.first + run.count) by their union
 *
 * An index of b bytes may have 4 segments, of more than 16 KiB 4 + log2(b / 16
 * KiB).  When it has more, that run is merged whose bytes together are the most
 * times its largest segment's: what a merge is worth, for each byte of it moves
 * into a segment that is so many times as large.  And a segment half of whose
 * documents are gone is written anew.  So
 *
 *	segments   never more than that
 *	writing    each byte 1 + log2(b / s) times at most, where s is the size
 *	           of the commits, 2 KiB or more, and once more for each that is
 *	           deleted
 *
 * The latter as long as no segment is smaller than the next: one of more than
 * 1 + log2(b / s) such segments is no larger than all behind it, and that run
 * is worth 2 or more.  It holds with room to spare for commits of one size,
 * which are written 4.3 times where 1000 are made, 7.2 where it is 100,000; for
 * random sizes the test of this file measures it.
 *
 * No I/O, no state.
 */
#ifndef MEJU_INDEXER_POLICY_H
#define MEJU_INDEXER_POLICY_H

#include <stdint.h>

/* A segment, in the order of the manifest. */
struct policy_row {
	uint64_t bytes;
	uint32_t docs, live;
};

struct policy_run {
	uint32_t first, count; /* count 0: nothing is to be done */
};

struct policy_run policy_next(const struct policy_row *rows, uint32_t count);

#endif
