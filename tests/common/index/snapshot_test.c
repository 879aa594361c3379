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
	assert_true(new.leaves[0]->ordinal == 2);
	assert_int_equal(old.docs, 2);
	assert_int_equal(
		dictionary_find(&old.leaves[0]->dictionary, STR("Ztwo"), &info),
		OK);
	assert_int_equal(info.df, 2);
	snapshot_close(&new);
	snapshot_close(&old);
}

/* One that follows shares what has not changed and sees what has. */
static void follows(void **state)
{
	(void)state;
	struct snapshot old, new;
	struct error err = {0};
	made_commit(
		folder, "f.jsonl", "{\"id\":\"f\",\"text\":\"six\"}\n", NULL);
	made_commit(folder, "g.jsonl",
		"{\"id\":\"g\",\"text\":\"seven\"}\n"
		"{\"id\":\"h\",\"text\":\"eight\"}\n",
		NULL);
	assert_int_equal(snapshot_open(&old, folder, &err), OK);
	assert_true(snapshot_is_current(&old));
	made_commit(
		folder, "i.jsonl", "{\"id\":\"i\",\"text\":\"nine\"}\n", "g");
	assert_false(snapshot_is_current(&old));
	assert_int_equal(snapshot_reopen(&new, &old, &err), OK);
	assert_true(snapshot_is_current(&new));
	assert_int_equal(new.leaf_count, old.leaf_count + 1);
	assert_int_equal(new.docs, old.docs);
	for (uint32_t i = 0; i < old.leaf_count; i++) {
		bool same = old.manifest.segments[i].live ==
			    new.manifest.segments[i].live;
		assert_int_equal(new.leaves[i] == old.leaves[i], same);
		assert_int_equal(old.leaves[i]->owners, 2);
		assert_true(new.leaves[i]->segment.file.bytes.p ==
			    old.leaves[i]->segment.file.bytes.p);
	}
	assert_true(new.leaves[old.leaf_count - 2] ==
		    old.leaves[old.leaf_count - 2]);
	snapshot_close(&old);
	assert_int_equal(new.leaves[0]->owners, 1);
	made_commit(folder, NULL, NULL, "f");
	made_commit(folder, NULL, NULL, "h");
	made_commit(folder, NULL, NULL, "i");
	snapshot_close(&new);
}

/* An index that was made again counts as the old one did, and is another. */
static void another(void **state)
{
	(void)state;
	struct snapshot old, new;
	struct error err = {0};
	const char *lines = "{\"id\":\"a\",\"text\":\"one\"}\n"
			    "{\"id\":\"b\",\"text\":\"two\"}\n";
	char before[64], now[64], kept[80];
	snprintf(before, sizeof before, "%s", temp_dir());
	snprintf(now, sizeof now, "%s", temp_dir());
	snprintf(kept, sizeof kept, "%s.kept", now);
	made_commit(before, "a.jsonl", lines, NULL);
	made_commit(before, NULL, NULL, "a");
	made_commit(now, "a.jsonl", lines, NULL);
	made_commit(now, NULL, NULL, "b");
	assert_int_equal(snapshot_open(&old, now, &err), OK);
	assert_int_equal(rename(now, kept), 0);
	assert_false(snapshot_is_current(&old));
	assert_int_equal(snapshot_reopen(&new, &old, &err), ERR_NOT_FOUND);
	assert_int_equal(rename(before, now), 0);
	assert_false(snapshot_is_current(&old));
	assert_int_equal(snapshot_reopen(&new, &old, &err), OK);
	assert_true(new.manifest.segments[0].id.low ==
		    old.manifest.segments[0].id.low);
	assert_int_equal(
		new.manifest.segments[0].live, old.manifest.segments[0].live);
	assert_false(new.leaves[0] == old.leaves[0]);
	assert_false(live_has(&new.leaves[0]->live, 0));
	assert_true(live_has(&old.leaves[0]->live, 0));
	snapshot_close(&new);
	snapshot_close(&old);
	remove_tree(now);
	remove_tree(kept);
}

/* Damage is said with what mends it. */
static void damaged(void **state)
{
	(void)state;
	struct snapshot s;
	struct error err = {0};
	char path[256];
	assert_int_equal(snapshot_open(&s, folder, &err), OK);
	manifest_segment_path(
		path, sizeof path, folder, s.manifest.segments[0].id);
	snapshot_close(&s);
	struct buf b = read_all(path);
	b.p[b.len - 1] ^= 1;
	write_all(path, buf_str(&b));
	assert_int_equal(snapshot_open(&s, folder, &err), ERR_CORRUPT);
	assert_non_null(strstr(err.text, ".seg is damaged: the checksum of the "
					 "footer is wrong; mend the index "
					 "with `meju-index check --repair`"));
	assert_int_equal(snapshot_open(&s, folder, NULL), ERR_CORRUPT);
	b.p[b.len - 1] ^= 1;
	write_all(path, buf_str(&b));
	buf_release(&b);
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
	assert_non_null(strstr(err.text,
		" lacks a segment that its manifest names; mend it with "
		"`meju-index check --repair`"));
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
	assert_non_null(strstr(
		err.text, " of the text analysis and this meju has version "));
	assert_non_null(strstr(err.text, " and run meju-index again)"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(none),
		cmocka_unit_test(stays),
		cmocka_unit_test(follows),
		cmocka_unit_test(another),
		cmocka_unit_test(damaged),
		cmocka_unit_test(lacking),
		cmocka_unit_test(other_analyzer),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
