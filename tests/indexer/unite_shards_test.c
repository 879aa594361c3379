/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The system refuses to put the new database in the place of the old one. */
#include "indexer/shard_check.h"
#include "indexer/unite.h"
#include "tests/support/index.h"

#include <errno.h>

static int refusal; /* an errno */

/* In the place of the C library's. */
int renameat2(int from, const char *a, int to, const char *b, unsigned flags);
int renameat2(int from, const char *a, int to, const char *b, unsigned flags)
{
	(void)from, (void)a, (void)to, (void)b, (void)flags;
	errno = refusal;
	return -1;
}

static void no_finding(void *data, const char *sentence)
{
	(void)data;
	fail_msg("%s", sentence);
}

static void refusals(void **state)
{
	(void)state;
	static const struct {
		int refusal;
		const char *sentence;
	} cases[] = {
		{EINVAL,
			"/shard-0-of-1 where it is: the file system cannot let "
			"two folders swap names"},
		{EACCES, " in the place of "},
	};
	const char *folder = temp_dir();
	struct index_commit c = {.threads = 1, .shards = 1};
	assert_int_equal(vec_push(&c.articles, (struct index_article){STR("a"),
						       STR("{\"id\":\"a\"}")}),
		OK);
	index_commit(folder, &c);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct error err = {0};
		refusal = cases[i].refusal;
		struct unite u = {.folder = index_of_shards(folder)};
		assert_int_not_equal(unite_shards(&u, &err), OK);
		if (!strstr(err.text, cases[i].sentence))
			fail_msg("'%s', not '%s'", err.text, cases[i].sentence);
		assert_int_equal(
			shard_check(u.folder, no_finding, NULL, &err), OK);
	}
	vec_release(&c.articles);
	remove_tree(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refusals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
