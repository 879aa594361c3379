/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whatever allocation of libmeju fails, once or from then on, the call says that
 * memory ran out, nothing is leaked, and the index is the old one or the new one.
 *
 * Also those of libraries come by here (tests/fault/shim_memory.c).
 */
#include "common/meju.h"
#include "tests/fault/shim.h"
#include "tests/support/test.h"

#include <stdatomic.h>

enum { NEVER = -1 };

static atomic_long left = NEVER; /* allocations until one fails */
static bool for_ever;

bool shim_refuse(void)
{
	long n = atomic_load(&left);
	if (n == NEVER)
		return false;
	if (n > 0) {
		atomic_store(&left, n - 1);
		return false;
	}
	if (!for_ever)
		atomic_store(&left, NEVER);
	return true;
}

static char folder[64], idx[80], rules[80], cases[80], backup[80],
	converted[80];
static struct meju_error err;

static bool good(enum meju_status status)
{
	if (status == MEJU_OK)
		return true;
	long n = atomic_exchange(&left, NEVER);
	if (status != MEJU_NO_MEMORY)
		fail_msg("%d, %s", (int)status, err.text);
	assert_int_equal(err.status, status);
	assert_true(err.text[0]);
	atomic_store(&left, n);
	return false;
}

static void free_text(enum meju_status status, struct meju_text *text)
{
	if (good(status))
		meju_text_free(text);
}

static void look_at(struct meju_result *r)
{
	struct meju_text *text = NULL;
	const struct meju_hit *hit;
	size_t count = meju_result_summary(r)->count;
	for (size_t i = 0; i < count; i++)
		(void)good(meju_result_hit(r, i, &hit, &err));
	free_text(meju_result_json(r, &text, &err), text);
	if (count)
		free_text(meju_result_explain(r, 0, MEJU_JSON, &text, &err),
			text);
}

static void search(struct meju_index *index, struct meju_synonyms *synonyms)
{
	const struct meju_query queries[] = {
		{.text = "rosacae trigger", .facets = "tag", .collapse = 1},
		{.text = "wine ros", .unfinished = 1, .filter = "tag:skin"},
		{.similar = "a", .sort = "-date"}};
	for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
		struct meju_query q = queries[i];
		struct meju_result *r;
		q.size = sizeof q;
		q.synonyms = synonyms;
		if (!good(meju_search(index, &q, &r, &err)))
			continue;
		look_at(r);
		meju_result_free(r);
	}
}

static void ask(struct meju_index *index)
{
	const struct meju_query q = {.size = sizeof q, .text = "rosacea"};
	const struct meju_typing t = {.size = sizeof t, .text = "ros"};
	const struct meju_document *document;
	struct meju_completion *completion;
	struct meju_index *clone;
	struct meju_text *text = NULL;
	if (good(meju_index_clone(index, &clone, &err))) {
		(void)good(meju_index_refresh(clone, NULL, &err));
		meju_index_close(clone);
	}
	free_text(meju_why_not(index, &q, "b", MEJU_TEXT, &text, &err), text);
	free_text(
		meju_audit(index, NULL, 0, MEJU_TEXT, NULL, &text, &err), text);
	free_text(meju_relevance(
			  index, NULL, cases, MEJU_TEXT, NULL, &text, &err),
		text);
	free_text(meju_index_document_json(index, "a", &text, &err), text);
	if (good(meju_index_document(index, "a", &document, &err)))
		meju_document_free(document);
	if (good(meju_suggest(index, &t, &completion, &err)))
		meju_completion_free(completion);
}

static void search_index(void)
{
	const char *const names[] = {idx};
	struct meju_synonyms *synonyms = NULL;
	struct meju_index *index;
	struct meju_text *text = NULL;
	(void)good(meju_synonyms_open(rules, &synonyms, &err));
	if (good(meju_index_open(names, 1, NULL, &index, &err))) {
		search(index, synonyms);
		ask(index);
		meju_index_close(index);
	}
	meju_synonyms_close(synonyms);
	free_text(meju_stats(idx, MEJU_JSON, &text, &err), text);
	(void)good(meju_check(idx, NULL, &err));
}

