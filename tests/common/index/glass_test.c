/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/glass.h"
#include "common/base/bytes.h"
#include "common/text/analyzer.h"
#include "common/text/term.h"
#include "tests/support/test.h"

#include <sys/stat.h>

static struct glass_info example(void)
{
	return (struct glass_info){
		.settings = {ANALYZER_VERSION, 3, 2, 1, STR("en"),
			STR("https://x"), STR("")},
		.index = {7, UINT64_MAX},
		.shard = 2,
		.shards = 4,
		.generation = 300};
}

static void info_round_trip(void **state)
{
	(void)state;
	struct glass_info in = example(), out;
	struct error err = {0};
	struct buf bytes = {0};
	glass_info_put(&in, &bytes);
	assert_int_equal(glass_info_get(buf_str(&bytes), "s", &out, &err), OK);
	assert_null(settings_difference(&in.settings, &out.settings));
	assert_int_equal(out.index.low, 7);
	assert_int_equal(out.index.high, UINT64_MAX);
	assert_int_equal(out.shard, 2);
	assert_int_equal(out.shards, 4);
	assert_int_equal(out.generation, 300);
	buf_release(&bytes);
}

static void says(const struct error *err, const char *sentence)
{
	if (strcmp(err->text, sentence) != 0)
		fail_msg("'%s', not '%s'", err->text, sentence);
}

/* Whatever else the bytes may be, they are refused. */
static void info_refuses(void **state)
{
	(void)state;
	struct glass_info in = example(), out;
	struct error err = {0};
	struct buf bytes = {0};
	assert_int_equal(glass_info_get(STR(""), "s", &out, &err), ERR_INVALID);
	says(&err, "s is a database of Xapian, but none that meju-index has "
		   "made");
	in.settings.analyzer++;
	glass_info_put(&in, &bytes);
	assert_int_equal(
		glass_info_get(buf_str(&bytes), "s", &out, &err), ERR_VERSION);
	says(&err, "s was written with another analysis of text; use the meju "
		   "that wrote it, or index again");
	for (size_t len = 1; len < bytes.len; len++) {
		struct str part = str_slice(buf_str(&bytes), 0, len);
		assert_int_equal(
			glass_info_get(part, "s", &out, &err), ERR_CORRUPT);
	}
	for (size_t i = 0; i < bytes.len; i++) {
		bytes.p[i] ^= 1;
		assert_int_equal(
			glass_info_get(buf_str(&bytes), "s", &out, &err),
			ERR_CORRUPT);
		bytes.p[i] ^= 1;
	}
	says(&err, "s is damaged: the checksum of what it says of itself is "
		   "wrong");
	buf_release(&bytes);
	in = example();
	in.shard = in.shards;
	glass_info_put(&in, &bytes);
	assert_int_equal(
		glass_info_get(buf_str(&bytes), "s", &out, &err), ERR_CORRUPT);
	says(&err, "s is damaged: what it says of itself makes no sense");
	buf_release(&bytes);
}

static void shards_by_name(void **state)
{
	(void)state;
	char path[256];
	const char *folder = temp_dir();
	assert_int_equal(glass_shards(folder), 0);
	glass_path(path, sizeof path, folder, 2, 3);
	assert_true(str_ends(str_from(path), STR("/shard-2-of-3")));
	assert_int_equal(mkdir(path, 0777), 0);
	assert_int_equal(glass_shards(folder), 3);
	remove_tree(folder);
	assert_int_equal(glass_shards(folder), 0);
}

