/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Segments become one while others commit: nothing of either is lost. */
#include "indexer/merging.h"
#include "common/index/check.h"
#include "tests/support/index.h"
#include "tests/support/made.h"

#include <dirent.h>

static const char *folder;

static int begin(void **state)
{
	(void)state;
	folder = temp_dir();
	return 0;
}

static int end(void **state)
{
	(void)state;
	remove_tree(folder);
	return 0;
}

/* Ids are "a" and so on; what is not in `ids` may be in `deleted`. */
static void commit(const char *ids, const char *deleted)
{
	struct index_commit c = {.threads = 1};
	struct buf texts[26] = {0};
	for (size_t i = 0; ids[i]; i++) {
		struct buf *b = &texts[ids[i] - 'a'];
		buf_printf(b,
			"{\"id\":\"%c\",\"lang\":\"en\",\"text\":\"run %c and "
			"running %c\",\"tags\":[\"t%d\"]}",
			ids[i], ids[i], ids[i], ids[i] % 2);
		assert_int_equal(vec_push(&c.articles,
					 (struct index_article){
						 {ids + i, 1}, buf_str(b)}),
			OK);
	}
	for (size_t i = 0; deleted[i]; i++)
		assert_int_equal(
			vec_push(&c.deleted, ((struct str){deleted + i, 1})),
			OK);
	index_commit(folder, &c);
	vec_release(&c.articles);
	vec_release(&c.deleted);
	for (size_t i = 0; i < 26; i++)
		buf_release(&texts[i]);
}

static void report(void *data, const char *sentence)
{
	(void)data;
	fail_msg("%s", sentence);
}

static void note_live(const struct leaf *p, char *ids, size_t *n)
{
	struct stored_reader reader = {0};
	struct error err = {0};
	struct arena arena = {0};
	for (uint32_t i = 0; i < p->segment.docs; i++) {
		struct str bytes;
		struct record r;
		if (!live_has(&p->live, i))
			continue;
		assert_int_equal(
			stored_get(&reader, &p->stored, i, &bytes, &err), OK);
		assert_int_equal(record_get(bytes, &arena, &r), OK);
		ids[(*n)++] = r.id.p[0];
	}
	stored_reader_release(&reader);
	arena_release(&arena);
}

/* The live documents of a snapshot, and of how many the stem "run" is. */
static void expect_live(const struct snapshot *s, const char *ids)
{
	char found[64] = "";
	size_t n = 0;
	uint32_t df = 0;
	for (uint32_t i = 0; i < s->leaf_count; i++) {
		const struct leaf *p = s->leaves[i];
		struct term_info info;
		note_live(p, found, &n);
		assert_int_equal(
			dictionary_find(&p->dictionary, STR("Zrun"), &info),
			OK);
		df += live_df(&p->live, info.ordinal, info.df);
	}
	found[n] = '\0';
	assert_string_equal(found, ids);
	assert_int_equal(df, n);
}

static void expect(const char *ids, uint32_t segments)
{
	struct snapshot s;
	struct error err = {0};
	assert_int_equal(snapshot_open(&s, index_folder(folder), &err), OK);
	expect_live(&s, ids);
	assert_int_equal(s.leaf_count, segments);
	snapshot_close(&s);
	assert_int_equal(
		check_index(index_folder(folder), report, NULL, &err), OK);
}

static void make(struct merging *g, uint32_t first, uint32_t count)
{
	static const struct merging_options options = {.threads = 2};
	struct error err = {0};
	if (merging_open(g, index_folder(folder), false, 0, &err) != OK ||
		merging_make(g, &options, (struct policy_run){first, count},
			&err) != OK)
		fail_msg("%s", err.text);
}

/* Files of the index, but for locks. */
static unsigned count_files(void)
{
	unsigned n = 0;
	DIR *dir = opendir(index_folder(folder));
	for (struct dirent *e; (e = readdir(dir));)
		n += !strstr(e->d_name, "lock") && e->d_name[0] != '.';
	closedir(dir);
	return n;
}

static void finish(struct merging *g, bool wanted)
{
	struct error err = {0};
	bool done = !wanted;
	if (merging_commit(g, &done, &err) != OK)
		fail_msg("%s", err.text);
	assert_int_equal(done, wanted);
	merging_close(g);
}

