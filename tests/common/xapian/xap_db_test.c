/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/glass.h"
#include "tests/support/test.h"

#include <sys/wait.h>
#include <unistd.h>

static const char *const TEXTS[] = {
	"skin is thick", "thin skin", "the gut is the gut", "skin and gut"};

enum { COUNT = 4 };

static char *path;
static struct xap_db *db;

static int set_up(void **state)
{
	*state = strdup(temp_dir());
	path = glass_make(*state, "one", TEXTS, COUNT);
	db = glass_open(path);
	return 0;
}

static int tear_down(void **state)
{
	xap_db_free(db);
	remove_tree(*state);
	free(*state);
	free(path);
	return 0;
}

static void what_it_holds(void **state)
{
	struct xap_stats s;
	struct error err = {0};
	uint32_t docs, bound, length, terms;
	uint64_t total;
	(void)state;
	glass_ok(xap_db_stats(db, &s, &err), &err);
	assert_int_equal(s.docs, COUNT);
	assert_int_equal(s.last_doc, COUNT);
	assert_int_equal(s.total_length, 13);
	assert_true(s.average_length == 3.25);
	assert_true(s.shortest <= 2 && s.longest >= 5);
	assert_true(s.has_positions);
	glass_ok(
		xap_db_term(db, STR("gut"), &docs, &total, &bound, &err), &err);
	assert_int_equal(docs, 2);
	assert_int_equal(total, 3);
	assert_true(bound >= 2);
	glass_ok(xap_db_term(db, STR("none"), NULL, &total, NULL, &err), &err);
	assert_int_equal(total, 0);
	glass_ok(xap_db_doc_length(db, 3, &length, &terms, &err), &err);
	assert_int_equal(length, 5);
	assert_int_equal(terms, 4);
	assert_int_equal(
		xap_db_doc_length(db, 9, &length, NULL, &err), ERR_NOT_FOUND);
}

static void values_of_a_slot(void **state)
{
	struct buf low = {0}, high = {0};
	struct error err = {0};
	struct xap_walk *walk;
	uint32_t docs;
	(void)state;
	glass_ok(xap_db_slot(db, 1, &docs, &low, &high, &err), &err);
	assert_int_equal(docs, COUNT);
	assert_true(str_eq(buf_str(&low), STR("gut")));
	assert_true(str_eq(buf_str(&high), STR("thick")));
	glass_ok(xap_db_slot(db, 7, &docs, NULL, NULL, &err), &err);
	assert_int_equal(docs, 0);
	glass_ok(xap_db_values(db, 1, &walk, &err), &err);
	glass_walk_is(walk, "thick/1/0 skin/2/0 gut/3/0 gut/4/0 ");
	buf_release(&low);
	buf_release(&high);
}

static void walks(void **state)
{
	struct error err = {0};
	struct xap_walk *walk;
	(void)state;
	glass_ok(xap_db_terms(db, STR("t"), &walk, &err), &err);
	glass_walk_is(walk, "the/0/1 thick/0/1 thin/0/1 ");
	glass_ok(xap_db_postings(db, STR("gut"), &walk, &err), &err);
	glass_walk_is(walk, "/3/2 /4/1 ");
	glass_ok(xap_db_postings(db, STR(""), &walk, &err), &err);
	glass_walk_is(walk, "/1/1 /2/1 /3/1 /4/1 ");
	glass_ok(xap_db_positions(db, 3, STR("gut"), &walk, &err), &err);
	glass_walk_is(walk, "/2/0 /5/0 ");
}

static void documents(void **state)
{
	struct buf data = {0};
	struct error err = {0};
	struct xap_doc *doc = NULL;
	(void)state;
	glass_ok(xap_db_doc(db, 2, &doc, &err), &err);
	assert_int_equal(xap_doc_number(doc), 2);
	glass_ok(xap_doc_data(doc, &data, &err), &err);
	assert_true(str_eq(buf_str(&data), STR("thin skin")));
	xap_doc_free(doc);
	doc = NULL;
	assert_int_equal(xap_db_doc(db, 5, &doc, &err), ERR_NOT_FOUND);
	assert_null(doc);
	assert_non_null(strstr(err.text, "DocNotFoundError"));
	buf_release(&data);
}

static void what_is_no_database(void **state)
{
	struct error err = {0};
	struct xap_db *none = NULL;
	struct buf name = {0};
	assert_int_equal(
		xap_db_open("no/such/folder", &none, &err), ERR_NOT_FOUND);
	assert_non_null(strstr(err.text, "no/such/folder"));
	assert_int_equal(xap_db_open(*state, &none, NULL), ERR_NOT_FOUND);
	buf_printf(&name, "%s/iamglass", path);
	buf_putc(&name, 0);
	write_all(name.p, STR("nonsense"));
	assert_int_equal(xap_db_open(path, &none, &err), ERR_CORRUPT);
	assert_null(none);
	buf_release(&name);
}

