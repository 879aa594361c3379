/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/glass.h"
#include "tests/support/test.h"

#include <sys/wait.h>
#include <unistd.h>

static char path[4096];

static int set_up(void **state)
{
	*state = strdup(temp_dir());
	snprintf(path, sizeof path, "%s/index", (const char *)*state);
	return 0;
}

static int tear_down(void **state)
{
	remove_tree(*state);
	free(*state);
	return 0;
}

static struct xap_writer *open_as(enum xap_mode mode, enum status want)
{
	struct xap_writing how = {.mode = mode};
	struct xap_writer *w = NULL;
	struct error err = {0};
	enum status status = xap_writer_open(path, &how, &w, &err);
	if (status != want)
		fail_msg("%s: %s", status_text(status), err.text);
	return w;
}

static uint32_t docs_of(struct xap_writer *w)
{
	struct error err = {0};
	struct xap_stats s;
	glass_ok(xap_db_stats(xap_writer_db(w), &s, &err), &err);
	return s.docs;
}

static void ways_to_open(void **state)
{
	(void)state;
	assert_null(open_as(XAP_OPEN, ERR_NOT_FOUND));
	struct xap_writer *w = open_as(XAP_CREATE, OK);
	glass_add(w, "one");
	xap_writer_free(w);
	assert_null(open_as(XAP_CREATE, ERR_IO));
	w = open_as(XAP_OPEN, OK);
	assert_int_equal(docs_of(w), 1);
	xap_writer_free(w);
	w = open_as(XAP_OVERWRITE, OK);
	assert_int_equal(docs_of(w), 0);
	xap_writer_free(w);
	w = open_as(XAP_CREATE_OR_OPEN, OK);
	xap_writer_free(w);
	xap_writer_free(NULL);
}

static void all_options(void **state)
{
	struct xap_writing how = {.wait = true,
		.no_sync = true,
		.full_sync = true,
		.in_place = true,
		.no_terms = true,
		.block_size = 4096};
	struct error err = {0};
	struct xap_writer *w;
	struct xap_doc *doc;
	struct xap_walk *walk;
	(void)state;
	const struct xap_writing no = {.mode = (enum xap_mode)99};
	assert_int_equal(xap_writer_open(path, &no, &w, &err), ERR_INVALID);
	assert_non_null(strstr(err.text, "no such way to open a database"));
	glass_ok(xap_writer_open(path, &how, &w, &err), &err);
	glass_add(w, "one two");
	glass_ok(xap_writer_close(w, &err), &err);
	xap_writer_free(w);
	struct xap_db *db = glass_open(path);
	glass_ok(xap_db_doc(db, 1, &doc, &err), &err);
	assert_int_equal(xap_doc_terms(doc, &walk, &err), ERR_UNSUPPORTED);
	xap_doc_free(doc);
	xap_db_free(db);
}

/* Locks are between processes, whatever one process can make of them. */
static int fails_to_open(void)
{
	struct xap_writer *w = NULL;
	struct error err = {0};
	if (xap_writer_open(path, NULL, &w, &err) != ERR_LOCKED)
		return 1;
	return strstr(err.text, "DatabaseLockError") ? 0 : 2;
}

static void one_at_a_time(void **state)
{
	struct error err = {0};
	int status;
	struct xap_writer *w = glass_writer(path);
	(void)state;
	glass_add(w, "one");
	pid_t child = fork();
	if (child == 0)
		_exit(fails_to_open());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	glass_ok(xap_writer_close(w, &err), &err);
	struct xap_writer *next = glass_writer(path);
	assert_int_equal(docs_of(next), 1);
	xap_writer_free(next);
	xap_writer_free(w);
}

static void changes(void **state)
{
	struct error err = {0};
	struct xap_walk *walk;
	uint32_t number = 0;
	struct xap_writer *w = glass_writer(path);
	struct xap_doc *doc = glass_doc("two new");
	(void)state;
	glass_add(w, "one old");
	glass_add(w, "two old");
	glass_add(w, "three old");
	glass_ok(xap_writer_replace_term(w, STR("Qtwo"), doc, &number, &err),
		&err);
	assert_int_equal(number, 2);
	glass_ok(
		xap_writer_replace_term(w, STR("Qten"), doc, NULL, &err), &err);
	glass_ok(xap_writer_replace(w, 9, doc, &err), &err);
	glass_ok(xap_writer_delete_term(w, STR("Qthree"), &err), &err);
	glass_ok(xap_writer_delete_term(w, STR("Qthree"), &err), &err);
	glass_ok(xap_writer_delete(w, 4, &err), &err);
	assert_int_equal(xap_writer_delete(w, 4, &err), ERR_NOT_FOUND);
	glass_ok(xap_writer_add(w, doc, &number, &err), &err);
	assert_int_equal(number, 10);
	glass_ok(xap_db_postings(xap_writer_db(w), STR(""), &walk, &err), &err);
	glass_walk_is(walk, "/1/1 /2/1 /9/1 /10/1 ");
	xap_doc_free(doc);
	xap_writer_free(w);
}

