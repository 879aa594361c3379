/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * document.h - all that an index has stored of a document, for programs and for
 * people.
 *
 *	struct document d;
 *	if (document_open(&d, &searcher, id, &err) == OK)
 *		document_json(&d, &out);
 *	document_close(&d);
 *
 * Errors:    of document_open() a sentence, ERR_NOT_FOUND if the index does not
 *            have it; of the others those of the buffer.
 * Ownership: borrows the searcher.
 */
#ifndef MEJU_QUERY_SERVE_DOCUMENT_H
#define MEJU_QUERY_SERVE_DOCUMENT_H

#include "query/search.h"

struct document {
	struct record record;
	struct stored_reader reader;
	struct arena arena;
};

MUST_CHECK enum status document_open(struct document *d, struct searcher *s,
	struct str id, struct error *err);
void document_close(struct document *d);

void document_json(const struct document *d, struct buf *out);

/* With links to what else has a value; `root` as in webpage.h. */
void document_page(const struct document *d, struct str root, struct buf *out);

#endif
