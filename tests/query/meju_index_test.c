/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/meju.h"
#include "tests/support/index.h"
#include "tests/support/made.h"

#include <pthread.h>

enum { THREADS = 3, COMMITS = 30 };

static char folder[64], empty[64];
static struct meju_error err;

static const char LINE[] =
	"{\"id\":\"a\",\"title\":\"Rosacea\",\"text\":\"Red wine.\"}\n";

static int begin(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "%s", temp_dir());
	snprintf(empty, sizeof empty, "%s", temp_dir());
	made_commit(folder, "a.jsonl", LINE, NULL);
	return 0;
}

static int end(void **state)
{
	(void)state;
	remove_tree(folder);
	remove_tree(empty);
	return 0;
}

static struct meju_index *open_index(void)
{
	const char *const names[] = {folder};
	struct meju_index *idx = NULL;
	assert_int_equal(meju_index_open(names, 1, NULL, &idx, &err), MEJU_OK);
	return idx;
}

static void check_open(const char *const *names, size_t count,
	enum meju_status status, const char *sentence)
{
	struct meju_index *idx = NULL;
	assert_int_equal(
		meju_index_open(names, count, NULL, &idx, &err), status);
	assert_null(idx);
	assert_int_equal(err.status, status);
	assert_non_null(strstr(err.text, sentence));
}

static void says_what_it_cannot_open(void **state)
{
	const char *const nothing[] = {empty}, *const two[] = {folder, NULL};
	const char *many[65];
	(void)state;
	for (unsigned i = 0; i < 65; i++)
		many[i] = folder;
	check_open(nothing, 1, MEJU_NOT_FOUND, empty);
	check_open(two, 2, MEJU_INVALID, "index 2 of 2 has no name");
	check_open(many, 65, MEJU_LIMIT, "at most 64 indexes");
	const char *const names[] = {folder};
	struct meju_index_options o = {0};
	struct meju_index *idx = NULL;
	assert_int_equal(
		meju_index_open(names, 1, &o, &idx, &err), MEJU_INVALID);
	assert_int_equal(
		meju_index_open(nothing, 1, NULL, &idx, NULL), MEJU_NOT_FOUND);
	meju_index_close(NULL);
}

static void opens_what_is_usual(void **state)
{
	struct meju_index *idx = NULL;
	(void)state;
	setenv("MEJU_INDEX", folder, 1);
	assert_int_equal(meju_index_open(NULL, 0, NULL, &idx, &err), MEJU_OK);
	assert_int_equal(meju_index_documents(idx), 1);
	meju_index_close(idx);
}

static void searches_several_as_one(void **state)
{
	const char *const names[] = {folder, folder};
	struct meju_index *idx = NULL;
	(void)state;
	assert_int_equal(meju_index_open(names, 2, NULL, &idx, &err), MEJU_OK);
	assert_int_equal(meju_index_documents(idx), 2);
	meju_index_close(idx);
}

static void follows(void **state)
{
	(void)state;
	struct meju_index *idx = open_index();
	uint64_t generation = meju_index_generation(idx);
	int changed = 7;
	assert_int_equal(meju_index_refresh(idx, &changed, &err), MEJU_OK);
	assert_int_equal(changed, 0);
	made_commit(folder, NULL, NULL, "none such");
	assert_int_equal(meju_index_refresh(idx, &changed, &err), MEJU_OK);
	assert_int_equal(changed, 1);
	assert_int_equal(meju_index_generation(idx), generation + 1);
	assert_int_equal(meju_index_refresh(idx, NULL, &err), MEJU_OK);
	meju_index_close(idx);
}

struct follower {
	pthread_t thread;
	struct meju_index *idx;
	_Atomic int *done;
	unsigned searches;
	bool good;
};

/* Each answer is of one commit: `a` is there once. */
static bool search_once(struct meju_index *idx)
{
	const struct meju_query q = {
		.size = sizeof q, .text = "wine", .facets = "tag"};
	struct meju_result *r;
	const struct meju_hit *hit;
	struct meju_text *json;
	if (meju_index_refresh(idx, NULL, NULL) != MEJU_OK ||
		meju_search(idx, &q, &r, NULL) != MEJU_OK)
		return false;
	bool good = meju_result_summary(r)->total == 1 &&
		    meju_result_hit(r, 0, &hit, NULL) == MEJU_OK &&
		    strcmp(hit->id, "a") == 0 &&
		    meju_result_json(r, &json, NULL) == MEJU_OK;
	if (good)
		meju_text_free(json);
	meju_result_free(r);
	return good;
}

