/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/xapian/xap_types.h"

#include <sstream>

enum status xap_db_open(
	const char *path, struct xap_db **out, struct error *err)
{
	return guarded(err, [&] { *out = new xap_db(Xapian::Database(path)); });
}

enum status xap_db_connect(const char *address,
	const struct xap_patience *patience, struct xap_db **out,
	struct error *err)
{
	return guarded(err, [&] {
		xap_address from(address, patience);
		*out = new xap_db(from.read(), from);
	});
}

enum status xap_db_group(struct xap_db **out)
{
	return guarded(NULL, [&] { *out = new xap_db; });
}

void xap_db_free(struct xap_db *db)
{
	freed(db);
}

enum status xap_db_add(
	struct xap_db *db, const struct xap_db *other, struct error *err)
{
	return guarded(err, [&] {
		std::vector<xap_shard> more = other->shards;
		db->shards.insert(db->shards.end(), more.begin(), more.end());
		db->db.add_database(other->db);
		db->broken = db->broken || other->broken;
	});
}

uint32_t xap_db_shards(const struct xap_db *db)
{
	return (uint32_t)db->db.size();
}

uint32_t xap_db_shard_of(const struct xap_db *db, uint32_t doc, uint32_t *own)
{
	uint32_t shards = xap_db_shards(db);
	if (!shards || !doc) {
		*own = doc;
		return 0;
	}
	*own = (doc - 1) / shards + 1;
	return (doc - 1) % shards;
}

static void connect_anew(struct xap_db *db)
{
	Xapian::Database all;
	for (xap_shard &shard : db->shards) {
		if (shard.from.port)
			shard.db = shard.from.read();
		else
			shard.db.reopen();
		all.add_database(shard.db);
	}
	db->db = all;
	db->broken = false;
}

enum status xap_db_reopen(struct xap_db *db, bool *changed, struct error *err)
{
	return guarded(err, [&] {
		bool may = true;
		try {
			if (!db->broken)
				may = db->db.reopen();
		} catch (const Xapian::NetworkError &) {
			db->broken = true;
		}
		if (db->broken)
			connect_anew(db);
		if (changed)
			*changed = may;
	});
}

enum status xap_db_keep_alive(struct xap_db *db, struct error *err)
{
	return guarded(err, [&] { db->db.keep_alive(); });
}

enum status xap_db_close(struct xap_db *db, struct error *err)
{
	return guarded(err, [&] { db->db.close(); });
}

enum status xap_db_stats(
	const struct xap_db *db, struct xap_stats *stats, struct error *err)
{
	return guarded(err, [&] {
		const Xapian::Database &d = db->db;
		struct xap_stats s = {};
		s.docs = d.get_doccount();
		s.last_doc = d.get_lastdocid();
		s.total_length = d.get_total_length();
		s.average_length = d.get_average_length();
		s.shortest = d.get_doclength_lower_bound();
		s.longest = d.get_doclength_upper_bound();
		s.has_positions = d.has_positions();
		*stats = s;
	});
}

enum status xap_db_revision(
	const struct xap_db *db, uint64_t *revision, struct error *err)
{
	return guarded(err, [&] { *revision = db->db.get_revision(); });
}

enum status xap_db_uuid(
	const struct xap_db *db, struct buf *out, struct error *err)
{
	return guarded(err, [&] { return put(out, db->db.get_uuid()); });
}

enum status xap_db_is_locked(
	const struct xap_db *db, bool *locked, struct error *err)
{
	return guarded(err, [&] { *locked = db->db.locked(); });
}

enum status xap_db_term(const struct xap_db *db, struct str term,
	uint32_t *docs, uint64_t *total, uint32_t *bound, struct error *err)
{
	return guarded(err, [&] {
		std::string name = text_of(term);
		uint32_t d = docs ? db->db.get_termfreq(name) : 0;
		uint64_t t = total ? db->db.get_collection_freq(name) : 0;
		if (bound)
			*bound = db->db.get_wdf_upper_bound(name);
		if (docs)
			*docs = d;
		if (total)
			*total = t;
	});
}

enum status xap_db_slot(const struct xap_db *db, unsigned slot, uint32_t *docs,
	struct buf *low, struct buf *high, struct error *err)
{
	return guarded(err, [&] {
		enum status status = OK;
		uint32_t d = db->db.get_value_freq(slot);
		if (low)
			status = put(low, db->db.get_value_lower_bound(slot));
		if (status == OK && high)
			status = put(high, db->db.get_value_upper_bound(slot));
		if (status == OK)
			*docs = d;
		return status;
	});
}

enum status xap_db_doc_length(const struct xap_db *db, uint32_t doc,
	uint32_t *length, uint32_t *terms, struct error *err)
{
	return guarded(err, [&] {
		uint32_t l = length ? db->db.get_doclength(doc) : 0;
		if (terms)
			*terms = db->db.get_unique_terms(doc);
		if (length)
			*length = l;
	});
}

