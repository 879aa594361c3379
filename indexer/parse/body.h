/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * body.h - writes the text of a document: blocks, sections and line marks as
 * document.h wants them.
 *
 *	struct body b;
 *	body_begin(&b, d);
 *	body_section(&b, 2, 7, heading, anchor);
 *	body_block(&b, 9);
 *	body_put(&b, STR("first line"));
 *	body_break(&b);
 *	body_put(&b, STR("second line"));
 *	status = body_finish(&b);
 *
 * Blocks that stay empty leave no trace.  Control characters become spaces.
 * Text over DOCUMENT_TEXT_MAX and sections over DOCUMENT_SECTIONS_MAX are left
 * out with a warning.
 *
 * Errors:    sticky; body_finish() tells (ERR_NOMEM only).
 * Ownership: borrows the document; headings and anchors must be its arena's.
 */
#ifndef MEJU_INDEXER_PARSE_BODY_H
#define MEJU_INDEXER_PARSE_BODY_H

#include "indexer/document.h"

struct body {
	struct document *d;
	uint32_t line;      /* source line of the next byte; 0: not known    */
	uint32_t implied;   /* what the marks so far say of it               */
	bool in_block;      /* bytes were written since the last body_block() */
	bool space;         /* body_words() owes a space                     */
	bool full, crowded; /* of text, of headings */
	size_t unplaced;    /* sections from here on await their text        */
	enum status status;
};

void body_begin(struct body *b, struct document *d);

/* What follows is a new block, on source line `line` (0: no line is known). */
void body_block(struct body *b, uint32_t line);

/* What follows stands on `line`. */
void body_at(struct body *b, uint32_t line);

/* Text as it is; a "\n" in it is a line further in the source too. */
void body_put(struct body *b, struct str s);

/* Text whose runs of white space count as one space, none at a block's edge. */
void body_words(struct body *b, struct str s);

/* A line break of the source inside a block. */
void body_break(struct body *b);

/* Begin a section. */
void body_section(struct body *b, unsigned level, uint32_t line,
	struct str heading, struct str anchor);

MUST_CHECK enum status body_finish(struct body *b);

/* All of `text` as blocks between empty lines, from source line `line`;
 * with `line_step` 0 every line stands on `line`. */
void body_plain(
	struct body *b, struct str text, uint32_t line, unsigned line_step);

#endif
