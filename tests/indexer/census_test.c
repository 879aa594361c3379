/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/census.h"
#include "tests/support/made.h"
#include "tests/support/test.h"

/* What has been deleted does not count, merged or not. */
static void the_living(void **state)
{
	(void)state;
	const char *folder = temp_dir();
	struct snapshot s;
	uint32_t docs[LANGUAGE_MAX] = {0};
	made_commit(folder, "a.jsonl",
		"{\"id\":\"a\",\"lang\":\"de\",\"text\":\"eins\"}\n"
		"{\"id\":\"b\",\"lang\":\"de\",\"text\":\"zwei\"}\n"
		"{\"id\":\"c\",\"lang\":\"en\",\"text\":\"three\"}\n"
		"{\"id\":\"d\",\"lang\":\"fr\",\"text\":\"4\"}\n"
		"{\"id\":\"e\",\"lang\":\"fr\",\"text\":\"5\"}\n",
		NULL);
	made_commit(folder, "b.jsonl",
		"{\"id\":\"f\",\"lang\":\"fr\",\"text\":\"six\"}\n", "b");
	made_commit(folder, NULL, NULL, "d");
	assert_int_equal(snapshot_open(&s, folder, NULL), OK);
	census(&s, docs);
	assert_int_equal(docs[language_find(STR("de"))], 1);
	assert_int_equal(docs[language_find(STR("en"))], 1);
	assert_int_equal(docs[language_find(STR("fr"))], 2);
	assert_int_equal(docs[LANGUAGE_NONE], 0);
	snapshot_close(&s);
	remove_tree(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_living),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
