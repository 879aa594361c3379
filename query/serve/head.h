/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * head.h - is the head of a request what RFC 9112 says a head is, and nothing
 * that two readers of it could read in two ways?
 *
 * The library that reads requests is kind to what is not quite right.  A proxy
 * in front may be kind in another way, and then they do not agree on where a
 * request ends ("request smuggling").  What could do that is refused here, and
 * the connection closed.
 *
 * Threads: no state.
 */
#ifndef MEJU_QUERY_SERVE_HEAD_H
#define MEJU_QUERY_SERVE_HEAD_H

#include "common/base/str.h"

enum {
	HEAD_LINE_MAX = 8192, /* bytes of the first line */
	HEAD_BYTES_MAX = 16384,
	HEAD_FIELDS_MAX = 64,
};

/*
 * `bytes` begins with a head; what follows the empty line is not looked at.
 * Returns 0, or the status of the refusal and in *why a sentence.
 */
unsigned head_check(struct str bytes, const char **why);

#endif