static void several_as_one(void **state)
{
	static const char *const more[] = {"fat skin"};
	char *path2 = glass_make(*state, "two", more, 1);
	struct xap_db *two = glass_open(path2), *all = NULL;
	struct error err = {0};
	struct xap_walk *walk;
	struct buf uuid = {0};
	uint64_t revision;
	uint32_t own = 9;
	glass_ok(xap_db_group(&all), &err);
	assert_int_equal(xap_db_shards(all), 0);
	assert_int_equal(xap_db_shard_of(all, 3, &own), 0);
	glass_ok(xap_db_add(all, db, &err), &err);
	glass_ok(xap_db_add(all, two, &err), &err);
	xap_db_free(two);
	assert_int_equal(xap_db_shards(all), 2);
	assert_int_equal(xap_db_shard_of(all, 2, &own), 1);
	assert_int_equal(own, 1);
	assert_int_equal(xap_db_shard_of(all, 7, &own), 0);
	assert_int_equal(own, 4);
	assert_int_equal(xap_db_revision(all, &revision, &err), ERR_INVALID);
	glass_ok(xap_db_uuid(all, &uuid, &err), &err);
	assert_int_equal(uuid.len, 36 + 1 + 36);
	buf_release(&uuid);
	glass_ok(xap_db_postings(all, STR("skin"), &walk, &err), &err);
	xap_db_free(all);
	glass_walk_is(walk, "/1/1 /2/1 /3/1 /7/1 ");
	free(path2);
}

static void commits(void **state)
{
	struct error err = {0};
	struct xap_stats s;
	uint64_t before, after;
	bool changed, locked;
	(void)state;
	glass_ok(xap_db_revision(db, &before, &err), &err);
	struct xap_writer *w = glass_writer(path);
	glass_ok(xap_db_is_locked(db, &locked, &err), &err);
	assert_true(locked);
	glass_add(w, "new");
	glass_ok(xap_writer_commit(w, &err), &err);
	xap_writer_free(w);
	glass_ok(xap_db_is_locked(db, &locked, &err), &err);
	assert_false(locked);
	glass_ok(xap_db_stats(db, &s, &err), &err);
	assert_int_equal(s.docs, COUNT);
	glass_ok(xap_db_reopen(db, &changed, &err), &err);
	assert_true(changed);
	glass_ok(xap_db_stats(db, &s, &err), &err);
	assert_int_equal(s.docs, COUNT + 1);
	glass_ok(xap_db_revision(db, &after, &err), &err);
	assert_true(after > before);
	glass_ok(xap_db_reopen(db, &changed, &err), &err);
	assert_false(changed);
	glass_ok(xap_db_reopen(db, NULL, &err), &err);
}

static void identity(void **state)
{
	struct error err = {0};
	struct buf uuid = {0};
	struct xap_writer *w;
	uint64_t revision;
	(void)state;
	glass_ok(xap_db_uuid(db, &uuid, &err), &err);
	assert_int_equal(uuid.len, 36);
	glass_ok(xap_db_keep_alive(db, &err), &err);
	glass_ok(xap_writer_memory(&w, &err), &err);
	assert_int_equal(xap_db_revision(xap_writer_db(w), &revision, &err),
		ERR_UNSUPPORTED);
	xap_writer_free(w);
	buf_release(&uuid);
}

static void closed(void **state)
{
	struct error err = {0};
	struct xap_walk *walk;
	(void)state;
	glass_ok(xap_db_close(db, &err), &err);
	assert_int_equal(
		xap_db_postings(db, STR("gut"), &walk, &err), ERR_INVALID);
	assert_int_equal(xap_db_reopen(db, NULL, &err), ERR_INVALID);
}

/* Another process commits so often that blocks are used again. */
static void overtake(const char *folder)
{
	for (unsigned i = 0; i < 8; i++) {
		struct xap_writer *w = glass_writer(folder);
		for (unsigned k = 0; k < 300; k++)
			glass_add(w, "skin and more skin, and more of it");
		struct error err = {0};
		glass_ok(xap_writer_commit(w, &err), &err);
		xap_writer_free(w);
	}
}

static enum status read_postings(struct error *err)
{
	struct xap_walk *walk;
	struct xap_item item = {0};
	enum status status = xap_db_postings(db, STR("skin"), &walk, err);
	if (status != OK)
		return status;
	uint32_t last = 0;
	for (; xap_walk_next(walk, &item); last = item.number)
		assert_true(item.number > last);
	return xap_walk_close(walk, err);
}

