/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents of shards that are not as a writer leaves them. */
#include "indexer/shard_check.h"
#include "common/index/glass.h"
#include "tests/support/glass.h"
#include "tests/support/index.h"

static const char *folder;
static struct buf said;

static void keep(void *data, const char *sentence)
{
	(void)data;
	buf_puts(&said, sentence);
	buf_putc(&said, '\n');
}

static void make(void)
{
	static char ids[] = "abcdefghijkl", texts[sizeof ids][40];
	struct index_commit c = {.threads = 1, .shards = 2};
	for (size_t i = 0; ids[i]; i++) {
		snprintf(texts[i], sizeof texts[i],
			"{\"id\":\"%c\",\"text\":\"salt\"}", ids[i]);
		assert_int_equal(vec_push(&c.articles,
					 (struct index_article){{ids + i, 1},
						 str_from(texts[i])}),
			OK);
	}
	index_commit(folder, &c);
	vec_release(&c.articles);
}

static const char *shard(uint32_t number)
{
	static char path[4096];
	glass_path(path, sizeof path, index_of_shards(folder), number, 2);
	return path;
}

static struct xap_doc *first_of(uint32_t number)
{
	struct error err = {0};
	struct xap_doc *doc;
	struct xap_db *db = glass_open(shard(number));
	glass_ok(xap_db_doc(db, 1, &doc, &err), &err);
	xap_db_free(db);
	return doc;
}

/* Write `doc` as document `at` of the first shard, or as a new one. */
static void put(struct xap_doc *doc, uint32_t at)
{
	struct error err = {0};
	struct xap_writer *w = glass_writer(shard(0));
	if (at)
		glass_ok(xap_writer_replace(w, at, doc, &err), &err);
	else
		glass_ok(xap_writer_add(w, doc, NULL, &err), &err);
	glass_ok(xap_writer_commit(w, &err), &err);
	xap_writer_free(w);
	xap_doc_free(doc);
}

static void finds(const char *sentence)
{
	struct error err = {0};
	buf_clear(&said);
	enum status status =
		shard_check(index_of_shards(folder), keep, NULL, &err);
	buf_putc(&said, '\0');
	if (sentence ? status != ERR_CORRUPT || !strstr(said.p, sentence)
		     : status != OK)
		fail_msg("'%s', not '%s'", said.p, sentence);
}

static int begin(void **state)
{
	(void)state;
	folder = temp_dir();
	make();
	return 0;
}

static int end(void **state)
{
	(void)state;
	remove_tree(folder);
	buf_release(&said);
	return 0;
}

static void sound(void **state)
{
	(void)state;
	finds(NULL);
}

static void unreadable(void **state)
{
	(void)state;
	struct xap_doc *doc = first_of(0);
	assert_int_equal(xap_doc_set_data(doc, STR("no record")), OK);
	put(doc, 1);
	finds("/shard-0-of-2: the record of document 1 cannot be read\n");
	doc = first_of(0);
	assert_int_equal(xap_doc_set_data(doc, STR("")), OK);
	put(doc, 1);
	finds("/shard-0-of-2 is damaged: a document has no record\n");
}

static void twice(void **state)
{
	(void)state;
	put(first_of(0), 0);
	finds("/shard-0-of-2: not one document has the id ");
}

static void elsewhere(void **state)
{
	(void)state;
	put(first_of(1), 0);
	finds(" belongs to another shard\n");
}

static void disordered(void **state)
{
	(void)state;
	struct xap_doc *doc = first_of(0);
	assert_int_equal(xap_doc_set_number(doc, GLASS_ORDINAL, 1e6), OK);
	put(doc, 1);
	finds("/shard-0-of-2: document 2 is out of its order\n");
	doc = first_of(0);
	assert_int_equal(xap_doc_set_value(doc, GLASS_ORDINAL, STR("")), OK);
	put(doc, 1);
	finds("some documents have no ordinal\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(sound),
		TEST(unreadable),
		TEST(twice),
		TEST(elsewhere),
		TEST(disordered),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
