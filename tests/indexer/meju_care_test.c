/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking after an index, as other programs do. */
#include "common/meju.h"
#include "tests/support/test.h"

#include <glob.h>

static char folder[64], mine[80], theirs[80];
static struct meju_error err;
static unsigned findings, losses;

static void ok(enum meju_status status)
{
	if (status != MEJU_OK)
		fail_msg("%s", err.text);
}

static void add(const char *where, const char *lines)
{
	struct meju_writer *w;
	ok(meju_writer_open(where, NULL, &w, &err));
	ok(meju_writer_add_json(w, lines, strlen(lines), &err));
	ok(meju_writer_commit(w, NULL, &err));
	meju_writer_close(w);
}

static int begin(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "%s", temp_dir());
	snprintf(mine, sizeof mine, "%s/mine", folder);
	snprintf(theirs, sizeof theirs, "%s/theirs", folder);
	add(mine, "{\"id\":\"a\",\"text\":\"wine\"}\n");
	add(mine, "{\"id\":\"b\",\"text\":\"beer\"}\n");
	findings = losses = 0;
	return 0;
}

static int end(void **state)
{
	(void)state;
	remove_tree(folder);
	return 0;
}

/* A number of the statistics. */
static unsigned long long count(const char *where, const char *name)
{
	struct meju_text *t;
	char key[40];
	ok(meju_stats(where, MEJU_JSON, &t, &err));
	assert_int_equal(strlen(t->data), t->len);
	snprintf(key, sizeof key, "\"%s\": ", name);
	const char *at = strstr(t->data, key);
	assert_non_null(at);
	unsigned long long n = strtoull(at + strlen(key), NULL, 10);
	meju_text_free(t);
	return n;
}

static void tells_totals(void **state)
{
	(void)state;
	struct meju_text *t = NULL;
	assert_int_equal(count(mine, "documents"), 2);
	assert_int_equal(count(mine, "generation"), 2);
	ok(meju_stats(mine, MEJU_TEXT, &t, &err));
	assert_non_null(strstr(t->data, "documents   2"));
	meju_text_free(t);
	t = NULL;
	assert_int_equal(
		meju_stats(theirs, MEJU_TEXT, &t, &err), MEJU_NOT_FOUND);
	assert_int_equal(meju_stats(NULL, MEJU_TEXT, &t, &err), MEJU_INVALID);
	assert_null(t);
}

static void merges_others(void **state)
{
	(void)state;
	const char *const others[] = {theirs}, *const none[] = {""};
	const struct meju_writer_options dry = {
		.size = sizeof dry, .dry_run = 1};
	add(theirs, "{\"id\":\"c\",\"text\":\"jam\"}\n"
		    "{\"id\":\"a\",\"text\":\"other\"}\n");
	assert_int_equal(count(mine, "segments"), 2);
	ok(meju_merge(mine, NULL, 0, &dry, &err));
	assert_int_equal(count(mine, "segments"), 2);
	ok(meju_merge(mine, NULL, 0, NULL, &err));
	assert_int_equal(count(mine, "segments"), 1);
	ok(meju_merge(mine, others, 1, NULL, &err));
	assert_int_equal(count(mine, "segments"), 1);
	assert_int_equal(count(mine, "documents"), 3);
	assert_int_equal(meju_merge(mine, none, 1, NULL, &err), MEJU_INVALID);
	assert_int_equal(
		meju_merge(folder, NULL, 0, NULL, &err), MEJU_NOT_FOUND);
}

static void copies(void **state)
{
	(void)state;
	ok(meju_backup(mine, theirs, &err));
	assert_int_equal(count(theirs, "documents"), 2);
	assert_int_equal(meju_backup(mine, theirs, &err), MEJU_INVALID);
	assert_non_null(strstr(err.text, "is there already"));
	assert_int_equal(meju_backup(mine, NULL, &err), MEJU_INVALID);
}

static void find(void *data, const char *sentence)
{
	(void)data;
	assert_true(sentence[0] != '\0');
	findings++;
}

static void lose(void *data, const char *what)
{
	(void)data;
	assert_true(what[0] != '\0');
	losses++;
}

/* A byte in the middle of the first segment. */
static void damage(void)
{
	char pattern[100];
	glob_t found;
	snprintf(pattern, sizeof pattern, "%s/*.seg*", mine);
	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	struct buf bytes = read_all(found.gl_pathv[0]);
	bytes.p[64] ^= 1;
	write_all(found.gl_pathv[0], buf_str(&bytes));
	buf_release(&bytes);
	globfree(&found);
}

