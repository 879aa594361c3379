/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * view.h - a hit as people see it: its record, the passages that match, the
 * section and line where the best of them stands, the sections that fit best.
 *
 * Ownership: a view holds until the next call; the viewer owns it.
 * Threads:   a viewer belongs to one thread.
 */
#ifndef MEJU_QUERY_VIEW_H
#define MEJU_QUERY_VIEW_H

#include "query/assist/sections.h"
#include "query/search.h"

enum { VIEW_DATE = 24 };

struct view {
	const struct search_hit *hit;
	struct record record;
	struct snippet snippet;
	const struct record_section *section; /* of the best passage, or NULL */
	uint32_t line;                        /* of it in the source, or 0    */
	struct sections sections;
	char date[VIEW_DATE]; /* "2024-05-03" or ""           */
};

struct viewer {
	struct stored_reader *reader; /* the searcher's */
	struct arena arena;
	struct snippeter snippeters[2]; /* of the passes */
	struct map stems[2];
	double *weights[2];
	struct view view;
};

/* For the hits of one result. */
MUST_CHECK enum status viewer_begin(struct viewer *v, struct searcher *s,
	const struct search_result *r, struct error *err);

/* What of a document is looked for.  Widths are bytes, about. */
struct view_parts {
	unsigned passages, width;
	unsigned sections, section_width; /* only if there are passages */
};

MUST_CHECK enum status viewer_show(struct viewer *v,
	const struct search_hit *hit, const struct view_parts *parts,
	const struct view **out, struct error *err);
void viewer_release(struct viewer *v);

/* The line of the source where the first match of a passage stands, or the
 * passage if it has none; that where a section has its first match, or its
 * heading.  0: not known. */
uint32_t view_line(const struct view *v, const struct snippet *s,
	const struct fragment *passage);
uint32_t view_section_line(const struct view *v, const struct found_section *f);

/*
 * The passages in one line; where no word of the text matches, the document's
 * description if it has one, else the start of the text.
 */
void view_passage(
	const struct view *v, enum snippet_form form, struct buf *out);

/* "2024-05-03", or "" for RECORD_NO_TIME. */
void view_date(int64_t seconds, char out[VIEW_DATE]);

#endif
