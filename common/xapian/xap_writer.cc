/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/xapian/xap_types.h"

#include <cstring>

static struct xap_writer *writer(const Xapian::WritableDatabase &db)
{
	return new xap_writer{db, xap_db(db)};
}

static int mode_of(const struct xap_writing *how)
{
	int mode; /* C may have put any number there */
	memcpy(&mode, &how->mode, sizeof mode);
	switch (mode) {
	case XAP_CREATE_OR_OPEN:
		return Xapian::DB_CREATE_OR_OPEN;
	case XAP_OVERWRITE:
		return Xapian::DB_CREATE_OR_OVERWRITE;
	case XAP_CREATE:
		return Xapian::DB_CREATE;
	case XAP_OPEN:
		return Xapian::DB_OPEN;
	}
	throw Xapian::InvalidArgumentError("no such way to open a database");
}

static int flags_of(const struct xap_writing *how)
{
	int flags = mode_of(how);
	if (how->wait)
		flags |= Xapian::DB_RETRY_LOCK;
	if (how->no_sync)
		flags |= Xapian::DB_NO_SYNC;
	if (how->full_sync)
		flags |= Xapian::DB_FULL_SYNC;
	if (how->in_place)
		flags |= Xapian::DB_DANGEROUS;
	if (how->no_terms)
		flags |= Xapian::DB_NO_TERMLIST;
	return flags;
}

enum status xap_writer_open(const char *path, const struct xap_writing *how,
	struct xap_writer **out, struct error *err)
{
	return guarded(err, [&] {
		struct xap_writing h = {};
		if (how)
			h = *how;
		*out = writer(Xapian::WritableDatabase(
			path, flags_of(&h), (int)h.block_size));
	});
}

enum status xap_writer_memory(struct xap_writer **out, struct error *err)
{
	return guarded(err, [&] {
		*out = writer(Xapian::WritableDatabase(
			std::string(), Xapian::DB_BACKEND_INMEMORY));
	});
}

enum status xap_writer_connect(const char *address,
	const struct xap_patience *patience, struct xap_writer **out,
	struct error *err)
{
	return guarded(err,
		[&] { *out = writer(xap_address(address, patience).write()); });
}

enum status xap_writer_close(struct xap_writer *writer, struct error *err)
{
	return guarded(err, [&] { writer->db.close(); });
}

void xap_writer_free(struct xap_writer *writer)
{
	freed(writer);
}

struct xap_db *xap_writer_db(struct xap_writer *writer)
{
	return &writer->reader;
}

enum status xap_writer_add(struct xap_writer *writer, const struct xap_doc *doc,
	uint32_t *number, struct error *err)
{
	return guarded(err, [&] {
		uint32_t n = writer->db.add_document(doc->doc);
		if (number)
			*number = n;
	});
}

enum status xap_writer_replace(struct xap_writer *writer, uint32_t number,
	const struct xap_doc *doc, struct error *err)
{
	return guarded(
		err, [&] { writer->db.replace_document(number, doc->doc); });
}

enum status xap_writer_replace_term(struct xap_writer *writer, struct str term,
	const struct xap_doc *doc, uint32_t *number, struct error *err)
{
	return guarded(err, [&] {
		uint32_t n =
			writer->db.replace_document(text_of(term), doc->doc);
		if (number)
			*number = n;
	});
}

enum status xap_writer_delete(
	struct xap_writer *writer, uint32_t number, struct error *err)
{
	return guarded(err, [&] { writer->db.delete_document(number); });
}

enum status xap_writer_delete_term(
	struct xap_writer *writer, struct str term, struct error *err)
{
	return guarded(err, [&] { writer->db.delete_document(text_of(term)); });
}

enum status xap_writer_commit(struct xap_writer *writer, struct error *err)
{
	return guarded(err, [&] { writer->db.commit(); });
}

enum status xap_writer_begin(
	struct xap_writer *writer, bool commits, struct error *err)
{
	return guarded(err, [&] { writer->db.begin_transaction(commits); });
}

enum status xap_writer_end(struct xap_writer *writer, struct error *err)
{
	return guarded(err, [&] { writer->db.commit_transaction(); });
}

enum status xap_writer_cancel(struct xap_writer *writer, struct error *err)
{
	return guarded(err, [&] { writer->db.cancel_transaction(); });
}

enum status xap_writer_set_metadata(struct xap_writer *writer, struct str key,
	struct str value, struct error *err)
{
	return guarded(err,
		[&] { writer->db.set_metadata(text_of(key), text_of(value)); });
}

enum status xap_writer_add_spelling(struct xap_writer *writer, struct str word,
	uint32_t times, struct error *err)
{
	return guarded(
		err, [&] { writer->db.add_spelling(text_of(word), times); });
}

enum status xap_writer_remove_spelling(struct xap_writer *writer,
	struct str word, uint32_t times, struct error *err)
{
	return guarded(
		err, [&] { writer->db.remove_spelling(text_of(word), times); });
}

enum status xap_writer_add_synonym(struct xap_writer *writer, struct str term,
	struct str synonym, struct error *err)
{
	return guarded(err, [&] {
		writer->db.add_synonym(text_of(term), text_of(synonym));
	});
}

enum status xap_writer_remove_synonym(struct xap_writer *writer,
	struct str term, struct str synonym, struct error *err)
{
	return guarded(err, [&] {
		if (synonym.len == 0)
			writer->db.clear_synonyms(text_of(term));
		else
			writer->db.remove_synonym(
				text_of(term), text_of(synonym));
	});
}
