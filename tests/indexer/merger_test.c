/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which surface words a merged segment leaves to their stems; what a damaged
 * segment does to a merge. */
#include "indexer/merger.h"
#include "tests/support/index.h"
#include "tests/support/made.h"

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
			merger_add(&g, m->before.leaves[i], NULL, &err), OK);
	assert_int_equal(merger_finish(&g, name, &err), OK);
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

/* A segment, whatever is in it, twice. */
static void try(const char *folder, const char *path, bool reorder)
{
	struct leaf p;
	struct merger g;
	struct error err = {0};
	char name[SEGMENT_NAME_MAX];
	if (leaf_open(&p, path, &err) == OK) {
		assert_int_equal(merger_begin(&g, folder, 1, &err), OK);
		g.memory = 1 << 20;
		g.reorder = reorder;
		enum status status = merger_add(&g, &p, NULL, &err);
		if (status == OK)
			status = merger_add(&g, &p, NULL, &err);
		if (status == OK && g.intake.docs.len)
			status = merger_finish(&g, name, &err);
		merger_release(&g);
		assert_true(status == OK || err.text[0]);
	}
	leaf_close(&p);
}

/* Damage that has the right checksums ends in a sentence, or in nonsense. */
static void test_damage(void **state)
{
	(void)state;
	const char *folder = temp_dir();
	char path[4300];
	struct merged m;
	struct rng r;
	rng_init(&r, seed());
	for (int i = 0; i < 4; i++) {
		char id[2] = {(char)('a' + i), '\0'};
		commit(folder, id,
			i % 2 ? "run running runs food to run"
			      : "foods run the gut and the skin running",
			NULL);
	}
	merge(&m, folder);
	struct buf whole = read_all(m.leaf.segment.path);
	snprintf(path, sizeof path, "%s/damaged", folder);
	for (unsigned i = rounds(300); i > 0; i--) {
		struct buf b = {0};
		buf_put_str(&b, buf_str(&whole));
		for (uint64_t n = 1 + rng_below(&r, 3); n > 0; n--)
			b.p[64 + rng_below(&r, b.len - 64)] =
				(char)rng_next(&r);
		made_right((uint8_t *)b.p, b.len);
		write_all(path, buf_str(&b));
		try(folder, path, i % 2);
		buf_release(&b);
	}
	buf_release(&whole);
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
		cmocka_unit_test(test_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
