/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/snapshot.h"
#include "tests/support/made.h"

#include <unistd.h>

static char folder[64];

static int begin(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "%s", temp_dir());
	return 0;
}

static int end(void **state)
{
	(void)state;
	remove_tree(folder);
	return 0;
}

static void none(void **state)
{
	(void)state;
	struct snapshot s;
	struct error err = {0};
	assert_int_equal(snapshot_open(&s, folder, &err), ERR_NOT_FOUND);
	assert_non_null(strstr(err.text, folder));
}

/* What was opened stays what it was, whatever a writer does. */
static void stays(void **state)
{
	(void)state;
	struct snapshot old, new;
	struct error err = {0};
	struct term_info info;
	made_commit(folder, "a.jsonl",
		"{\"id\":\"a\",\"text\":\"one two three\"}\n"
		"{\"id\":\"b\",\"text\":\"two three\"}\n",
		NULL);
	assert_int_equal(snapshot_open(&old, folder, &err), OK);
	assert_int_equal(old.docs, 2);
	uint64_t length = old.length;
	made_commit(
		folder, "b.jsonl", "{\"id\":\"c\",\"text\":\"two\"}\n", "a");
	made_commit(folder, NULL, NULL, "b");
	assert_int_equal(snapshot_open(&new, folder, &err), OK);
	assert_int_equal(new.docs, 1);
	assert_int_equal(new.leaf_count, 1);
	assert_true(new.length < length);
	assert_true(new.leaves[0].ordinal == 2);
	assert_int_equal(old.docs, 2);
	assert_int_equal(
		dictionary_find(&old.leaves[0].dictionary, STR("Ztwo"), &info),
		OK);
	assert_int_equal(info.df, 2);
	snapshot_close(&new);
	snapshot_close(&old);
}

static void lacking(void **state)
{
	(void)state;
	struct snapshot s;
	struct error err = {0};
	char path[256];
	assert_int_equal(snapshot_open(&s, folder, &err), OK);
	manifest_segment_path(
		path, sizeof path, folder, s.manifest.segments[0].id);
	snapshot_close(&s);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(snapshot_open(&s, folder, &err), ERR_CORRUPT);
	assert_non_null(strstr(err.text, "lacks a segment"));
}

static void other_analyzer(void **state)
{
	(void)state;
	struct manifest m;
	struct snapshot s;
	struct error err = {0};
	assert_int_equal(manifest_read(&m, folder, &err), OK);
	m.settings.analyzer++;
	assert_int_equal(manifest_write(&m, folder, &err), OK);
	manifest_release(&m);
	assert_int_equal(snapshot_open(&s, folder, &err), ERR_VERSION);
	assert_non_null(strstr(err.text, "rebuild"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(none),
		cmocka_unit_test(stays),
		cmocka_unit_test(lacking),
		cmocka_unit_test(other_analyzer),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
