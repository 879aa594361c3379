/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said when a damaged segment should lose documents. */
#include "indexer/eraser.h"
#include "tests/support/made.h"

static const char lines[] =
	"{\"id\":\"a\",\"title\":\"Kimchi\",\"text\":\"Cabbage ferments.\"}\n"
	"{\"id\":\"b\",\"text\":\"Cabbage again, and salt.\"}\n"
	"{\"id\":\"c\",\"text\":\"Nothing to do with it.\"}\n";

static const char *folder;

static struct made_sentence sentences[] = {
	{"section POST: a list cannot be read", false},
	{"section TERM: a term cannot be looked up", false},
	{"section STOR: a document has other terms than it was indexed with",
		false},
};

enum { COUNT = sizeof sentences / sizeof *sentences };

static void erase(struct snapshot *s)
{
	struct eraser e;
	struct error err = {0};
	enum status status = eraser_begin(
		&e, s->leaves, s->leaf_count, &s->manifest.settings, &err);
	assert_int_equal(status, OK);
	for (const char *id = "abc"; *id && status == OK; id++)
		status = eraser_term(
			&e, s->leaf_count, TERM_ID, (struct str){id, 1}, &err);
	if (status != OK)
		made_hear(sentences, COUNT, err.text);
	eraser_release(&e);
}

static void open_and_erase(void *data)
{
	struct snapshot s;
	struct error err = {0};
	(void)data;
	if (snapshot_open(&s, folder, &err) != OK)
		return;
	erase(&s);
	snapshot_close(&s);
}

static void outside(void **state)
{
	(void)state;
	struct snapshot s;
	struct eraser e;
	struct error err = {0};
	folder = temp_dir();
	made_commit(folder, "some.jsonl", lines, NULL);
	assert_int_equal(snapshot_open(&s, folder, &err), OK);
	assert_int_equal(eraser_begin(&e, s.leaves, s.leaf_count,
				 &s.manifest.settings, &err),
		OK);
	assert_int_equal(eraser_doc(&e, 0, 3, &err), ERR_CORRUPT);
	assert_non_null(
		strstr(err.text, "section POST: a document lies outside"));
	eraser_release(&e);
	snapshot_close(&s);
	remove_tree(folder);
}

static void all_that_is_said(void **state)
{
	(void)state;
	folder = temp_dir();
	made_commit(folder, "some.jsonl", lines, NULL);
	open_and_erase(NULL);
	for (size_t i = 0; i < COUNT; i++)
		assert_false(sentences[i].heard);
	made_spoil(folder, 1, open_and_erase, NULL);
	made_all_heard(sentences, COUNT);
	remove_tree(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outside),
		cmocka_unit_test(all_that_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
