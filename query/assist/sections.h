/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sections.h - the sections of a document that fit best.
 *
 *	struct sections found = {0};
 *	if (snippet_find(&s, record.text, lang, 2, 200, &passages) != OK ||
 *		sections_find(&s, &record, 3, 200, &found) != OK)
 *		...
 *	sections_release(&found);
 *
 * A section is what stands between its heading and the next one of any level;
 * what has no heading is none.  It is worth what its best passage is, and the
 * words of the query that its heading has; one that has no word of the query
 * in either is not found.
 *
 * Time is linear in the sections and the matches; the text is not read again.
 *
 * Errors:    only memory.
 * Ownership: borrows the record; may be used again for the next document.
 * Threads:   one at a time.  A zeroed struct is empty.
 */
#ifndef MEJU_QUERY_ASSIST_SECTIONS_H
#define MEJU_QUERY_ASSIST_SECTIONS_H

#include "query/assist/link.h"

enum { SECTIONS_MAX = 8 };

struct found_section {
	const struct record_section *section;
	struct stretch text; /* of the text                */
	uint64_t named;      /* stems that its heading has */
	double worth;
	struct snippet snippet;   /* its best passage; else its start, if it
				     has text                             */
	struct link_target words; /* in that passage, to go to            */
};

struct sections {
	struct found_section v[SECTIONS_MAX]; /* best first */
	unsigned count;
};

/*
 * At most `count`, with passages of about `width` bytes.
 * REQUIRES: snippet_find() was last called with the text of this record.
 */
MUST_CHECK enum status sections_find(struct snippeter *s,
	const struct record *r, unsigned count, unsigned width,
	struct sections *out);

/*
 * Does a section tell more than passages that are shown anyway?  If none of
 * them begins in it or shows its passage, and its heading has a word of the
 * query, or its passage two and all of those that the best of them has.
 */
bool section_adds(const struct found_section *f, const struct snippet *shown);

void sections_release(struct sections *s);

#endif
