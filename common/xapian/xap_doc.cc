/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/xapian/xap_types.h"

enum status xap_doc_new(struct xap_doc **out)
{
	return guarded(NULL, [&] { *out = new xap_doc{Xapian::Document()}; });
}

void xap_doc_free(struct xap_doc *doc)
{
	freed(doc);
}

enum status xap_doc_add_term(
	struct xap_doc *doc, struct str term, uint32_t times)
{
	return guarded(NULL, [&] { doc->doc.add_term(text_of(term), times); });
}

enum status xap_doc_add_posting(
	struct xap_doc *doc, struct str term, uint32_t position, uint32_t times)
{
	return guarded(NULL,
		[&] { doc->doc.add_posting(text_of(term), position, times); });
}

enum status xap_doc_remove_term(
	struct xap_doc *doc, struct str term, struct error *err)
{
	return guarded(err, [&] { doc->doc.remove_term(text_of(term)); });
}

enum status xap_doc_remove_posting(struct xap_doc *doc, struct str term,
	uint32_t position, uint32_t times, struct error *err)
{
	return guarded(err, [&] {
		doc->doc.remove_posting(text_of(term), position, times);
	});
}

enum status xap_doc_clear_terms(struct xap_doc *doc)
{
	return guarded(NULL, [&] { doc->doc.clear_terms(); });
}

enum status xap_doc_set_value(
	struct xap_doc *doc, unsigned slot, struct str value)
{
	return guarded(NULL, [&] { doc->doc.add_value(slot, text_of(value)); });
}

enum status xap_doc_set_number(
	struct xap_doc *doc, unsigned slot, double number)
{
	return guarded(NULL, [&] {
		doc->doc.add_value(slot, Xapian::sortable_serialise(number));
	});
}

enum status xap_doc_clear_values(struct xap_doc *doc)
{
	return guarded(NULL, [&] { doc->doc.clear_values(); });
}

enum status xap_doc_set_data(struct xap_doc *doc, struct str data)
{
	return guarded(NULL, [&] { doc->doc.set_data(text_of(data)); });
}

uint32_t xap_doc_number(const struct xap_doc *doc)
{
	return doc->doc.get_docid();
}

enum status xap_doc_data(
	const struct xap_doc *doc, struct buf *out, struct error *err)
{
	return guarded(err, [&] { return put(out, doc->doc.get_data()); });
}

enum status xap_doc_value(const struct xap_doc *doc, unsigned slot,
	struct buf *out, struct error *err)
{
	return guarded(err, [&] { return put(out, doc->doc.get_value(slot)); });
}

static void read_term(const Xapian::TermIterator &at, struct xap_walk *walk,
	struct xap_item *item)
{
	read_text(at, walk, item);
	item->count = at.get_wdf();
}

enum status xap_doc_terms(
	const struct xap_doc *doc, struct xap_walk **out, struct error *err)
{
	return guarded(err, [&] {
		*out = walk(doc->doc, doc->doc.termlist_begin(),
			doc->doc.termlist_end(), read_term);
	});
}

static void read_value(const Xapian::ValueIterator &at, struct xap_walk *walk,
	struct xap_item *item)
{
	walk->text = *at;
	item->text = str_of(walk->text);
	item->number = at.get_valueno();
}

enum status xap_doc_values(
	const struct xap_doc *doc, struct xap_walk **out, struct error *err)
{
	return guarded(err, [&] {
		*out = walk(doc->doc, doc->doc.values_begin(),
			doc->doc.values_end(), read_value);
	});
}

enum status xap_doc_pack(
	const struct xap_doc *doc, struct buf *out, struct error *err)
{
	return guarded(err, [&] { return put(out, doc->doc.serialise()); });
}

enum status xap_doc_unpack(struct str bytes, struct xap_doc **out)
{
	return unpacked(guarded(NULL, [&] {
		*out = new xap_doc{
			Xapian::Document::unserialise(text_of(bytes))};
	}));
}
