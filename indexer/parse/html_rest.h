/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * html_rest.h - what of a page is no part of its article: menus, footers,
 * banners.  For people who wonder; parsing a page does without.
 *
 * Errors:    ERR_NOMEM.  A page that has no tree has no rest.
 * Ownership: names of elements live in the arena.
 */
#ifndef MEJU_INDEXER_PARSE_HTML_REST_H
#define MEJU_INDEXER_PARSE_HTML_REST_H

#include "common/base/arena.h"
#include "common/base/status.h"
#include "common/base/vec.h"

enum { HTML_REST_MAX = 100 }; /* further elements are not told */

struct html_piece {
	struct str element; /* <nav class="top"> */
	size_t bytes;       /* of text in all of that name */
};

typedef VEC(struct html_piece) html_rest;

/* The outermost elements with text that is left out, largest first. */
MUST_CHECK enum status html_rest_find(
	struct str html, struct arena *arena, html_rest *out);

#endif
