/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page.h - the hits of a result as text for people, each made once, when it is
 * first shown.
 *
 *	struct page g = {0};
 *	page_size(&g, 80, 2);
 *	if (page_begin(&g, &s, &result, &err) == OK &&
 *		page_hit(&g, 0, &text, &err) == OK)
 *		draw(text);
 *	page_release(&g);
 *
 * Errors:    as search.h.
 * Ownership: borrows searcher and result until the next page_begin(); a text
 *            holds until then, or another size.
 */
#ifndef MEJU_QUERY_PROMPT_PAGE_H
#define MEJU_QUERY_PROMPT_PAGE_H

#include "common/base/vec.h"
#include "query/view.h"

struct page {
	struct searcher *searcher;
	const struct search_result *result;
	struct viewer viewer;
	unsigned width, lines;
	VEC(struct buf) texts; /* by number of the hit; empty: not yet */
};

/* Columns, and lines of the passage; to be said before the first text. */
void page_size(struct page *g, unsigned width, unsigned lines);

/* Another result. */
MUST_CHECK enum status page_begin(struct page *g, struct searcher *s,
	const struct search_result *r, struct error *err);

/* What --format text shows of a hit, with styles, in lines. */
MUST_CHECK enum status page_hit(
	struct page *g, uint32_t number, struct str *out, struct error *err);

void page_release(struct page *g);

#endif
