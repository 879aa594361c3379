/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * reply.h - the answer to a request: status, headers, body.
 *
 * Errors:    sticky, those of the body.
 * Ownership: a reply owns its body; header values are constants, or lie in its
 *            arena.  A zeroed one is empty.
 */
#ifndef MEJU_QUERY_SERVE_REPLY_H
#define MEJU_QUERY_SERVE_REPLY_H

#include "common/base/arena.h"
#include "common/base/buf.h"

enum { REPLY_HEADERS_MAX = 16 };

struct reply_header {
	const char *name; /* in small letters */
	struct str value;
};

struct reply {
	unsigned status;
	struct reply_header headers[REPLY_HEADERS_MAX];
	unsigned header_count;
	struct buf body;
	struct arena arena;
	/* For the log and the figures. */
	uint64_t total;      /* documents found      */
	struct str searched; /* the query; .p NULL: none, in the arena */
	struct str trouble;  /* what failed here; likewise */
	struct str problem;  /* what the client is told; likewise */
};

/* Ready for the next, with the memory of the last. */
void reply_clear(struct reply *r);
void reply_release(struct reply *r);

/* In place of one of that name; `value` holds as long as the reply. */
void reply_header(struct reply *r, const char *name, struct str value);

/* A body of that type is to be written, with that status. */
void reply_begin(struct reply *r, unsigned status, const char *type);

/* A sentence for the one who asked, as application/problem+json (RFC 9457), in
 * place of what was written before. */
void reply_problem(struct reply *r, unsigned status, const char *sentence);

/* The problem as a page instead, with the headers that it has got since;
 * `root` as in webpage.h. */
void reply_problem_page(struct reply *r, struct str root);

/* "Not Found". */
const char *reply_reason(unsigned status);

#endif