static void run_in_the_middle(void **state)
{
	(void)state;
	struct merging g;
	commit("ab", "");
	commit("cg", "");
	commit("eh", "");
	commit("df", "");
	make(&g, 1, 2);
	finish(&g, true);
	expect("abceghdf", 3);
	assert_int_equal(count_files(), 5);
}

static void deleted_meanwhile(void **state)
{
	(void)state;
	struct merging g;
	struct snapshot reader;
	struct error err = {0};
	commit("abcj", "");
	commit("def", "");
	commit("", "a");
	make(&g, 0, 2);
	assert_int_equal(
		snapshot_open(&reader, index_folder(folder), &err), OK);
	commit("g", "b");
	commit("eh", "c"); /* e comes anew */
	expect("jdfgeh", 4);
	finish(&g, true);
	expect("dfjgeh", 3);
	expect_live(&reader, "bcjdef");
	snapshot_close(&reader);
	make(&g, 0, 3);
	finish(&g, true);
	expect("defghj", 1);
	assert_int_equal(count_files(), 3);
}

static void input_gone(void **state)
{
	(void)state;
	struct merging g;
	commit("ab", "");
	commit("cd", "");
	commit("ef", "");
	make(&g, 0, 2);
	commit("", "cd");
	finish(&g, false);
	expect("abef", 2);
	make(&g, 0, 2);
	commit("g", "abef");
	finish(&g, false);
	expect("g", 1);
	assert_int_equal(count_files(), 3);
}

static void one_at_a_time(void **state)
{
	(void)state;
	struct merging g, other;
	struct error err = {0};
	commit("ab", "");
	commit("cd", "");
	make(&g, 0, 2);
	assert_int_equal(
		merging_open(&other, index_folder(folder), false, 0, &err),
		ERR_LOCKED);
	assert_non_null(strstr(err.text, "merge.lock"));
	finish(&g, true);
	expect("abcd", 1);
}

/* What another index brings has its own ordinals. */
static void others_come(void **state)
{
	(void)state;
	struct merging g;
	struct error err = {0};
	struct snapshot other;
	const char *const names[] = {"other"};
	bool done;
	const char *mine = folder;
	char kept[64];
	snprintf(kept, sizeof kept, "%s", mine);
	commit("ab", "");
	folder = temp_dir();
	char theirs[64];
	snprintf(theirs, sizeof theirs, "%s", folder);
	commit("cde", "");
	assert_int_equal(snapshot_open(&other, index_folder(theirs), &err), OK);
	folder = kept;
	const struct merging_options options = {.threads = 1,
		.others = &other,
		.names = names,
		.other_count = 1};
	assert_int_equal(
		merging_open(&g, index_folder(folder), true, 0, &err), OK);
	assert_int_equal(
		merging_make(&g, &options, (struct policy_run){0, 1}, &err),
		OK);
	assert_int_equal(merging_commit(&g, &done, &err), OK);
	merging_close(&g);
	expect("abcde", 1);
	commit("f", "");
	expect("abcdef", 2);
	snapshot_close(&other);
	remove_tree(theirs);
	remove_tree(kept);
	folder = temp_dir();
}

static struct made_sentence sentences[] = {
	{"merging failed: damaged data; `meju-index check` says where", false},
};

static void merge_damaged(void *data)
{
	const struct merging_options options = {.threads = 1};
	struct merging g;
	struct error err = {0};
	enum status status =
		merging_open(&g, index_folder(folder), false, 0, &err);
	(void)data;
	if (status == OK)
		status = merging_make(
			&g, &options, (struct policy_run){0, 2}, &err);
	if (status != OK)
		made_hear(sentences, 1, err.text);
	merging_close(&g);
}

static void damage(void **state)
{
	(void)state;
	commit("ab", "");
	commit("cd", "a");
	made_spoil(index_folder(folder), 8, merge_damaged, NULL);
	made_all_heard(sentences, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(run_in_the_middle, begin, end),
		cmocka_unit_test_setup_teardown(deleted_meanwhile, begin, end),
		cmocka_unit_test_setup_teardown(input_gone, begin, end),
		cmocka_unit_test_setup_teardown(one_at_a_time, begin, end),
		cmocka_unit_test_setup_teardown(others_come, begin, end),
		cmocka_unit_test_setup_teardown(damage, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
