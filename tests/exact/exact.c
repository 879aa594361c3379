/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * exact.c - does the pruned search find what the exhaustive one finds, document
 * for document?
 *
 *	exact INDEX QUERIES...
 *
 * A file of queries has JSON lines with a "query", which is asked as it is, or
 * one query a line, which is asked three times: any of its words, all of them,
 * and as a phrase.  Each is asked for the best 10, 100 and 1000 documents, with
 * how many there are in all, by BM25 alone and by all that the ranking can take
 * into account.  Differences are printed; the exit status tells.
 */
#include "indexer/parse/json.h"
#include "query/search.h"

#include <stdio.h>
#include <stdlib.h>

struct run {
	struct searcher searcher;
	struct search_result all, pruned;
	struct json *json;
	struct rank_settings rank;
	unsigned long queries, different;
};

static void fail(const char *why)
{
	fprintf(stderr, "exact: %s\n", why);
	exit(2);
}

static void search(struct run *r, struct str query, uint32_t limit,
	bool exhaustive, struct search_result *out)
{
	struct error err = {0};
	const struct search_request q = {.query = query,
		.match = SEARCH_ANY,
		.keep_stops = true,
		.limit = limit,
		.exhaustive = exhaustive,
		.now = 1718409600, /* 15 June 2024 */
		.rank = r->rank,
		.total = true};
	if (search_run(&r->searcher, &q, out, &err) != OK)
		fail(err.text);
}

/* Are the pruned hits the first of all? */
static bool same(const struct run *r, uint32_t limit)
{
	uint32_t n = r->all.count < limit ? r->all.count : limit;
	if (r->pruned.count != n || r->pruned.total != r->all.total)
		return false;
	for (uint32_t i = 0; i < n; i++)
		if (r->pruned.hits[i].ordinal != r->all.hits[i].ordinal ||
			r->pruned.hits[i].score != r->all.hits[i].score)
			return false;
	return true;
}

static void compare(struct run *r, struct str query)
{
	static const uint32_t limits[] = {10, 100, 1000};
	search(r, query, 1000, true, &r->all);
	r->queries++;
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
		search(r, query, limits[i], false, &r->pruned);
		if (same(r, limits[i]))
			continue;
		printf("%u: " STR_FMT "\n", limits[i], STR_ARG(query));
		r->different++;
	}
}

static void ask(struct run *r, struct str query)
{
	r->rank = (struct rank_settings){0};
	compare(r, query);
	r->rank = rank_defaults();
	r->rank.recency = 0.2;
	compare(r, query);
}

/* Words with something before each, or before the first and behind the last. */
static void ask_as(struct run *r, struct str words, const char *before,
	const char *first, const char *last)
{
	struct buf b = {0};
	buf_puts(&b, first);
	for (size_t at = 0; at < words.len;) {
		size_t end = str_find(words, at, ' ');
		buf_puts(&b, at ? " " : "");
		buf_puts(&b, before);
		buf_put_str(&b, str_slice(words, at, end));
		at = end + 1;
	}
	buf_puts(&b, last);
	if (b.status != OK)
		fail("out of memory");
	ask(r, buf_str(&b));
	buf_release(&b);
}

static void ask_line(struct run *r, struct str line)
{
	struct arena arena = {0};
	struct value *v;
	const char *why;
	line = str_trim(line);
	if (line.len == 0)
		return;
	if (line.p[0] != '{') {
		ask(r, line);
		ask_as(r, line, "+", "", "");
		ask_as(r, line, "", "\"", "\"");
	} else if (json_parse(r->json, line, 0, &why) == OK &&
		   json_value(r->json, &arena, &v, &why) == OK &&
		   value_get(v, "query")) {
		ask(r, value_get(v, "query")->text);
	} else {
		fail("a line is no JSON with a \"query\"");
	}
	arena_release(&arena);
}

static void ask_file(struct run *r, const char *path)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	FILE *in = fopen(path, "r");
	if (!in)
		fail("a file of queries cannot be opened");
	while ((n = getline(&line, &size, in)) > 0)
		ask_line(r, (struct str){line, (size_t)n});
	free(line);
	fclose(in);
}

int main(int argc, char **argv)
{
	static struct run r;
	struct error err = {0};
	if (argc < 3)
		fail("usage: exact INDEX QUERIES...");
	const char *folder = argv[1];
	if (searcher_open(&r.searcher, &folder, 1, &err) != OK)
		fail(err.text);
	r.json = json_new();
	if (!r.json)
		fail("out of memory");
	for (int i = 2; i < argc; i++)
		ask_file(&r, argv[i]);
	printf("%lu queries, %lu differences\n", r.queries, r.different);
	json_free(r.json);
	search_result_release(&r.all);
	search_result_release(&r.pruned);
	searcher_close(&r.searcher);
	return r.different ? 1 : 0;
}