static void transactions(void **state)
{
	struct error err = {0};
	struct xap_writer *w = glass_writer(path);
	(void)state;
	glass_add(w, "one");
	glass_ok(xap_writer_begin(w, true, &err), &err);
	assert_int_equal(xap_writer_begin(w, true, &err), ERR_INVALID);
	glass_add(w, "two");
	struct xap_db *db = glass_open(path);
	struct xap_stats s;
	glass_ok(xap_db_stats(db, &s, &err), &err);
	assert_int_equal(s.docs, 1);
	glass_ok(xap_writer_cancel(w, &err), &err);
	assert_int_equal(docs_of(w), 1);
	glass_ok(xap_writer_begin(w, false, &err), &err);
	glass_add(w, "three");
	glass_ok(xap_writer_end(w, &err), &err);
	assert_int_equal(xap_writer_end(w, &err), ERR_INVALID);
	assert_int_equal(docs_of(w), 2);
	glass_ok(xap_writer_commit(w, &err), &err);
	glass_ok(xap_db_reopen(db, NULL, &err), &err);
	glass_ok(xap_db_stats(db, &s, &err), &err);
	assert_int_equal(s.docs, 2);
	xap_db_free(db);
	glass_ok(xap_writer_begin(w, true, &err), &err);
	glass_add(w, "four");
	glass_ok(xap_writer_close(w, &err), &err);
	xap_writer_free(w);
	w = glass_writer(path);
	assert_int_equal(docs_of(w), 2);
	xap_writer_free(w);
}

static void words_and_keys(void **state)
{
	struct error err = {0};
	struct xap_walk *walk;
	struct xap_writer *w = glass_writer(path);
	struct xap_db *db = xap_writer_db(w);
	(void)state;
	glass_ok(xap_writer_add_spelling(w, STR("skin"), 2, &err), &err);
	glass_ok(xap_writer_add_spelling(w, STR("gut"), 1, &err), &err);
	glass_ok(xap_writer_remove_spelling(w, STR("skin"), 1, &err), &err);
	glass_ok(xap_writer_remove_spelling(w, STR("gut"), 5, &err), &err);
	glass_ok(xap_db_spellings(db, &walk, &err), &err);
	glass_walk_is(walk, "skin/0/1 ");
	glass_ok(xap_writer_add_synonym(w, STR("a"), STR("b"), &err), &err);
	glass_ok(xap_writer_add_synonym(w, STR("a"), STR("c"), &err), &err);
	glass_ok(xap_writer_add_synonym(w, STR("d"), STR("e"), &err), &err);
	glass_ok(xap_writer_remove_synonym(w, STR("a"), STR("b"), &err), &err);
	glass_ok(xap_writer_remove_synonym(w, STR("d"), STR(""), &err), &err);
	glass_ok(xap_db_synonyms(db, STR("a"), &walk, &err), &err);
	glass_walk_is(walk, "c/0/0 ");
	glass_ok(xap_db_synonym_keys(db, STR(""), &walk, &err), &err);
	glass_walk_is(walk, "a/0/0 ");
	glass_ok(xap_writer_set_metadata(w, STR("k"), STR("v"), &err), &err);
	glass_ok(xap_writer_set_metadata(w, STR("l"), STR("v"), &err), &err);
	glass_ok(xap_writer_set_metadata(w, STR("k"), STR(""), &err), &err);
	glass_ok(xap_db_metadata_keys(db, STR(""), &walk, &err), &err);
	glass_walk_is(walk, "l/0/0 ");
	assert_int_equal(xap_writer_set_metadata(w, STR(""), STR("v"), &err),
		ERR_INVALID);
	xap_writer_free(w);
}

static void in_memory(void **state)
{
	struct error err = {0};
	struct xap_writer *w;
	(void)state;
	glass_ok(xap_writer_memory(&w, &err), &err);
	glass_add(w, "one");
	assert_int_equal(docs_of(w), 1);
	assert_int_equal(xap_writer_begin(w, true, &err), ERR_UNSUPPORTED);
	xap_writer_free(w);
}

static void too_long_a_term(void **state)
{
	char longest[300] = {0};
	struct error err = {0};
	struct xap_doc *doc;
	struct xap_writer *w = glass_writer(path);
	(void)state;
	memset(longest, 'a', sizeof longest - 1);
	assert_int_equal(xap_doc_new(&doc), OK);
	assert_int_equal(xap_doc_add_term(doc, str_from(longest), 1), OK);
	assert_int_equal(xap_writer_add(w, doc, NULL, &err), ERR_INVALID);
	assert_non_null(strstr(err.text, "too long"));
	xap_doc_free(doc);
	xap_writer_free(w);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ways_to_open),
		TEST(all_options),
		TEST(one_at_a_time),
		TEST(changes),
		TEST(transactions),
		TEST(words_and_keys),
		TEST(in_memory),
		TEST(too_long_a_term),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
