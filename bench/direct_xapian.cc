// SPDX-License-Identifier: GPL-3.0-or-later
// What libxapian itself takes: the documents of a database that meju-index has
// made are read into memory, then written to a new one as plainly as can be,
// term by term and place by place, with their values and data.
//
//	meju-bench-direct .meju/shard-0-of-1 new
//
// prints documents, seconds on the clock and seconds of the processor, of the
// writing alone.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <sys/resource.h>
#include <unordered_map>
#include <vector>
#include <xapian.h>

namespace
{

struct Store {
	std::vector<std::string> terms;
	std::unordered_map<std::string, uint32_t> numbers;
	// of each document: terms, and of each its number, its frequency, its
	// places, these
	std::vector<uint32_t> stream;
	std::vector<std::vector<std::pair<unsigned, std::string>>> values;
	std::vector<std::string> data;
};

uint32_t number_of(Store &s, const std::string &term)
{
	auto [at, fresh] = s.numbers.try_emplace(term, s.terms.size());
	if (fresh)
		s.terms.push_back(term);
	return at->second;
}

void read_document(Store &s, const Xapian::Document &d)
{
	s.stream.push_back(d.termlist_count());
	for (auto t = d.termlist_begin(); t != d.termlist_end(); ++t) {
		s.stream.push_back(number_of(s, *t));
		s.stream.push_back(t.get_wdf());
		s.stream.push_back(t.positionlist_count());
		for (auto p = t.positionlist_begin(); p != t.positionlist_end();
			++p)
			s.stream.push_back(*p);
	}
	s.values.emplace_back();
	for (auto v = d.values_begin(); v != d.values_end(); ++v)
		s.values.back().emplace_back(v.get_valueno(), *v);
	s.data.push_back(d.get_data());
}

void write(const Store &s, const char *path)
{
	Xapian::WritableDatabase db(path, Xapian::DB_CREATE_OR_OVERWRITE);
	const uint32_t *at = s.stream.data();
	for (size_t i = 0; i < s.data.size(); i++) {
		Xapian::Document d;
		for (uint32_t n = *at++; n > 0; n--) {
			const std::string &term = s.terms[*at++];
			uint32_t frequency = *at++, places = *at++;
			d.add_term(term, frequency);
			for (; places > 0; places--)
				d.add_posting(term, *at++, 0);
		}
		for (const auto &[slot, value] : s.values[i])
			d.add_value(slot, value);
		d.set_data(s.data[i]);
		db.add_document(d);
	}
	db.commit();
}

double processor_seconds()
{
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	return double(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
	       double(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

} // namespace

int main(int argc, char **argv)
try {
	if (argc != 3) {
		std::fputs("usage: meju-bench-direct FROM TO\n", stderr);
		return 2;
	}
	Store store;
	Xapian::Database from(argv[1]);
	for (auto p = from.postlist_begin(""); p != from.postlist_end(""); ++p)
		read_document(store, from.get_document(*p));
	auto begun = std::chrono::steady_clock::now();
	double before = processor_seconds();
	write(store, argv[2]);
	std::chrono::duration<double> took =
		std::chrono::steady_clock::now() - begun;
	std::printf("%zu documents, %.2f s, %.2f s of the processor\n",
		store.data.size(), took.count(), processor_seconds() - before);
	return 0;
} catch (const Xapian::Error &e) {
	std::fprintf(
		stderr, "meju-bench-direct: %s\n", e.get_description().c_str());
	return 2;
}