static void checks_and_mends(void **state)
{
	(void)state;
	struct meju_check_options o = {
		.size = sizeof o, .finding = find, .lost = lose};
	ok(meju_check(mine, &o, &err));
	assert_int_equal(findings, 0);
	damage();
	assert_int_equal(meju_check(mine, &o, &err), MEJU_CORRUPT);
	assert_int_equal(meju_check(mine, NULL, NULL), MEJU_CORRUPT);
	assert_true(findings > 0);
	o.repair = 1;
	o.dry_run = 1;
	assert_int_equal(meju_check(mine, &o, &err), MEJU_CORRUPT);
	assert_int_equal(losses, 1);
	o.dry_run = 0;
	assert_int_equal(meju_check(mine, &o, &err), MEJU_CORRUPT);
	assert_non_null(strstr(err.text, "documents lost: 1, segments taken "
					 "in: 0"));
	ok(meju_check(mine, NULL, &err));
	assert_int_equal(meju_check(theirs, NULL, &err), MEJU_NOT_FOUND);
	assert_int_equal(meju_check("", NULL, &err), MEJU_INVALID);
}

struct dumped {
	unsigned lines, most;
	struct meju_writer *to;
};

static int take_line(void *data, const char *line, size_t len)
{
	struct dumped *d = data;
	assert_int_equal(line[len - 1], '\n');
	if (d->to)
		ok(meju_writer_add_json(d->to, line, len, &err));
	return ++d->lines == d->most;
}

static void gives_all_back(void **state)
{
	(void)state;
	struct dumped d = {0};
	struct meju_dump_options o = {
		.size = sizeof o, .line = take_line, .data = &d};
	ok(meju_writer_open(theirs, NULL, &d.to, &err));
	ok(meju_dump(mine, &o, &err));
	assert_int_equal(d.lines, 2);
	ok(meju_writer_commit(d.to, NULL, &err));
	meju_writer_close(d.to);
	assert_int_equal(count(theirs, "documents"), 2);
	d = (struct dumped){.most = 1};
	assert_int_equal(meju_dump(mine, &o, &err), MEJU_STOPPED);
	assert_int_equal(d.lines, 1);
	ok(meju_dump(mine, NULL, &err));
	assert_int_equal(meju_dump(NULL, &o, &err), MEJU_INVALID);
	assert_int_equal(meju_dump(folder, &o, &err), MEJU_NOT_FOUND);
}

static void tell(void *data, const char *sentence)
{
	(void)data;
	assert_non_null(strstr(sentence, "bytes that are no UTF-8"));
	findings++;
}

static void says_what_is_no_text(void **state)
{
	(void)state;
	char path[80];
	const struct meju_dump_options o = {.size = sizeof o, .message = tell};
	struct meju_writer *w;
	snprintf(path, sizeof path, "%s/bad\xff.md", folder);
	write_all(path, STR("Wine."));
	ok(meju_writer_open(mine, NULL, &w, &err));
	ok(meju_writer_add_path(w, path, &err));
	ok(meju_writer_commit(w, NULL, &err));
	meju_writer_close(w);
	ok(meju_dump(mine, &o, &err));
	assert_int_equal(findings, 1);
}

static void converts(void **state)
{
	(void)state;
	const struct meju_writer_options o = {
		.size = sizeof o, .shards = 2, .threads = 1};
	ok(meju_convert(mine, theirs, &o, &err));
	assert_int_equal(count(theirs, "shards"), 2);
	assert_int_equal(count(theirs, "documents"), 2);
	assert_int_equal(meju_convert(mine, theirs, &o, &err), MEJU_INVALID);
	assert_int_equal(meju_convert(mine, "", &o, &err), MEJU_INVALID);
}

static void mends_no_shards(void **state)
{
	(void)state;
	const struct meju_writer_options o = {
		.size = sizeof o, .engine = "xapian"};
	const struct meju_check_options mend = {
		.size = sizeof mend, .repair = 1};
	struct meju_writer *w;
	ok(meju_writer_open(theirs, &o, &w, &err));
	ok(meju_writer_commit(w, NULL, &err));
	meju_writer_close(w);
	assert_int_equal(count(theirs, "shards"), 1);
	ok(meju_check(theirs, NULL, &err));
	assert_int_equal(meju_check(theirs, &mend, &err), MEJU_UNSUPPORTED);
	ok(meju_merge(theirs, NULL, 0, NULL, &err));
	assert_int_equal(meju_backup(theirs, folder, &err), MEJU_UNSUPPORTED);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(tells_totals),
		CASE(merges_others),
		CASE(copies),
		CASE(checks_and_mends),
		CASE(gives_all_back),
		CASE(says_what_is_no_text),
		CASE(converts),
		CASE(mends_no_shards),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
