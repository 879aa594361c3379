/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xap.h - Xapian in C: opaque types, and no exception ever gets out.
 *
 *	xap_db_open("index", &db, &err);
 *	xap_query_term(STR("skin"), 1, &query);
 *	xap_db_search(db, query, &(struct xap_search){.limit = 10}, &found, &err);
 *	hits = xap_result_hits(found, &count);
 *	...
 *	xap_result_free(found), xap_query_free(query), xap_db_free(db);
 *
 * The headers of its nouns, which this one includes, say the rest.  What holds
 * for all of them:
 *
 * Errors:    every call is one try block; what Xapian or the C++ library
 *            throws becomes a status.  Calls that reach a database also give
 *            the exception's type, message and context as a sentence in
 *            `err`, which may be NULL; in others only memory can fail, or an
 *            argument is ERR_INVALID.  Of a database:
 *                ERR_NOT_FOUND  there is none, or no such document
 *                ERR_LOCKED     another writer has it
 *                ERR_CHANGED    a writer has overtaken what is being read:
 *                               xap_db_reopen(), and from the search on again
 *                ERR_NETWORK    a server does not listen, or has gone
 *                ERR_TIMEOUT    a server is too slow
 *                ERR_CORRUPT, ERR_VERSION, ERR_UNSUPPORTED, ERR_LIMIT, ERR_IO
 * Ownership: handles belong to the caller, NULL may be freed, in any order:
 *            what is made from a handle keeps what it needs of it, so that a
 *            result or a walk also keeps a database open.  Arguments are
 *            copied.  `buf`s are appended to.
 * Threads:   a handle, and all that is made from it (what a database gives, a
 *            query made of others), belong to one thread at a time.  Threads
 *            that search at once have a database and queries each.
 */
#ifndef MEJU_XAPIAN_XAP_H
#define MEJU_XAPIAN_XAP_H

#include "common/xapian/xap_base.h"
#include "common/xapian/xap_db.h"
#include "common/xapian/xap_doc.h"
#include "common/xapian/xap_query.h"
#include "common/xapian/xap_search.h"
#include "common/xapian/xap_stem.h"
#include "common/xapian/xap_walk.h"
#include "common/xapian/xap_writer.h"

XAP_BEGIN

/* Of the library in use, such as "1.4.22"; a constant. */
const char *xap_version(void);

/* "host:port" of the server that a sentence of this folder names, which lives
 * as long as `err`; empty if it names none. */
struct str xap_error_server(const struct error *err);

/* A number as the bytes of a value whose order is that of the numbers, and
 * back; any bytes are some number. */
MUST_CHECK enum status xap_number_pack(double number, struct buf *out);
MUST_CHECK enum status xap_number_unpack(struct str value, double *number);

XAP_END

#endif
