/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which surface words a merged segment leaves to their stems. */
#include "indexer/merger.h"
#include "tests/support/index.h"

struct merged {
	const char *folder;
	struct snapshot before;
	struct leaf leaf;
};

static void commit(const char *folder, const char *id, const char *text,
	const char *deleted)
{
	struct index_commit c = {.threads = 1};
	struct buf json = {0};
	buf_printf(&json, "{\"id\":\"%s\",\"text\":\"%s\",\"lang\":\"en\"}", id,
		text);
	if (id[0])
		assert_int_equal(vec_push(&c.articles,
					 (struct index_article){
						 str_from(id), buf_str(&json)}),
			OK);
	if (deleted)
		assert_int_equal(vec_push(&c.deleted, str_from(deleted)), OK);
	index_commit(folder, &c);
	vec_release(&c.articles);
	vec_release(&c.deleted);
	buf_release(&json);
}

static void merge(struct merged *m, const char *folder)
{
	struct merger g;
	struct error err = {0};
	char name[SEGMENT_NAME_MAX], path[4300];
	*m = (struct merged){.folder = folder};
	assert_int_equal(
		snapshot_open(&m->before, index_folder(folder), &err), OK);
	assert_int_equal(merger_begin(&g, folder, 2, &err), OK);
	for (uint32_t i = 0; i < m->before.leaf_count; i++)
		assert_int_equal(
			merger_add(&g, &m->before.leaves[i], NULL, &err), OK);
	assert_int_equal(merger_finish(&g, false, name, &err), OK);
	merger_release(&g);
	snprintf(path, sizeof path, "%s/%s", folder, name);
	assert_int_equal(leaf_open(&m->leaf, path, &err), OK);
}

static void drop(struct merged *m)
{
	leaf_close(&m->leaf);
	snapshot_close(&m->before);
	remove_tree(m->folder);
}

/* The word has `df` documents, and its own list or that of its stem. */
static void assert_word(
	const struct merged *m, struct str term, uint32_t df, bool left)
{
	struct term_info info;
	assert_int_equal(
		dictionary_find_word(&m->leaf.dictionary, term, &info), OK);
	assert_int_equal(info.df, df);
	assert_int_equal(info.kind, left ? TERM_STEM : TERM_WORD);
}

static void assert_stem(const struct merged *m, struct str term, uint32_t df)
{
	struct term_info info;
	assert_int_equal(dictionary_find(&m->leaf.dictionary, term, &info), OK);
	assert_int_equal(info.df, df);
}

static void test_left_out_everywhere(void **state)
{
	(void)state;
	struct merged m;
	const char *folder = temp_dir();
	commit(folder, "a", "run", NULL);
	commit(folder, "b", "run", NULL);
	merge(&m, folder);
	assert_word(&m, STR("Wrun"), 2, true);
	drop(&m);
}

/* Left out in one segment, and in the other there is only its stem. */
static void test_own_list_nowhere(void **state)
{
	(void)state;
	struct merged m;
	const char *folder = temp_dir();
	commit(folder, "a", "run", NULL);
	commit(folder, "b", "running", NULL);
	merge(&m, folder);
	assert_stem(&m, STR("Zrun"), 2);
	assert_word(&m, STR("Wrun"), 1, false);
	assert_word(&m, STR("Wrunning"), 1, false);
	drop(&m);
}

/* Left out in one segment, with its own list in the other. */
static void test_own_list_somewhere(void **state)
{
	(void)state;
	struct merged m;
	const char *folder = temp_dir();
	commit(folder, "a", "run", NULL);
	commit(folder, "b", "running run", NULL);
	commit(folder, "c", "running", NULL);
	merge(&m, folder);
	assert_stem(&m, STR("Zrun"), 3);
	assert_word(&m, STR("Wrun"), 2, false);
	drop(&m);
}

/* Both have the same documents, though not by themselves. */
static void test_same_by_chance(void **state)
{
	(void)state;
	struct merged m;
	const char *folder = temp_dir();
	commit(folder, "a", "run", NULL);
	commit(folder, "b", "running run", NULL);
	merge(&m, folder);
	assert_word(&m, STR("Wrun"), 2, true);
	assert_word(&m, STR("Wrunning"), 1, false);
	drop(&m);
}

/* What made the difference is deleted. */
static void test_same_once_deleted(void **state)
{
	(void)state;
	struct merged m;
	struct term_info info;
	const char *folder = temp_dir();
	commit(folder, "a", "run", NULL);
	commit(folder, "b", "running gone", NULL);
	commit(folder, "", "", "b");
	commit(folder, "c", "run", NULL);
	merge(&m, folder);
	assert_stem(&m, STR("Zrun"), 2);
	assert_word(&m, STR("Wrun"), 2, true);
	assert_int_equal(dictionary_find_word(
				 &m.leaf.dictionary, STR("Wrunning"), &info),
		ERR_NOT_FOUND);
	assert_int_equal(
		dictionary_find(&m.leaf.dictionary, STR("Zgone"), &info),
		ERR_NOT_FOUND);
	drop(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_left_out_everywhere),
		cmocka_unit_test(test_own_list_nowhere),
		cmocka_unit_test(test_own_list_somewhere),
		cmocka_unit_test(test_same_by_chance),
		cmocka_unit_test(test_same_once_deleted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
