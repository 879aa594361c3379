/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of documents that cannot be read. */
#include "indexer/records.h"
#include "tests/support/made.h"

static const char lines[] =
	"{\"id\":\"a\",\"title\":\"Kimchi\",\"text\":\"Cabbage ferments.\"}\n"
	"{\"id\":\"b\",\"text\":\"Cabbage again, and salt.\"}\n";

static const char *folder;

static struct made_sentence sentences[] = {
	{"section STOR: a record cannot be read", false},
	{"section STOR: a block cannot be decompressed", false},
};

enum { COUNT = sizeof sentences / sizeof *sentences };

static void read(void *data)
{
	struct records all;
	struct error err = {0};
	const struct record *r;
	enum status status = records_open(&all, folder, &err);
	(void)data;
	if (status == OK)
		while ((status = records_next(&all, &r, &err)) == OK && r)
			assert_true(r->id.len > 0);
	if (status != OK)
		made_hear(sentences, COUNT, err.text);
	records_close(&all);
}

static void all_that_is_said(void **state)
{
	(void)state;
	folder = temp_dir();
	made_commit(folder, "some.jsonl", lines, NULL);
	made_spoil(folder, 1, read, NULL);
	made_all_heard(sentences, COUNT);
	remove_tree(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_that_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
