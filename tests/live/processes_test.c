/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * processes_test.c - processes that search and follow an index while another
 * commits, deletes and merges: none fails, and each answer is that of one
 * commit.
 */
#include "tests/support/index.h"
#include "tests/support/states.h"

#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { READERS = 3 };

struct shared {
	atomic_bool done;
	uint32_t seen[READERS];
};

/* In the child: what cmocka would do with a failure is for the parent. */
static void read_on(const char *folder, struct shared *s, int number)
{
	bool good = states_follow(
		folder, NULL, number == 0, &s->done, &s->seen[number]);
	_exit(good ? 0 : 1);
}

static void each_answer_is_one_commit(void **state)
{
	(void)state;
	pid_t readers[READERS];
	char folder[64], inside[80];
	time_t end = time(NULL) + states_seconds();
	uint32_t k = 1;
	struct shared *s = mmap(NULL, sizeof *s, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(s != MAP_FAILED);
	snprintf(folder, sizeof folder, "%s", temp_dir());
	snprintf(inside, sizeof inside, "%s", index_folder(folder));
	states_commit(folder, k);
	for (int i = 0; i < READERS; i++) {
		readers[i] = fork();
		assert_true(readers[i] >= 0);
		if (readers[i] == 0)
			read_on(inside, s, i);
	}
	while (time(NULL) < end)
		states_commit(folder, ++k);
	atomic_store(&s->done, true);
	for (int i = 0; i < READERS; i++) {
		int status;
		assert_int_equal(waitpid(readers[i], &status, 0), readers[i]);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
		assert_true(s->seen[i] > 0);
		printf("%u of %u commits\n", s->seen[i], k);
	}
	munmap(s, sizeof *s);
	remove_tree(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_answer_is_one_commit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
