/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/xapian/guard.h"
#include "common/xapian/xap_types.h"

enum status xap_db_memory(struct xap_db **out, struct error *err)
{
	return guarded(err, [&] {
		*out = new xap_db{Xapian::WritableDatabase(
			std::string(), Xapian::DB_BACKEND_INMEMORY)};
		return OK;
	});
}

void xap_db_free(struct xap_db *db)
{
	try {
		delete db;
	} catch (...) { /* a destructor has no one to tell */
	}
}

enum status xap_db_add(struct xap_db *db, const struct xap_doc *doc,
	uint32_t *number, struct error *err)
{
	return guarded(err, [&] {
		*number = db->db.add_document(doc->doc);
		return OK;
	});
}

enum status xap_doc_new(struct xap_doc **out)
{
	return guarded(NULL, [&] {
		*out = new xap_doc{Xapian::Document()};
		return OK;
	});
}

void xap_doc_free(struct xap_doc *doc)
{
	delete doc;
}

enum status xap_doc_position(
	struct xap_doc *doc, struct str term, uint32_t position)
{
	return guarded(NULL, [&] {
		doc->doc.add_posting(text_of(term), position, 0);
		return OK;
	});
}

enum status xap_doc_term(struct xap_doc *doc, struct str term, uint32_t freq)
{
	return guarded(NULL, [&] {
		doc->doc.add_term(text_of(term), freq);
		return OK;
	});
}

enum status xap_doc_number(struct xap_doc *doc, unsigned slot, double value)
{
	return guarded(NULL, [&] {
		doc->doc.add_value(slot, Xapian::sortable_serialise(value));
		return OK;
	});
}
