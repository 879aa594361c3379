/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * webpage.h - what the pages have in common: head, style, the form to search.
 *
 *	webpage_begin(out, root, title);        what else the head has
 *	webpage_form(out, root, query);         what else the form has
 *	webpage_main(out, url, heading);        what the page has
 *	webpage_end(out);
 *
 * Texts are escaped here; `root` is the path under which the server is known,
 * "" or as "/find".
 *
 * Errors:    sticky, those of the buffer.
 */
#ifndef MEJU_QUERY_SERVE_WEBPAGE_H
#define MEJU_QUERY_SERVE_WEBPAGE_H

#include "common/base/buf.h"

/* Nothing that a page of ours does not have is ever run or loaded by it. */
#define WEBPAGE_POLICY                                                         \
	"default-src 'none'; script-src 'self'; style-src 'self'; "            \
	"connect-src 'self'; img-src 'self' data:; form-action 'self'; "       \
	"base-uri 'none'; frame-ancestors 'none'"

#define WEBPAGE_TYPE "text/html; charset=utf-8"

void webpage_begin(struct buf *out, struct str root, struct str title);
void webpage_form(struct buf *out, struct str root, struct str query);
void webpage_main(struct buf *out, struct str url, struct str heading);
void webpage_end(struct buf *out);

/* A text that is a link, if it can be one. */
void webpage_link(struct buf *out, struct str url, struct str text);

#endif
