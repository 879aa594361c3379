/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * document.h - all that an index has stored of a document, as JSON.
 */
#ifndef MEJU_QUERY_SERVE_DOCUMENT_H
#define MEJU_QUERY_SERVE_DOCUMENT_H

#include "query/search.h"

/* The document of that id; ERR_NOT_FOUND with a sentence. */
MUST_CHECK enum status document_put(
	struct searcher *s, struct str id, struct buf *out, struct error *err);

#endif
