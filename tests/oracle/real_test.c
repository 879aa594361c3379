/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Real articles and the queries of a public benchmark: the pruned search finds
 * what the exhaustive one finds, and Xapian finds that, too.
 */
#include "indexer/parse/json.h"
#include "tests/oracle/compare.h"
#include "tests/oracle/peer.h"
#include "tests/support/index.h"

enum { ARTICLES = 3000, COMMITS = 3, COMPARED = 200, QUERIES_MAX = 2000 };

struct real {
	const char *folder;
	struct searcher searcher;
	struct arena arena;
	struct str queries[QUERIES_MAX];
	unsigned count;
};

/* The next line of a pipe into the arena; false at the end. */
static bool next_line(FILE *in, struct arena *a, struct str *out)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t n = getline(&line, &size, in);
	if (n > 0)
		*out = str_trim(arena_dup(a, (struct str){line, (size_t)n}));
	free(line);
	return n > 0;
}

static void index_articles(struct real *r, const char *corpus)
{
	char command[4200];
	snprintf(command, sizeof command, "zstd -dcq '%s' 2>&-", corpus);
	FILE *in = popen(command, "r");
	assert_non_null(in);
	for (unsigned i = 0; i < COMMITS; i++) {
		struct index_commit c = {.threads = 2};
		struct arena arena = {0};
		struct index_article a = {.id = STR("line")};
		for (unsigned k = 0; k < ARTICLES / COMMITS; k++) {
			assert_true(next_line(in, &arena, &a.bytes));
			assert_int_equal(vec_push(&c.articles, a), OK);
		}
		index_commit(r->folder, &c);
		vec_release(&c.articles);
		arena_release(&arena);
	}
	pclose(in);
}

static void read_queries(struct real *r, const char *path)
{
	struct json *json = json_new();
	struct str line;
	FILE *in = fopen(path, "r");
	assert_true(json && in);
	while (r->count < QUERIES_MAX && next_line(in, &r->arena, &line)) {
		struct value *v;
		const char *why;
		assert_int_equal(json_parse(json, line, 0, &why), OK);
		assert_int_equal(json_value(json, &r->arena, &v, &why), OK);
		r->queries[r->count++] =
			arena_dup(&r->arena, value_get(v, "query")->text);
	}
	fclose(in);
	json_free(json);
}

static int open_real(void **state)
{
	static struct real r;
	struct error err = {0};
	const char *path = shared_file("corpus/sample100k.jsonl.zst");
	if (!path)
		return 0;
	r.folder = temp_dir();
	index_articles(&r, path);
	path = shared_file("queries/search_benchmark_962.jsonl");
	if (path)
		read_queries(&r, path);
	const char *folder = index_folder(r.folder);
	if (searcher_open(&r.searcher, &folder, 1, &err) != OK)
		fail_msg("%s", err.text);
	*state = &r;
	return 0;
}

static int close_real(void **state)
{
	struct real *r = *state;
	if (!r)
		return 0;
	searcher_close(&r->searcher);
	arena_release(&r->arena);
	remove_tree(r->folder);
	return 0;
}

static void test_pruned(void **state)
{
	struct real *r = *state;
	if (!r)
		skip();
	for (unsigned i = 0; i < r->count; i++) {
		compare_pruned(&r->searcher, r->queries[i], 10);
		compare_pruned(&r->searcher, r->queries[i], 100);
	}
}

static void test_xapian(void **state)
{
	struct real *r = *state;
	struct rng rng;
	struct naive naive;
	struct peer peer;
	unsigned compared = 0;
	if (!r || !r->count)
		skip();
	rng_init(&rng, seed());
	naive_open(&naive, &r->searcher);
	peer_open(&peer, &naive);
	for (unsigned i = 0; i < COMPARED; i++) {
		struct search_result all = {0};
		struct str query = r->queries[rng_below(&rng, r->count)];
		char about[256];
		snprintf(about, sizeof about, STR_FMT, STR_ARG(query));
		compare_run(&r->searcher, query, ARTICLES, NULL, false, &all);
		if (peer_can(&peer, &all.passes[0].planner,
			    all.passes[0].plan)) {
			peer_check(&peer, &all, 10, about);
			peer_check(&peer, &all, ARTICLES, about);
			compared++;
		}
		search_result_release(&all);
	}
	printf("%u queries of %u compared\n", compared, COMPARED);
	peer_close(&peer);
	naive_close(&naive);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pruned),
		cmocka_unit_test(test_xapian),
	};
	return cmocka_run_group_tests(tests, open_real, close_real);
}
