/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pattern_scan.h - which texts of a list in order fit a pattern, and from where
 * on the next may: whatever the list is, its walk keeps to this.
 *
 *	bool more = pattern_scan_begin(&s, &pattern, TERM_WORD);
 *	while (more && the list has a term of the kind from s.target on)
 *		switch (pattern_scan_look(&s, text without the kind, &errors)) {
 *		case SCAN_FITS:   use(text, errors); the next;
 *		case SCAN_MISSES: the next;
 *		case SCAN_SEEKS:  to s.target or behind it;
 *		case SCAN_ENDS:   no other fits;
 *		}
 *	status = pattern_scan_end(&s);
 *
 * Errors:    of memory, by pattern_scan_end(); the scan ends then.
 * Ownership: borrows the pattern.
 */
#ifndef MEJU_QUERY_MATCH_PATTERN_SCAN_H
#define MEJU_QUERY_MATCH_PATTERN_SCAN_H

#include "query/match/pattern.h"

enum { PATTERN_TEXT_MAX = DICTIONARY_TERM_MAX };

enum scan_step { SCAN_FITS, SCAN_MISSES, SCAN_SEEKS, SCAN_ENDS };

struct pattern_scan {
	const struct pattern *pattern;
	unsigned depth; /* letters that states are for */
	struct pattern_state states[PATTERN_TEXT_MAX + 1];
	size_t ends[PATTERN_TEXT_MAX + 1]; /* of these letters, in bytes */
	char text[PATTERN_TEXT_MAX];       /* what they were read from   */
	struct buf target; /* with its kind: nothing before it fits      */
	/* Wildcards: what stands behind the last, and from which byte of the
	 * text on anything may stand. */
	struct buf tail;
	size_t open;
};

/* False if no text fits at all. */
bool pattern_scan_begin(
	struct pattern_scan *s, const struct pattern *p, enum term_kind kind);

/* REQUIRES: not more than PATTERN_TEXT_MAX bytes. */
enum scan_step pattern_scan_look(
	struct pattern_scan *s, struct str text, unsigned *errors);
MUST_CHECK enum status pattern_scan_end(struct pattern_scan *s);

#endif
