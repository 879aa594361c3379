/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * escape.h - texts that nobody has looked at, for each place where they may
 * stand.
 *
 * Threads: no state.
 */
#ifndef MEJU_QUERY_SERVE_ESCAPE_H
#define MEJU_QUERY_SERVE_ESCAPE_H

#include "common/base/buf.h"

#include <stdbool.h>

/* In HTML and XML, between tags and within quotes.  What XML cannot hold, as
 * control characters, is left out; what is no UTF-8 is U+FFFD. */
void escape_markup(struct buf *out, struct str s);

/* One name or value in the query of an address. */
void escape_part(struct buf *out, struct str s);

/* The end of the path of one, in which slashes stay what they are. */
void escape_path(struct buf *out, struct str s);

/* Is it an address that a link may have: of http or https, or without a
 * scheme? */
bool escape_is_link(struct str url);

#endif
