/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * place.h - where a hit can be opened: its file, if it is still there, and
 * what a terminal can follow.
 *
 * A file is looked for below the roots that the index is kept in step with;
 * what was added in another way has none.
 */
#ifndef MEJU_QUERY_PLACE_H
#define MEJU_QUERY_PLACE_H

#include "query/terminal.h"
#include "query/view.h"

/* Append the path of the file that `view` came from; false: none is there. */
bool place_path(
	const struct searcher *s, const struct view *view, struct buf *out);

/* Append the file as a URL with its host, and what the terminal takes of the
 * line (0: none); nothing if there is none. */
void place_file(const struct searcher *s, const struct view *view,
	enum terminal_links links, struct buf *out);

/* Append the URL of the document if it is of the web, else that of its file. */
void place_url(
	const struct searcher *s, const struct view *view, struct buf *out);

/* Around the text of a link; `url` may be empty, then it is none. */
void place_link(struct str url, struct buf *out);
void place_link_end(struct str url, struct buf *out);

#endif
