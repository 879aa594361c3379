/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An index that gets one document a commit has few segments, and little is
 * written for that; it is the index that it would have been made at once. */
#include "indexer/upkeep.h"
#include "common/index/check.h"
#include "indexer/merging.h"
#include "indexer/walk.h"
#include "tests/support/index.h"

#include <dirent.h>
#include <sys/stat.h>

enum { PIECE = 2000, SEGMENTS_MAX = 12, TIMES_MAX = 8 };

struct article {
	char id[32];
	struct buf bytes;
};

struct articles {
	struct article *v;
	size_t len, cap;
};

static void put_piece(struct articles *a, struct str text)
{
	struct article x = {0};
	/* as articles of a site, they do not come in the order of their ids */
	snprintf(x.id, sizeof x.id, "article-%zu.md", a->len * 7919 % 1000);
	/* a language that is guessed depends on what has come before */
	buf_printf(&x.bytes, "---\nlang: en\n---\n\n" STR_FMT, STR_ARG(text));
	assert_int_equal(vec_push(a, x), OK);
}

/* A file of the sample corpus, in pieces. */
static enum status found(
	void *data, const struct walk_file *f, struct error *err)
{
	(void)err;
	struct articles *a = data;
	struct buf all = read_all(f->path);
	for (size_t at = 0; at + PIECE <= all.len; at += PIECE) {
		size_t from = str_find(buf_str(&all), at, '\n');
		size_t to = str_find(buf_str(&all), at + PIECE - 1, '\n');
		if (from + 100 < to)
			put_piece(a, str_slice(buf_str(&all), from, to));
	}
	buf_release(&all);
	return OK;
}

static void complain(void *data, struct str sentence)
{
	(void)data;
	fail_msg(STR_FMT, STR_ARG(sentence));
}

static void release(struct articles *a)
{
	for (size_t i = 0; i < a->len; i++)
		buf_release(&a->v[i].bytes);
	vec_release(a);
}

/* Bytes that this process has written; 0 if nobody counts them. */
static uint64_t written(void)
{
	char line[80];
	unsigned long long n = 0;
	FILE *f = fopen("/proc/self/io", "r");
	while (f && fgets(line, sizeof line, f))
		if (sscanf(line, "wchar: %llu", &n) == 1)
			break;
	if (f)
		fclose(f);
	return n;
}

static uint64_t size_of(const char *path)
{
	uint64_t n = 0;
	DIR *dir = opendir(path);
	for (struct dirent *e; (e = readdir(dir));) {
		struct stat st;
		assert_int_equal(fstatat(dirfd(dir), e->d_name, &st, 0), 0);
		n += S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
	}
	closedir(dir);
	return n;
}

static void report(void *data, const char *sentence)
{
	(void)data;
	fail_msg("%s", sentence);
}

static void keep_up(const char *index)
{
	struct error err = {0};
	const struct upkeep_options options = {.folder = index, .threads = 1};
	if (upkeep(&options, &err) != OK)
		fail_msg("%s", err.text);
}

/* `count` of them, in one commit; returns what the support writes for that. */
static uint64_t commit(
	const char *folder, const struct article *first, size_t count)
{
	struct index_commit c = {.threads = 1};
	uint64_t bytes = 0;
	for (size_t i = 0; i < count; i++) {
		const struct article *a = first + i;
		assert_int_equal(vec_push(&c.articles,
					 (struct index_article){str_from(a->id),
						 buf_str(&a->bytes)}),
			OK);
		bytes += a->bytes.len;
	}
	index_commit(folder, &c);
	vec_release(&c.articles);
	return bytes;
}

static void expect_few(const char *index)
{
	struct manifest m;
	struct error err = {0};
	assert_int_equal(manifest_read(&m, index, &err), OK);
	assert_true(m.segment_count <= SEGMENTS_MAX);
	manifest_release(&m);
}

static void merge_all(const char *index)
{
	struct merging g;
	struct error err = {0};
	const struct merging_options options = {.threads = 1};
	bool done = false;
	assert_int_equal(merging_open(&g, index, false, 0, &err), OK);
	struct policy_run all = {0, g.before.leaf_count};
	assert_int_equal(merging_make(&g, &options, all, &err), OK);
	assert_int_equal(merging_commit(&g, &done, &err), OK);
	assert_true(done);
	merging_close(&g);
}

static void expect_same(const char *index, const char *other)
{
	struct manifest a, b;
	struct error err = {0};
	assert_int_equal(manifest_read(&a, index, &err), OK);
	assert_int_equal(manifest_read(&b, other, &err), OK);
	assert_int_equal(a.segment_count, 1);
	assert_int_equal(b.segment_count, 1);
	assert_memory_equal(
		&a.segments->id, &b.segments->id, sizeof a.segments->id);
	manifest_release(&a);
	manifest_release(&b);
}

static void one_a_commit(void **state)
{
	(void)state;
	struct articles a = {0};
	struct error err = {0};
	char folder[64], index[80], at_once[64];
	uint64_t before = written(), bytes = 0;
	snprintf(folder, sizeof folder, "%s", temp_dir());
	snprintf(index, sizeof index, "%s", index_folder(folder));
	snprintf(at_once, sizeof at_once, "%s", temp_dir());
	assert_int_equal(
		walk(source_file("corpus"), NULL, found, complain, &a, &err),
		OK);
	for (size_t i = 0; i < a.len; i++) {
		bytes += commit(folder, &a.v[i], 1);
		keep_up(index);
		expect_few(index);
	}
	bytes = written() - before - bytes;
	assert_int_equal(check_index(index, report, NULL, &err), OK);
	merge_all(index);
	print_message("%zu articles, written %.2f times\n", a.len,
		(double)bytes / (double)size_of(index));
	assert_true(!before || bytes <= TIMES_MAX * size_of(index));
	commit(at_once, a.v, a.len);
	merge_all(index_folder(at_once));
	expect_same(index, index_folder(at_once));
	remove_tree(at_once);
	remove_tree(folder);
	release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_a_commit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