/* A folder that cannot be looked into is not one without shards. */
static void unreadable_folder(void **state)
{
	(void)state;
	char name[300];
	uint32_t shards = 0;
	struct error err = {0};
	memset(name, 'x', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	assert_int_equal(glass_look(name, &shards, &err), ERR_IO);
	assert_non_null(strstr(err.text, "cannot read the folder xxx"));
	assert_non_null(strstr(err.text, "xxx: File name too long"));
}

/* The number is part of the format. */
static void shard_of_an_id(void **state)
{
	(void)state;
	uint32_t counts[4] = {0};
	for (unsigned i = 0; i < 4000; i++) {
		char id[16];
		snprintf(id, sizeof id, "a/%u.md", i);
		counts[glass_shard(str_from(id), 4)]++;
	}
	for (unsigned i = 0; i < 4; i++)
		assert_in_range(counts[i], 900, 1100);
	assert_int_equal(glass_shard(STR("gut/sibo.md"), 1), 0);
	assert_int_equal(glass_shard(STR("gut/sibo.md"), 1000), 159);
}

static void keys(void **state)
{
	(void)state;
	struct buf b = {0};
	buf_put_text(&b, STR("gut"));
	buf_put_text(&b, STR("skin care"));
	struct str left = buf_str(&b), key;
	assert_true(glass_next_key(&left, &key));
	assert_true(str_eq(key, STR("gut")));
	assert_true(glass_next_key(&left, &key));
	assert_true(str_eq(key, STR("skin care")));
	assert_false(glass_next_key(&left, &key));
	left = str_slice(buf_str(&b), 0, 3);
	assert_false(glass_next_key(&left, &key));
	buf_release(&b);
}

static void boosts(void **state)
{
	(void)state;
	assert_true(glass_boost(1000) == GLASS_BOOST_ZERO);
	assert_true(glass_boost(4000) == GLASS_BOOST_ZERO + 2);
	assert_true(glass_boost(0) == GLASS_BOOST_ZERO - 4);
	assert_true(glass_boost(UINT32_MAX) == GLASS_BOOST_ZERO + 4);
}

static const struct str tags[] = {{"", 0}, {"Gut", 3}, {"Haut", 4}};

static const struct record article = {.id = {"a.md", 4},
	.language = {"en", 2},
	.date = 86400,
	.modified = RECORD_NO_TIME,
	.boost = 500,
	.tags = {tags, 3}};

static struct xap_db *put(struct xap_writer *w, const char *id)
{
	static const uint32_t places[] = {2, 7};
	struct xap_doc *doc;
	struct error err = {0};
	struct buf b = {0};
	assert_int_equal(xap_doc_new(&doc), OK);
	assert_int_equal(glass_put_record(doc, &article, STR("data"), 41), OK);
	assert_int_equal(glass_put_term(doc, STR("Zgut"), 3, places, 2), OK);
	assert_int_equal(glass_put_term(doc, STR("Sgut"), 3, places, 1), OK);
	assert_int_equal(
		glass_put_term(doc, glass_name(&b, str_from(id)), 0, NULL, 0),
		OK);
	if (xap_writer_add(w, doc, NULL, &err) != OK)
		fail_msg("%s", err.text);
	xap_doc_free(doc);
	buf_release(&b);
	return xap_writer_db(w);
}

static void terms(void **state)
{
	(void)state;
	struct xap_writer *w;
	struct xap_walk *walk;
	struct xap_item item;
	struct error err = {0};
	uint32_t length, count;
	assert_int_equal(xap_writer_memory(&w, &err), OK);
	struct xap_db *db = put(w, "Qa.md");
	assert_int_equal(xap_db_doc_length(db, 1, &length, &count, &err), OK);
	assert_int_equal(length, 3);
	assert_int_equal(count, 3);
	assert_int_equal(xap_db_positions(db, 1, STR("Zgut"), &walk, &err), OK);
	assert_true(xap_walk_next(walk, &item));
	assert_int_equal(item.number, 2 + GLASS_POSITION);
	assert_true(xap_walk_next(walk, &item));
	assert_int_equal(item.number, 7 + GLASS_POSITION);
	assert_false(xap_walk_next(walk, &item));
	assert_int_equal(xap_walk_close(walk, &err), OK);
	xap_writer_free(w);
}

static struct str value(struct xap_doc *doc, unsigned slot, struct buf *out)
{
	struct error err = {0};
	buf_clear(out);
	assert_int_equal(xap_doc_value(doc, slot, out, &err), OK);
	return buf_str(out);
}

static void values(void **state)
{
	(void)state;
	struct xap_writer *w;
	struct xap_doc *doc;
	struct error err = {0};
	struct buf b = {0}, v = {0};
	assert_int_equal(xap_writer_memory(&w, &err), OK);
	struct xap_db *db = put(w, "Qa.md");
	assert_int_equal(xap_db_doc(db, 1, &doc, &err), OK);
	assert_true(str_eq(value(doc, GLASS_ID, &v), STR("a.md")));
	assert_true(
		str_eq(value(doc, GLASS_FIRST + COLUMN_TAG, &v), STR("gut")));
	assert_true(str_eq(
		value(doc, GLASS_COLUMN + COLUMN_TAG, &v), STR("\3Gut\4Haut")));
	assert_int_equal(value(doc, GLASS_COLUMN + COLUMN_AUTHOR, &v).len, 0);
	assert_int_equal(value(doc, GLASS_COLUMN + COLUMN_MODIFIED, &v).len, 0);
	const struct {
		unsigned slot;
		double number;
	} numbers[] = {{GLASS_ORDINAL, 41}, {GLASS_COLUMN + COLUMN_DATE, 86400},
		{GLASS_COLUMN + COLUMN_BOOST, 9}};
	for (size_t i = 0; i < 3; i++) {
		double number;
		assert_int_equal(
			xap_number_unpack(
				value(doc, numbers[i].slot, &v), &number),
			OK);
		assert_true(number == numbers[i].number);
	}
	buf_clear(&b);
	assert_int_equal(xap_doc_data(doc, &b, &err), OK);
	assert_true(str_eq(buf_str(&b), STR("data")));
	buf_release(&b);
	buf_release(&v);
	xap_doc_free(doc);
	xap_writer_free(w);
}

/* Whatever an id has of zero bytes, it becomes a term. */
static void long_terms(void **state)
{
	(void)state;
	struct xap_writer *w;
	struct error err = {0};
	struct buf b = {0};
	char zeros[TERM_MAX] = "Q";
	assert_int_equal(xap_writer_memory(&w, &err), OK);
	struct str term = glass_name(&b, (struct str){zeros, TERM_MAX});
	assert_int_equal(term.len, 17);
	assert_int_equal(glass_name(&b, (struct str){zeros, 123}).len, 123);
	assert_int_equal(glass_name(&b, (struct str){zeros, 124}).len, 17);
	buf_release(&b);
	memset(zeros + 1, 'a', sizeof zeros - 2);
	(void)put(w, zeros);
	xap_writer_free(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(info_round_trip),
		cmocka_unit_test(info_refuses),
		cmocka_unit_test(shards_by_name),
		cmocka_unit_test(unreadable_folder),
		cmocka_unit_test(shard_of_an_id),
		cmocka_unit_test(keys),
		cmocka_unit_test(boosts),
		cmocka_unit_test(terms),
		cmocka_unit_test(values),
		cmocka_unit_test(long_terms),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