static void *read_on(void *data)
{
	struct follower *x = data;
	x->good = true;
	while (x->good && !(*x->done && x->searches)) {
		x->good = search_once(x->idx);
		x->searches++;
	}
	meju_index_close(x->idx);
	return NULL;
}

static void threads_search_while_one_commits(void **state)
{
	(void)state;
	struct meju_index *idx = open_index();
	struct follower followers[THREADS] = {0};
	_Atomic int done = 0;
	for (unsigned i = 0; i < THREADS; i++) {
		followers[i].done = &done;
		assert_int_equal(meju_index_clone(idx, &followers[i].idx, &err),
			MEJU_OK);
		assert_int_equal(pthread_create(&followers[i].thread, NULL,
					 read_on, &followers[i]),
			0);
	}
	meju_index_close(idx);
	for (unsigned i = 0; i < COMMITS; i++)
		made_commit(folder, i % 2 ? "a.jsonl" : "b.jsonl", LINE, NULL);
	done = 1;
	for (unsigned i = 0; i < THREADS; i++) {
		pthread_join(followers[i].thread, NULL);
		assert_true(followers[i].good);
	}
}

static void searches_databases_of_xapian(void **state)
{
	(void)state;
	struct index_commit c = {.threads = 1, .shards = 2};
	const struct index_article a = {STR("x"),
		STR("{\"id\":\"x\",\"title\":\"X\",\"text\":\"Red wine.\"}")};
	const struct meju_query q = {.size = sizeof q, .text = "wine"};
	struct meju_index *idx, *other;
	struct meju_result *r;
	struct meju_text *text;
	const struct meju_hit *hit;
	assert_int_equal(vec_push(&c.articles, a), OK);
	index_commit(empty, &c);
	const char *const names[] = {index_of_shards(empty)};
	assert_int_equal(meju_index_open(names, 1, NULL, &idx, &err), MEJU_OK);
	assert_int_equal(meju_index_clone(idx, &other, &err), MEJU_OK);
	meju_index_close(idx);
	assert_int_equal(meju_search(other, &q, &r, &err), MEJU_OK);
	assert_int_equal(meju_result_summary(r)->total, 1);
	assert_int_equal(meju_result_hit(r, 0, &hit, &err), MEJU_OK);
	assert_string_equal(hit->snippet, "Red wine.");
	assert_int_equal(meju_index_refresh(other, NULL, &err), MEJU_OK);
	assert_int_equal(meju_why_not(other, &q, "x", MEJU_TEXT, &text, &err),
		MEJU_UNSUPPORTED);
	meju_result_free(r);
	meju_index_close(other);
	vec_release(&c.articles);
}

static void write_rules(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void finds_synonyms(void **state)
{
	(void)state;
	char path[96];
	struct meju_synonyms *rules = NULL;
	struct meju_index *idx = open_index();
	struct meju_result *r;
	snprintf(path, sizeof path, "%s/rules", empty);
	write_rules(path, "claret => wine\nclaret\n");
	assert_int_equal(meju_synonyms_open(path, &rules, &err), MEJU_OK);
	assert_non_null(strstr(meju_synonyms_warnings(rules)[0], "rules:2"));
	assert_null(meju_synonyms_warnings(rules)[1]);
	const struct meju_query q = {
		.size = sizeof q, .text = "claret", .synonyms = rules};
	assert_int_equal(meju_search(idx, &q, &r, &err), MEJU_OK);
	assert_int_equal(meju_result_summary(r)->total, 1);
	meju_result_free(r);
	meju_index_close(idx);
	meju_synonyms_close(rules);
	assert_int_equal(meju_synonyms_open(NULL, &rules, &err), MEJU_INVALID);
	assert_string_equal(err.text, "the file of synonyms has no name");
	assert_int_equal(
		meju_synonyms_open("/none/such", &rules, &err), MEJU_NOT_FOUND);
	meju_synonyms_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_what_it_cannot_open),
		cmocka_unit_test(opens_what_is_usual),
		cmocka_unit_test(searches_several_as_one),
		cmocka_unit_test(follows),
		cmocka_unit_test(threads_search_while_one_commits),
		cmocka_unit_test(searches_databases_of_xapian),
		cmocka_unit_test(finds_synonyms),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
