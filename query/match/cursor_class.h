/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cursor_class.h - the kinds of cursors, one file each.  Only files of this
 * folder include it.
 *
 * A class's `start` finds the first document, once kids and order are set.
 */
#ifndef MEJU_QUERY_MATCH_CURSOR_CLASS_H
#define MEJU_QUERY_MATCH_CURSOR_CLASS_H

#include "query/match/cursor.h"
#include "query/match/places.h"

extern const struct cursor_class cursor_term, cursor_set, cursor_and, cursor_or,
	cursor_not, cursor_maybe, cursor_phrase, cursor_near;

/* TERM: ERR_NOT_FOUND if the segment does not have it. */
MUST_CHECK enum status cursor_term_open(struct cursor *c, struct arena *arena,
	const struct leaf *leaf, struct str term);

/* By the set of its documents. */
MUST_CHECK enum status cursor_set_open(struct cursor *c, struct arena *arena,
	const struct leaf *leaf, const struct str *terms);

/* Bring all kids to one document, the first at or behind c->order[0]'s. */
uint32_t cursor_and_align(struct cursor *c);

/* The positions of all kids, which are TERMs.  False if positions are damaged. */
bool cursor_places(struct cursor *c, struct places *places);

/* Do the kids' positions in the current document make the phrase? */
bool cursor_phrase_holds(struct cursor *c);
bool cursor_near_holds(struct cursor *c);

/* Is the document of all kids one that the class keeps? */
uint32_t cursor_and_start(struct cursor *c);
uint32_t cursor_or_start(struct cursor *c);
uint32_t cursor_not_start(struct cursor *c);
uint32_t cursor_maybe_start(struct cursor *c);
uint32_t cursor_phrase_start(struct cursor *c);

#endif