static void skip_message(void *data, const char *sentence)
{
	(void)data, (void)sentence;
}

static void write_index(void)
{
	static const char lines[] =
		"{\"id\":\"b\",\"text\":\"Roses and wine.\"}\n";
	const char *const tags[] = {"skin", NULL};
	const struct meju_document d = {.size = sizeof d,
		.id = "a",
		.title = "Rosacea triggers",
		.text = "Wine, and heat.",
		.tags = tags,
		.date = "2023-05-03"};
	const struct meju_writer_options o = {.size = sizeof o,
		.threads = 1,
		.memory = 16 << 20,
		.message = skip_message};
	struct meju_writer *w;
	if (!good(meju_writer_open(idx, &o, &w, &err)))
		return;
	if (good(meju_writer_add(w, &d, &err)) &&
		good(meju_writer_add_json(w, lines, strlen(lines), &err)) &&
		good(meju_writer_delete(w, "c", &err)))
		(void)good(meju_writer_commit(w, NULL, &err));
	meju_writer_close(w);
}

static void care_for_index(void)
{
	const struct meju_writer_options o = {
		.size = sizeof o, .threads = 1, .memory = 16 << 20};
	struct meju_text *text = NULL;
	free_text(meju_stats(idx, MEJU_JSON, &text, &err), text);
	(void)good(meju_check(idx, NULL, &err));
	(void)good(meju_merge(idx, NULL, 0, &o, &err));
	(void)good(meju_backup(idx, backup, &err));
	(void)good(meju_dump(idx, NULL, &err));
	(void)good(meju_convert(idx, converted, &o, &err));
}

/* As many documents as before, or as afterwards. */
static void check_index(void)
{
	const char *const names[] = {idx};
	struct meju_index *index;
	remove_tree(backup);
	remove_tree(converted);
	assert_int_equal(meju_check(idx, NULL, &err), MEJU_OK);
	assert_int_equal(
		meju_index_open(names, 1, NULL, &index, &err), MEJU_OK);
	assert_int_equal(meju_index_documents(index), 2);
	meju_index_close(index);
}

/* How many allocations there are. */
static long count(void (*work)(void))
{
	enum { MANY = 100000000 };
	atomic_store(&left, MANY);
	work();
	return MANY - atomic_exchange(&left, NEVER);
}

static void try_all(void (*work)(void))
{
	long all = count(work);
	check_index();
	for (long i = 0; i < 2 * all; i++) {
		for_ever = i % 2;
		atomic_store(&left, i / 2);
		work();
		atomic_store(&left, NEVER);
		check_index();
	}
}

static void searching_says_so(void **state)
{
	(void)state;
	try_all(search_index);
}

static void caring_says_so(void **state)
{
	(void)state;
	try_all(care_for_index);
}

static void writing_says_so(void **state)
{
	(void)state;
	try_all(write_index);
}

static int begin(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "%s", temp_dir());
	snprintf(idx, sizeof idx, "%s/index", folder);
	snprintf(backup, sizeof backup, "%s/backup", folder);
	snprintf(converted, sizeof converted, "%s/converted", folder);
	snprintf(rules, sizeof rules, "%s/rules", folder);
	snprintf(cases, sizeof cases, "%s/cases.toml", folder);
	write_all(cases, STR("[[case]]\nquery = \"wine\"\nexpect = [\"a\"]\n"));
	write_all(rules, STR("heat, warmth\nclaret => wine\n"));
	write_index();
	return 0;
}

static int end(void **state)
{
	(void)state;
	remove_tree(folder);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(searching_says_so),
		cmocka_unit_test(writing_says_so),
		cmocka_unit_test(caring_says_so),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
