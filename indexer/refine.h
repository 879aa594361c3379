/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * refine.h - from a document as parsed to the record that is indexed: its
 * language, its URL, its lists.
 *
 * Language: as declared, else detected in the text, else the index's own
 * default (settings.language), else `usual`.
 *
 * URL: as the document states it, else made from the path by the permalink
 * rule; a relative one is appended to settings.site.  The rule is a text in
 * which these are replaced:
 *
 *	:path      path below the root without its ending, "index" dropped
 *	:slug      last part of :path, without a leading date
 *	:year :month :day   of the date, or of nothing
 *	:title     the title as a slug
 *
 * Without a rule, but with a site, it is "/:path/".
 *
 * Of authors, tags and categories of one document that are the same but for
 * case and accents the first is kept.
 *
 * A document out of a dump has all that already, and keeps its file if it comes
 * from standard input.
 */
#ifndef MEJU_INDEXER_REFINE_H
#define MEJU_INDEXER_REFINE_H

#include "common/index/manifest.h"
#include "common/index/record.h"
#include "common/text/language.h"
#include "indexer/document.h"

/* The language of two thirds of the documents, if there is one; `docs` counts
 * those of each language. */
language refine_usual(const uint32_t docs[LANGUAGE_MAX]);

/*
 * `name` is the path of the file below its root.  The record borrows from the
 * document, in whose arena new texts are made and whose origins then also tell
 * what decided on language and URL.
 */
MUST_CHECK enum status refine(struct document *d, struct str name,
	const struct settings *settings, language usual, struct record *out);

#endif
