// SPDX-License-Identifier: GPL-3.0-or-later
// program.cc - libmeju from C++17: indexes two documents, and finds one.
#include <meju.h>

#include <cstdio>
#include <memory>
#include <string>

template <auto F> struct closer {
	template <typename T> void operator()(T *p) const
	{
		F(p);
	}
};

template <typename T, auto F> using handle = std::unique_ptr<T, closer<F>>;
using writer = handle<meju_writer, meju_writer_close>;
using index_of = handle<meju_index, meju_index_close>;
using result = handle<meju_result, meju_result_free>;

static meju_error err;

static void must(meju_status status)
{
	if (status != MEJU_OK)
		throw std::string(err.text);
}

static void add(const char *folder)
{
	meju_writer *raw = nullptr;
	must(meju_writer_open(folder, nullptr, &raw, &err));
	writer w(raw);
	meju_document d{};
	d.size = sizeof d;
	d.id = "wine";
	d.title = "Wine";
	d.text = "Red wine.";
	must(meju_writer_add(w.get(), &d, &err));
	d.id = "beer";
	d.title = "Beer";
	d.text = "Brown ale.";
	must(meju_writer_add(w.get(), &d, &err));
	must(meju_writer_commit(w.get(), nullptr, &err));
}

static void search(const char *folder)
{
	meju_index *raw = nullptr;
	must(meju_index_open(&folder, 1, nullptr, &raw, &err));
	index_of x(raw);
	meju_query q{};
	q.size = sizeof q;
	q.text = "ale";
	meju_result *found = nullptr;
	must(meju_search(x.get(), &q, &found, &err));
	result r(found);
	const meju_hit *hit = nullptr;
	must(meju_result_hit(r.get(), 0, &hit, &err));
	std::printf("%s\n", hit->title);
}

int main(int, char **argv)
{
	try {
		add(argv[1]);
		search(argv[1]);
	} catch (const std::string &sentence) {
		std::fprintf(stderr, "%s\n", sentence.c_str());
		return 2;
	}
	return 0;
}
