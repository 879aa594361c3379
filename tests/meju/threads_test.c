/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two threads search while a third commits: each answer is that of one commit.
 *
 * Every document of commit n has the word "round" and n as its title, and all of
 * them are replaced by the next, so that one answer never has two titles.
 */
#include "common/meju.h"
#include "tests/support/test.h"

#include <pthread.h>
#include <stdatomic.h>

enum { DOCUMENTS = 5, COMMITS = 30 };

static char folder[64];
static atomic_bool done;

static void must(bool good, const struct meju_error *err)
{
	if (!good) {
		fprintf(stderr, "%s\n", err->text);
		abort(); /* cmocka's own way belongs to its thread */
	}
}

static void write_commit(struct meju_writer *w, unsigned round)
{
	struct meju_error err = {0};
	char title[16], id[16];
	struct meju_document d = {.size = sizeof d,
		.id = id,
		.title = title,
		.text = "one round of them"};
	snprintf(title, sizeof title, "%u", round);
	for (unsigned i = 0; i < DOCUMENTS; i++) {
		snprintf(id, sizeof id, "%u", i);
		must(meju_writer_add(w, &d, &err) == MEJU_OK, &err);
	}
	must(meju_writer_commit(w, NULL, &err) == MEJU_OK, &err);
}

static void *commit_all(void *data)
{
	struct meju_writer *w = data;
	for (unsigned round = 2; round <= COMMITS; round++)
		write_commit(w, round);
	atomic_store(&done, true);
	return NULL;
}

static unsigned search(struct meju_index *x)
{
	const struct meju_query q = {.size = sizeof q, .text = "round"};
	struct meju_error err = {0};
	struct meju_result *r;
	const struct meju_hit *hit;
	unsigned title = 0;
	must(meju_search(x, &q, &r, &err) == MEJU_OK, &err);
	must(meju_result_summary(r)->count == DOCUMENTS, &err);
	for (size_t i = 0; i < DOCUMENTS; i++) {
		must(meju_result_hit(r, i, &hit, &err) == MEJU_OK, &err);
		unsigned n = (unsigned)strtoul(hit->title, NULL, 10);
		must(!title || n == title, &err);
		title = n;
	}
	meju_result_free(r);
	return title;
}

static void *follow(void *data)
{
	struct meju_index *x = data;
	struct meju_error err = {0};
	unsigned last = 0;
	for (bool more = true; more;) {
		more = !atomic_load(&done);
		must(meju_index_refresh(x, NULL, &err) == MEJU_OK, &err);
		unsigned title = search(x);
		must(title >= last, &err);
		last = title;
	}
	must(last == COMMITS, &err);
	return NULL;
}

static void each_answer_is_of_one_commit(void **state)
{
	(void)state;
	const char *const names[] = {folder};
	const struct meju_writer_options o = {.size = sizeof o, .threads = 2};
	struct meju_writer *w;
	struct meju_index *x, *clone;
	struct meju_error err = {0};
	pthread_t threads[3];
	snprintf(folder, sizeof folder, "%s", temp_dir());
	must(meju_writer_open(folder, &o, &w, &err) == MEJU_OK, &err);
	write_commit(w, 1);
	must(meju_index_open(names, 1, NULL, &x, &err) == MEJU_OK, &err);
	must(meju_index_clone(x, &clone, &err) == MEJU_OK, &err);
	assert_int_equal(pthread_create(&threads[0], NULL, commit_all, w), 0);
	assert_int_equal(pthread_create(&threads[1], NULL, follow, x), 0);
	assert_int_equal(pthread_create(&threads[2], NULL, follow, clone), 0);
	for (unsigned i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	meju_index_close(x);
	meju_index_close(clone);
	meju_writer_close(w);
	remove_tree(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_answer_is_of_one_commit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
