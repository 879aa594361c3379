/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xap_walk.h - all of a list, one by one: terms, documents, values, words.
 *
 *	status = xap_db_terms(db, STR("title"), &walk, &err);
 *	while (xap_walk_next(walk, &item))
 *		use(item.text, item.count);
 *	status = xap_walk_close(walk, &err);
 *
 * What an item holds; the rest is 0:
 *
 *	from                   text     number    count             weight
 *	xap_db_terms           term               documents with it
 *	xap_db_postings                 document  times in it
 *	xap_db_positions                position
 *	xap_db_values          value    document
 *	xap_db_spellings       word               its frequency
 *	xap_db_synonyms        term
 *	xap_db_synonym_keys    term
 *	xap_db_metadata_keys   key
 *	xap_doc_terms          term               times in it
 *	xap_doc_values         value    slot
 *	xap_query_terms        term
 *	xap_result_terms       term
 *	xap_result_values      value              hits with it
 *	xap_db_expand          term                                 its worth
 *	xap_walk_positions              position
 *
 * All are in order, by text or else by number, but for result_terms (as in the
 * query), result_values and db_expand (best first).
 *
 * Errors:    one ends the walk and is kept for xap_walk_close().
 * Ownership: item.text is the walk's, until the next step.
 */
#ifndef MEJU_XAPIAN_XAP_WALK_H
#define MEJU_XAPIAN_XAP_WALK_H

#include "common/xapian/xap_base.h"

XAP_BEGIN

struct xap_item {
	struct str text;
	uint32_t number, count;
	double weight;
};

/* False at the end, after an error, and where `walk` is NULL. */
bool xap_walk_next(struct xap_walk *walk, struct xap_item *item);

/*
 * The next step is to the first item that is not before this one; never
 * backwards, but the item where the walk stands may come again.  For walks in
 * order, by what they are in order of.
 */
void xap_walk_seek_text(struct xap_walk *walk, struct str text);
void xap_walk_seek_number(struct xap_walk *walk, uint32_t number);

/* Where the term of the item that a walk of doc_terms or postings stands on is
 * in the document. */
MUST_CHECK enum status xap_walk_positions(
	struct xap_walk *walk, struct xap_walk **out, struct error *err);

/* Free it, and say whether it had come to its end as it should or earlier, as
 * one may. */
MUST_CHECK enum status xap_walk_close(struct xap_walk *walk, struct error *err);

XAP_END

#endif
