/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said when one of the indexes is damaged. */
#include "indexer/comparison.h"
#include "tests/support/made.h"

static const char lines[] =
	"{\"id\":\"a\",\"title\":\"Kimchi\",\"text\":\"Cabbage ferments.\"}\n"
	"{\"id\":\"b\",\"text\":\"Cabbage again, and salt.\"}\n";

static char folder[64];
static struct snapshot sound;

static struct made_sentence sentences[] = {
	{"section STOR: a record makes no sense", false},
	{"the terms of one of the indexes are damaged; `meju-index check` "
	 "says more",
		false},
};

enum { COUNT = sizeof sentences / sizeof *sentences };

static void compare(void *data)
{
	struct snapshot s;
	struct error err = {0};
	(void)data;
	if (snapshot_open(&s, folder, &err) != OK)
		return;
	struct comparison c = {.sides = {{.index = &sound}, {.index = &s}}};
	if (comparison_make(&c, &err) != OK)
		made_hear(sentences, COUNT, err.text);
	comparison_release(&c);
	snapshot_close(&s);
}

static void all_that_is_said(void **state)
{
	(void)state;
	struct error err = {0};
	char other[64];
	snprintf(folder, sizeof folder, "%s", temp_dir());
	snprintf(other, sizeof other, "%s", temp_dir());
	made_commit(folder, "some.jsonl", lines, NULL);
	made_commit(other, "other.jsonl", lines, NULL);
	assert_int_equal(snapshot_open(&sound, other, &err), OK);
	made_spoil(folder, 1, compare, NULL);
	made_all_heard(sentences, COUNT);
	snapshot_close(&sound);
	remove_tree(folder);
	remove_tree(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_that_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
