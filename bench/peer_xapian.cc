// SPDX-License-Identifier: GPL-3.0-or-later
// Xapian: its own words (TermGenerator, all stemmed), its own query parser,
// BM25 with meju's parameters.  No data is stored with a document; the index
// is compacted at the end.  It is flushed every 10,000 documents, the default,
// for flushing less often takes longer.
extern "C" {
#include "bench/peer.h"
}

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <xapian.h>

namespace
{

enum { TITLE_WEIGHT = 3, FIELD_GAP = 100 };

std::unique_ptr<Xapian::WritableDatabase> writer;
std::unique_ptr<Xapian::Database> reader;
Xapian::TermGenerator generator;
Xapian::QueryParser parser;
std::string place;

bool failed(const Xapian::Error &e)
{
	std::fprintf(stderr, "xapian: %s\n", e.get_description().c_str());
	return false;
}

bool create(const char *folder)
try {
	place = folder;
	writer.reset(new Xapian::WritableDatabase(
		place + "/loose", Xapian::DB_CREATE));
	generator.set_stemmer(Xapian::Stem("en"));
	generator.set_stemming_strategy(Xapian::TermGenerator::STEM_ALL);
	return true;
} catch (const Xapian::Error &e) {
	return failed(e);
}

bool add(const char *title, size_t title_len, const char *text, size_t text_len)
try {
	Xapian::Document document;
	generator.set_document(document);
	generator.set_termpos(0);
	generator.index_text(std::string(title, title_len), TITLE_WEIGHT);
	generator.increase_termpos(FIELD_GAP);
	generator.index_text(std::string(text, text_len));
	writer->add_document(document);
	return true;
} catch (const Xapian::Error &e) {
	return failed(e);
}

bool finish()
try {
	writer->commit();
	writer->compact(place + "/index", Xapian::DBCOMPACT_NO_RENUMBER);
	writer.reset();
	return std::filesystem::remove_all(place + "/loose") > 0;
} catch (const Xapian::Error &e) {
	return failed(e);
}

bool open(const char *folder)
try {
	reader.reset(new Xapian::Database(std::string(folder) + "/index"));
	parser.set_database(*reader);
	parser.set_stemmer(Xapian::Stem("en"));
	parser.set_stemming_strategy(Xapian::QueryParser::STEM_ALL);
	return true;
} catch (const Xapian::Error &e) {
	return failed(e);
}

bool answer(const struct peer_query *q, uint64_t *count)
try {
	Xapian::Enquire enquire(*reader);
	enquire.set_query(parser.parse_query(
		q->text, Xapian::QueryParser::FLAG_PHRASE |
				 Xapian::QueryParser::FLAG_LOVEHATE));
	if (q->limit)
		enquire.set_weighting_scheme(
			Xapian::BM25Weight(1.2, 0, 0, 0.75, 0));
	else
		enquire.set_weighting_scheme(Xapian::BoolWeight());
	Xapian::MSet hits = enquire.get_mset(
		0, q->limit, q->total ? reader->get_doccount() : 0);
	*count = q->total ? hits.get_matches_estimated() : hits.size();
	if (q->total && hits.get_matches_lower_bound() != *count)
		std::fprintf(stderr, "xapian: only an estimate: %s\n", q->text);
	return true;
} catch (const Xapian::Error &e) {
	return failed(e);
}

} // namespace

const struct peer PEER = {
	Xapian::version_string, create, add, finish, open, answer};
