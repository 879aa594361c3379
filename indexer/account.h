/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * account.h - what was understood of one article, told to people or, in JSON,
 * to programs: each field with the rule that filled it, what is left out and
 * why, sections, and the words as the index has them.
 *
 * The JSON is one object in a line; the manual (meju-index.1.scd) has its
 * members.
 *
 * Errors:    the buffer's, and ERR_NOMEM.
 * Ownership: an account borrows all it names.
 */
#ifndef MEJU_INDEXER_ACCOUNT_H
#define MEJU_INDEXER_ACCOUNT_H

#include "common/index/manifest.h"
#include "common/index/record.h"
#include "indexer/document.h"
#include "indexer/parse/html_rest.h"

/* What an index has of it. */
enum account_presence {
	ACCOUNT_NO_INDEX,
	ACCOUNT_ABSENT,
	ACCOUNT_OTHER, /* another version of it */
	ACCOUNT_SAME,
};

struct account {
	const char *path;     /* of the file                                */
	unsigned line;        /* of the document in it; 0: it has the file  */
	const char *form;     /* "markdown"                                 */
	const char *encoding; /* of the file: "UTF-8"                       */
	struct document *document;
	const struct record *record; /* made of it */
	const struct settings *settings;
	const char *folder; /* of the index */
	enum account_presence presence;
	struct str stated;     /* language that the document states          */
	const html_rest *rest; /* of HTML: what is no part of the article   */
	bool draft, noindex;   /* left out for that                          */
	bool tokens;           /* tell all words                              */
};

MUST_CHECK enum status account_put(
	const struct account *a, bool json, struct buf *out);

#endif