static enum status search(enum xap_op op, struct error *err)
{
	struct xap_query *kids[] = {
		glass_term("skin"), glass_term("thick"), glass_term("more")};
	struct xap_query *q = NULL;
	struct xap_result *found = NULL;
	struct xap_search how = {.limit = 10, .exact = true};
	bool places = op == XAP_PHRASE || op == XAP_NEAR;
	assert_int_equal(xap_query_join(op, kids, 3, places ? 3 : 0, &q), OK);
	enum status status = xap_db_search(db, q, &how, &found, err);
	xap_result_free(found);
	xap_query_free(q);
	for (unsigned i = 0; i < 3; i++)
		xap_query_free(kids[i]);
	return status;
}

static void overtaken(void **state)
{
	static const enum xap_op ops[] = {
		XAP_OR, XAP_AND, XAP_PHRASE, XAP_MAX, XAP_SYNONYM, XAP_NOT};
	struct error err = {0};
	int status;
	(void)state;
	overtake(path);
	glass_ok(xap_db_reopen(db, NULL, &err), &err);
	pid_t child = fork();
	if (child == 0) {
		overtake(path);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(read_postings(&err), ERR_CHANGED);
	assert_non_null(strstr(err.text, "DatabaseModifiedError"));
	for (unsigned i = 0; i < sizeof ops / sizeof *ops; i++)
		assert_int_equal(search(ops[i], &err), ERR_CHANGED);
	glass_ok(xap_db_reopen(db, NULL, &err), &err);
	glass_ok(read_postings(&err), &err);
	for (unsigned i = 0; i < sizeof ops / sizeof *ops; i++)
		glass_ok(search(ops[i], &err), &err);
}

static void words_and_keys(void **state)
{
	struct error err = {0};
	struct buf out = {0};
	struct xap_walk *walk;
	struct xap_writer *w = glass_writer(path);
	(void)state;
	glass_ok(xap_writer_add_spelling(w, STR("skin"), 3, &err), &err);
	glass_ok(xap_writer_add_synonym(w, STR("gut"), STR("bowel"), &err),
		&err);
	glass_ok(xap_writer_set_metadata(w, STR("key"), STR("value"), &err),
		&err);
	glass_ok(xap_writer_commit(w, &err), &err);
	xap_writer_free(w);
	glass_ok(xap_db_reopen(db, NULL, &err), &err);
	glass_ok(xap_db_spelling(db, STR("sknis"), 2, &out, &err), &err);
	glass_ok(xap_db_spelling(db, STR("zebra"), 2, &out, &err), &err);
	glass_ok(xap_db_metadata(db, STR("key"), &out, &err), &err);
	glass_ok(xap_db_metadata(db, STR("other"), &out, &err), &err);
	assert_true(str_eq(buf_str(&out), STR("skinvalue")));
	assert_int_equal(xap_db_metadata(db, STR(""), &out, &err), ERR_INVALID);
	glass_ok(xap_db_spellings(db, &walk, &err), &err);
	glass_walk_is(walk, "skin/0/3 ");
	glass_ok(xap_db_synonyms(db, STR("gut"), &walk, &err), &err);
	glass_walk_is(walk, "bowel/0/0 ");
	glass_ok(xap_db_synonym_keys(db, STR("g"), &walk, &err), &err);
	glass_walk_is(walk, "gut/0/0 ");
	glass_ok(xap_db_metadata_keys(db, STR(""), &walk, &err), &err);
	glass_walk_is(walk, "key/0/0 ");
	buf_release(&out);
}

static void compacted(void **state)
{
	struct xap_compact how = {.level = XAP_FULLER,
		.keep_numbers = true,
		.multipass = true,
		.single_file = true,
		.block_size = 2048};
	struct buf to = {0};
	struct error err = {0};
	struct xap_stats s;
	uint64_t faults = 9;
	buf_printf(&to, "%s/small", (const char *)*state);
	buf_putc(&to, 0);
	glass_ok(xap_db_compact(db, to.p, &how, &err), &err);
	struct xap_db *small = glass_open(to.p);
	glass_ok(xap_db_stats(small, &s, &err), &err);
	assert_int_equal(s.docs, COUNT);
	xap_db_free(small);
	buf_clear(&to);
	glass_ok(xap_db_check(path, &faults, &to, &err), &err);
	assert_int_equal(faults, 0);
	assert_true(to.len > 0);
	assert_int_equal(xap_db_check("no/such", &faults, NULL, &err), ERR_IO);
	how = (struct xap_compact){.level = (enum xap_level)3};
	assert_int_equal(
		xap_db_compact(db, "nowhere", &how, &err), ERR_INVALID);
	assert_non_null(strstr(err.text, "no such level of compaction"));
	buf_release(&to);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_it_holds),
		TEST(values_of_a_slot),
		TEST(walks),
		TEST(documents),
		TEST(what_is_no_database),
		TEST(several_as_one),
		TEST(commits),
		TEST(identity),
		TEST(closed),
		TEST(overtaken),
		TEST(words_and_keys),
		TEST(compacted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
