/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/states.h"
#include "indexer/command.h"
#include "tests/support/index.h"

enum { MERGE_EVERY = 4, REORDER_EVERY = 12, STEADY = 300 };

/* What stays, so that merges have something to do. */
static void put_steady(struct index_commit *c, char (*texts)[128])
{
	for (uint32_t i = 0; i < STEADY; i++) {
		char *p = texts[i];
		snprintf(p, sizeof *texts,
			"{\"id\":\"s%u\",\"text\":\"steady n%u n%u n%u\"}", i,
			i % 7, i % 11, i % 64);
		struct index_article a = {STR("s"), str_from(p)};
		assert_int_equal(vec_push(&c->articles, a), OK);
	}
}

static void merge(const char *folder, bool reorder)
{
	struct error err = {0};
	struct arguments a = {.threads = 2,
		.memory = 64 << 20,
		.quiet = true,
		.reorder = reorder};
	snprintf(a.folder, sizeof a.folder, "%s", index_folder(folder));
	if (command_merge(&a, &err) != EXIT_GOOD)
		fail_msg("%s", err.text);
}

void states_commit(const char *folder, uint32_t k)
{
	static char steady[STEADY][128];
	char texts[STATES_DOCS][128], gone[16];
	struct index_commit c = {.threads = 1 + k % 3};
	for (uint32_t i = 0; i < STATES_DOCS; i++) {
		if (i == k % STATES_DOCS)
			continue;
		snprintf(texts[i], sizeof texts[i],
			"{\"id\":\"d%u\",\"title\":\"v%u\","
			"\"text\":\"all of them, i%u\"}",
			i, k, i);
		struct index_article a = {STR("d"), str_from(texts[i])};
		assert_int_equal(vec_push(&c.articles, a), OK);
	}
	snprintf(gone, sizeof gone, "d%u", k % STATES_DOCS);
	assert_int_equal(vec_push(&c.deleted, str_from(gone)), OK);
	if (k == 1)
		put_steady(&c, steady);
	index_commit(folder, &c);
	vec_release(&c.articles);
	vec_release(&c.deleted);
	if (k % MERGE_EVERY == 0)
		merge(folder, k % REORDER_EVERY == 0);
}

static uint32_t complain(const char *what)
{
	fprintf(stderr, "a reader finds: %s\n", what);
	return 0;
}

/* The commits and documents that the hits are of, each as one number. */
static enum status read_hits(const struct search_result *r, uint32_t *commit,
	uint32_t *docs, struct error *err)
{
	struct stored_reader reader = {0};
	struct arena arena = {0};
	enum status status = OK;
	*docs = 0;
	for (uint32_t i = 0; i < r->count && status == OK; i++) {
		struct record x;
		arena_clear(&arena);
		status = search_record(&reader, &arena, &r->hits[i], &x, err);
		if (status != OK)
			break;
		uint32_t k = (uint32_t)strtoul(x.title.p + 1, NULL, 10);
		uint32_t doc = (uint32_t)(x.id.p[1] - '0');
		*commit = i == 0 || k == *commit ? k : 0;
		*docs |= UINT32_C(1) << doc;
		if (*commit == 0)
			break;
	}
	stored_reader_release(&reader);
	arena_release(&arena);
	return status;
}

static uint32_t read_with(struct searcher *s, struct str query)
{
	struct search_request q = {.query = query,
		.match = SEARCH_ALL,
		.limit = 2 * STATES_DOCS,
		.total = true};
	struct search_result r = {0};
	struct error err = {0};
	uint32_t commit = 0, docs = 0;
	enum status status = search_run(s, &q, &r, &err);
	bool whole = r.count == STATES_DOCS - 1 && r.total == r.count;
	if (status == OK && whole)
		status = read_hits(&r, &commit, &docs, &err);
	search_result_release(&r);
	if (status != OK)
		return complain(err.text);
	uint32_t all = (UINT32_C(1) << STATES_DOCS) - 1;
	if (!whole || !commit ||
		docs != (all & ~(UINT32_C(1) << commit % STATES_DOCS)))
		return complain("an answer that is of no commit");
	return commit;
}

uint32_t states_read(struct searcher *s)
{
	static const struct str queries[] = {{"them", 4}, {"all of", 6},
		{"\"all of them\"", 13}, {"i0 OR i1 OR them", 16}};
	char own[32];
	uint32_t commit = 0;
	for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
		uint32_t k = read_with(s, queries[i]);
		if (k == 0 || (i > 0 && k != commit))
			return complain("answers of several commits");
		commit = k;
	}
	snprintf(own, sizeof own, "v%u", commit);
	return read_with(s, str_from(own)) == commit
		       ? commit
		       : complain("another commit of that name");
}

/* Take `s` to what is newest. */
static bool go_on(struct searcher *s, const char *folder, bool anew)
{
	struct searcher next;
	struct error err = {0};
	const char *folders[] = {folder};
	enum status status = anew ? searcher_open(&next, folders, 1, &err)
				  : searcher_reopen(&next, s, &err);
	if (status != OK)
		return complain(err.text);
	searcher_close(s);
	*s = next;
	return true;
}

bool states_follow(const char *folder, const struct searcher *first, bool anew,
	const atomic_bool *done, uint32_t *seen)
{
	struct searcher s;
	struct error err = {0};
	const char *folders[] = {folder};
	enum status status = first ? searcher_reopen(&s, first, &err)
				   : searcher_open(&s, folders, 1, &err);
	uint32_t commit = 0;
	bool good = status == OK || complain(err.text);
	*seen = 0;
	while (good && !atomic_load(done)) {
		bool moved = anew || !searcher_is_current(&s);
		uint32_t before = commit;
		if (moved)
			good = go_on(&s, folder, anew);
		if (!good)
			break;
		commit = states_read(&s);
		good = commit &&
		       (moved || !before ? commit >= before : commit == before);
		if (commit && !good)
			complain("a commit before the one it has seen");
		*seen += commit != before;
	}
	if (status == OK)
		searcher_close(&s);
	return good;
}

unsigned states_seconds(void)
{
	const char *given = getenv("MEJU_SECONDS");
	return given ? (unsigned)strtoul(given, NULL, 10) : 2;
}