enum status xap_db_doc(const struct xap_db *db, uint32_t number,
	struct xap_doc **out, struct error *err)
{
	return guarded(
		err, [&] { *out = new xap_doc{db->db.get_document(number)}; });
}

enum status xap_db_metadata(const struct xap_db *db, struct str key,
	struct buf *out, struct error *err)
{
	return guarded(err,
		[&] { return put(out, db->db.get_metadata(text_of(key))); });
}

enum status xap_db_spelling(const struct xap_db *db, struct str word,
	unsigned edits, struct buf *out, struct error *err)
{
	return guarded(err, [&] {
		return put(out,
			db->db.get_spelling_suggestion(text_of(word), edits));
	});
}

enum status xap_db_terms(const struct xap_db *db, struct str prefix,
	struct xap_walk **out, struct error *err)
{
	return guarded(err, [&] {
		*out = walk(db->db, db->db.allterms_begin(text_of(prefix)),
			db->db.allterms_end(), read_frequency);
	});
}

static void read_posting(const Xapian::PostingIterator &at, struct xap_walk *,
	struct xap_item *item)
{
	item->number = *at;
	item->count = at.get_wdf();
}

enum status xap_db_postings(const struct xap_db *db, struct str term,
	struct xap_walk **out, struct error *err)
{
	return guarded(err, [&] {
		std::string name = text_of(term);
		*out = walk(db->db, db->db.postlist_begin(name),
			db->db.postlist_end(name), read_posting);
	});
}

enum status xap_db_positions(const struct xap_db *db, uint32_t doc,
	struct str term, struct xap_walk **out, struct error *err)
{
	return guarded(err, [&] {
		std::string name = text_of(term);
		*out = walk(db->db, db->db.positionlist_begin(doc, name),
			db->db.positionlist_end(doc, name), read_position);
	});
}

static void read_value(const Xapian::ValueIterator &at, struct xap_walk *walk,
	struct xap_item *item)
{
	walk->text = *at;
	item->text = str_of(walk->text);
	item->number = at.get_docid();
}

enum status xap_db_values(const struct xap_db *db, unsigned slot,
	struct xap_walk **out, struct error *err)
{
	return guarded(err, [&] {
		*out = walk(db->db, db->db.valuestream_begin(slot),
			db->db.valuestream_end(slot), read_value);
	});
}

enum status xap_db_spellings(
	const struct xap_db *db, struct xap_walk **out, struct error *err)
{
	return guarded(err, [&] {
		*out = walk(db->db, db->db.spellings_begin(),
			db->db.spellings_end(), read_frequency);
	});
}

enum status xap_db_synonyms(const struct xap_db *db, struct str term,
	struct xap_walk **out, struct error *err)
{
	return guarded(err, [&] {
		std::string name = text_of(term);
		*out = walk(db->db, db->db.synonyms_begin(name),
			db->db.synonyms_end(name), read_text);
	});
}

enum status xap_db_synonym_keys(const struct xap_db *db, struct str prefix,
	struct xap_walk **out, struct error *err)
{
	return guarded(err, [&] {
		*out = walk(db->db, db->db.synonym_keys_begin(text_of(prefix)),
			db->db.synonym_keys_end(), read_text);
	});
}

enum status xap_db_metadata_keys(const struct xap_db *db, struct str prefix,
	struct xap_walk **out, struct error *err)
{
	return guarded(err, [&] {
		*out = walk(db->db, db->db.metadata_keys_begin(text_of(prefix)),
			db->db.metadata_keys_end(), read_text);
	});
}

static unsigned level_of(enum xap_level level)
{
	switch (level) {
	case XAP_STANDARD:
		return Xapian::Compactor::STANDARD;
	case XAP_FULL:
		return Xapian::Compactor::FULL;
	case XAP_FULLER:
		return Xapian::Compactor::FULLER;
	}
	throw Xapian::InvalidArgumentError("no such level of compaction");
}

enum status xap_db_compact(struct xap_db *db, const char *to,
	const struct xap_compact *how, struct error *err)
{
	return guarded(err, [&] {
		struct xap_compact h = {};
		if (how)
			h = *how;
		unsigned flags = level_of(h.level);
		if (h.keep_numbers)
			flags |= Xapian::DBCOMPACT_NO_RENUMBER;
		if (h.multipass)
			flags |= Xapian::DBCOMPACT_MULTIPASS;
		if (h.single_file)
			flags |= Xapian::DBCOMPACT_SINGLE_FILE;
		db->db.compact(to, flags, (int)h.block_size);
	});
}

enum status xap_db_check(const char *path, uint64_t *faults, struct buf *report,
	struct error *err)
{
	return guarded(err, [&] {
		std::ostringstream text;
		uint64_t n = Xapian::Database::check(path, 0, &text);
		enum status status = report ? put(report, text.str()) : OK;
		if (status == OK)
			*faults = n;
		return status;
	});
}
