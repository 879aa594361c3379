// SPDX-License-Identifier: GPL-3.0-or-later
// search_xapian.cc - meju-bench-search: what libxapian itself takes for the
// queries of meju-bench-query, on a database of `--engine xapian`.
//
//	meju-bench-search DATABASE
//
// Each line `TOP_k<TAB>query` of standard input, the query being English words
// with a plus (all) or without (any), or one phrase, is answered by
// `count<TAB>nanoseconds`.  The clock runs from having the line to having the
// hits and the data of each, as a search of meju's has them.
#include <chrono>
#include <iostream>
#include <string>
#include <vector>
#include <xapian.h>

using Xapian::Query;

static Query parse(const std::string &text, const Xapian::Stem &stem)
{
	bool all = text[0] == '+', phrase = text[0] == '"';
	std::vector<Query> terms;
	std::string word;
	for (char c : text + ' ') {
		if (isalnum((unsigned char)c)) {
			word += (char)tolower(c);
			continue;
		}
		if (!word.empty())
			terms.push_back(Query("Z" + stem(word)));
		word.clear();
	}
	return Query(phrase ? Query::OP_PHRASE
		     : all  ? Query::OP_AND
			    : Query::OP_OR,
		terms.begin(), terms.end());
}

static void answer(const Xapian::Database &db, const Xapian::Stem &stem,
	const std::string &line)
{
	auto begun = std::chrono::steady_clock::now();
	size_t tab = line.find('\t');
	unsigned limit = (unsigned)std::stoul(line.substr(4, tab - 4));
	Xapian::Enquire enquire(db);
	enquire.set_query(parse(line.substr(tab + 1), stem));
	enquire.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 0, 0.75, 0));
	enquire.set_sort_by_relevance_then_value(0, false);
	// All matches are counted: else Xapian 1.4 leaves out some of the best.
	Xapian::MSet hits = enquire.get_mset(0, limit, db.get_doccount());
	size_t bytes = 0;
	for (auto i = hits.begin(); i != hits.end(); ++i)
		bytes += i.get_document().get_data().size();
	auto took = std::chrono::steady_clock::now() - begun;
	std::cout << hits.size() << '\t'
		  << std::chrono::nanoseconds(took).count()
		  << (bytes ? "\n" : "\t\n") << std::flush;
}

int main(int argc, char **argv)
try {
	if (argc != 2) {
		std::cerr << "usage: meju-bench-search DATABASE\n";
		return 2;
	}
	Xapian::Database db(argv[1]);
	Xapian::Stem stem("english");
	for (std::string line; std::getline(std::cin, line);)
		answer(db, stem, line);
	return 0;
} catch (const Xapian::Error &e) {
	std::cerr << "meju-bench-search: " << e.get_description() << '\n';
	return 2;
}
