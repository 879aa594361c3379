/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * threads_test.c - threads that search and follow an index while another
 * commits, deletes and merges: each answer is that of one commit.
 */
#include "tests/support/index.h"
#include "tests/support/states.h"

#include <pthread.h>
#include <time.h>

enum { READERS = 3 };

struct follower {
	pthread_t thread;
	const struct searcher *first;
	bool anew, good;
	uint32_t seen;
};

static char folder[64], inside[80];
static atomic_bool done;

static void *read_on(void *data)
{
	struct follower *r = data;
	r->good = states_follow(inside, r->first, r->anew, &done, &r->seen);
	return NULL;
}

/* All begin with leaves of one searcher. */
static void each_answer_is_one_commit(void **state)
{
	(void)state;
	struct follower readers[READERS];
	struct searcher first;
	struct error err = {0};
	const char *folders[] = {inside};
	time_t end = time(NULL) + states_seconds();
	uint32_t k = 1;
	snprintf(folder, sizeof folder, "%s", temp_dir());
	snprintf(inside, sizeof inside, "%s", index_folder(folder));
	states_commit(folder, k);
	if (searcher_open(&first, folders, 1, &err) != OK)
		fail_msg("%s", err.text);
	for (int i = 0; i < READERS; i++) {
		readers[i] = (struct follower){.first = &first, .anew = i == 0};
		assert_int_equal(pthread_create(&readers[i].thread, NULL,
					 read_on, &readers[i]),
			0);
	}
	while (time(NULL) < end)
		states_commit(folder, ++k);
	assert_int_equal(states_read(&first), 1);
	searcher_close(&first);
	atomic_store(&done, true);
	for (int i = 0; i < READERS; i++) {
		pthread_join(readers[i].thread, NULL);
		assert_true(readers[i].good);
		assert_true(readers[i].seen > 0);
		printf("%u of %u commits\n", readers[i].seen, k);
	}
	remove_tree(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_answer_is_one_commit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
