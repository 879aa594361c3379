/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xap_doc.h - a document: terms and their places, values by slot, data.
 *
 *	xap_doc_new(&doc);
 *	xap_doc_add_posting(doc, STR("skin"), 1, 1);
 *	xap_doc_add_term(doc, STR("XLen"), 0);
 *	xap_doc_set_number(doc, SLOT_YEAR, 2024);
 *	xap_doc_set_data(doc, text);
 *	xap_writer_add(writer, doc, &number, &err);
 *	xap_doc_free(doc);
 *
 * One may be made, or got from a database or a result, and changed; to be
 * written it is given to a writer.  A term may have 245 bytes, of which a zero
 * byte counts two.
 */
#ifndef MEJU_XAPIAN_XAP_DOC_H
#define MEJU_XAPIAN_XAP_DOC_H

#include "common/xapian/xap_base.h"

XAP_BEGIN

MUST_CHECK enum status xap_doc_new(struct xap_doc **out);
void xap_doc_free(struct xap_doc *doc);

/* `times` more of a term; 0 for one that only filters. */
MUST_CHECK enum status xap_doc_add_term(
	struct xap_doc *doc, struct str term, uint32_t times);

/* A place of a term, and `times` more of it. */
MUST_CHECK enum status xap_doc_add_posting(struct xap_doc *doc, struct str term,
	uint32_t position, uint32_t times);

/* ERR_INVALID if it is not there. */
MUST_CHECK enum status xap_doc_remove_term(
	struct xap_doc *doc, struct str term, struct error *err);
MUST_CHECK enum status xap_doc_remove_posting(struct xap_doc *doc,
	struct str term, uint32_t position, uint32_t times, struct error *err);
MUST_CHECK enum status xap_doc_clear_terms(struct xap_doc *doc);

/* An empty value is none. */
MUST_CHECK enum status xap_doc_set_value(
	struct xap_doc *doc, unsigned slot, struct str value);

/* A number, so that byte order is its order. */
MUST_CHECK enum status xap_doc_set_number(
	struct xap_doc *doc, unsigned slot, double number);
MUST_CHECK enum status xap_doc_clear_values(struct xap_doc *doc);

/* Whatever the caller wants back. */
MUST_CHECK enum status xap_doc_set_data(struct xap_doc *doc, struct str data);

/* Its number in the database that it was got from, else 0. */
uint32_t xap_doc_number(const struct xap_doc *doc);

MUST_CHECK enum status xap_doc_data(
	const struct xap_doc *doc, struct buf *out, struct error *err);

/* Nothing if there is none. */
MUST_CHECK enum status xap_doc_value(const struct xap_doc *doc, unsigned slot,
	struct buf *out, struct error *err);

MUST_CHECK enum status xap_doc_terms(
	const struct xap_doc *doc, struct xap_walk **out, struct error *err);
MUST_CHECK enum status xap_doc_values(
	const struct xap_doc *doc, struct xap_walk **out, struct error *err);

/* As bytes, for any machine, and back; ERR_INVALID if they are no document's.
 * Bytes must be trusted. */
MUST_CHECK enum status xap_doc_pack(
	const struct xap_doc *doc, struct buf *out, struct error *err);
MUST_CHECK enum status xap_doc_unpack(struct str bytes, struct xap_doc **out);

XAP_END

#endif
