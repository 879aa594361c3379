/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random indexes, made in several commits: each document in the databases has
 * the terms, frequencies and positions that it should have by their
 * definition. */
#include "common/index/glass.h"
#include "indexer/writer.h"
#include "tests/oracle/cases.h"

#include <errno.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What the oracle makes, too. */
static const char KINDS[] = {TERM_STEM, TERM_WORD, TERM_TITLE, TERM_HEADING,
	TERM_ID, TERM_LANGUAGE, TERM_NAME, TERM_AUTHOR, TERM_TAG};

static int ascending(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

static void check_positions(
	struct xap_walk *terms, const struct naive_posting *p)
{
	struct xap_walk *walk;
	struct xap_item item;
	struct error err = {0};
	size_t n = p->positions.len;
	if (n)
		qsort(p->positions.v, n, sizeof *p->positions.v, ascending);
	assert_int_equal(xap_walk_positions(terms, &walk, &err), OK);
	for (size_t i = 0; i < n; i++) {
		if (i && p->positions.v[i] == p->positions.v[i - 1])
			continue;
		assert_true(xap_walk_next(walk, &item));
		assert_int_equal(
			item.number - GLASS_POSITION, p->positions.v[i]);
	}
	assert_false(xap_walk_next(walk, &item));
	assert_int_equal(xap_walk_close(walk, &err), OK);
}

static void check_terms(
	const struct naive *n, const struct naive_doc *d, struct xap_doc *doc)
{
	struct xap_walk *walk;
	struct xap_item item;
	struct error err = {0};
	size_t count = 0;
	assert_int_equal(xap_doc_terms(doc, &walk, &err), OK);
	while (xap_walk_next(walk, &item)) {
		if (!memchr(KINDS, item.text.p[0], sizeof KINDS))
			continue;
		const struct naive_posting *p =
			naive_find(d, map_find(&n->terms, item.text));
		if (!p)
			fail_msg("a term too many: " STR_FMT,
				STR_ARG(item.text));
		bool stem = item.text.p[0] == TERM_STEM;
		assert_int_equal(item.count, stem ? p->tf : 0);
		check_positions(walk, p);
		count++;
	}
	assert_int_equal(xap_walk_close(walk, &err), OK);
	assert_int_equal(count, d->postings.len);
}

/* The number of the one document that has an id. */
static uint32_t find(struct xap_db *db, struct str id)
{
	struct buf term = {0};
	struct xap_walk *walk;
	struct xap_item item, other;
	struct error err = {0};
	struct str name = term_put(&term, TERM_ID, id);
	assert_int_equal(xap_db_postings(db, name, &walk, &err), OK);
	assert_true(xap_walk_next(walk, &item));
	assert_false(xap_walk_next(walk, &other));
	assert_int_equal(xap_walk_close(walk, &err), OK);
	buf_release(&term);
	return item.number;
}

/* Ordinals rise with numbers. */
static void check_ordinals(struct xap_db *db)
{
	struct xap_walk *walk;
	struct xap_item item;
	struct error err = {0};
	double last = -1, ordinal;
	assert_int_equal(xap_db_values(db, GLASS_ORDINAL, &walk, &err), OK);
	while (xap_walk_next(walk, &item)) {
		assert_int_equal(xap_number_unpack(item.text, &ordinal), OK);
		assert_true(ordinal > last);
		last = ordinal;
	}
	assert_int_equal(xap_walk_close(walk, &err), OK);
}

static void check_shards(const struct cases *c, struct xap_db **dbs)
{
	const struct naive *n = &c->naive;
	struct error err = {0};
	uint32_t docs = 0;
	for (size_t i = 0; i < n->docs.len; i++) {
		const struct naive_doc *d = &n->docs.v[i];
		struct xap_db *db = dbs[glass_shard(d->id, c->shards)];
		struct xap_doc *doc;
		uint32_t number = find(db, d->id), length;
		assert_int_equal(xap_db_doc(db, number, &doc, &err), OK);
		check_terms(n, d, doc);
		assert_int_equal(
			xap_db_doc_length(db, number, &length, NULL, &err), OK);
		assert_int_equal(length, d->length);
		xap_doc_free(doc);
	}
	for (uint32_t i = 0; i < c->shards; i++) {
		struct xap_stats stats;
		assert_int_equal(xap_db_stats(dbs[i], &stats, &err), OK);
		docs += stats.docs;
		check_ordinals(dbs[i]);
	}
	assert_int_equal(docs, n->docs.len);
}

static void test_random(void **state)
{
	(void)state;
	struct cases c;
	struct xap_db *dbs[4];
	char path[4096];
	struct error err = {0};
	cases_begin(&c, seed());
	for (unsigned i = rounds(4); i > 0; i--) {
		c.shards = i % 2 ? 1 : 3;
		cases_index(&c);
		for (uint32_t k = 0; k < c.shards; k++) {
			glass_path(path, sizeof path, index_of_shards(c.folder),
				k, c.shards);
			if (xap_db_open(path, &dbs[k], &err) != OK)
				fail_msg("%s", err.text);
		}
		check_shards(&c, dbs);
		for (uint32_t k = 0; k < c.shards; k++)
			xap_db_free(dbs[k]);
	}
	cases_end(&c);
}

static bool no_numbers;

/* In the place of the C library's. */
ssize_t getrandom(void *to, size_t len, unsigned flags)
{
	errno = ENOSYS;
	return no_numbers ? -1 : syscall(SYS_getrandom, to, len, flags);
}

static void no_number(void **state)
{
	(void)state;
	const char *folder = temp_dir();
	const struct writer_options options = {.folder = folder,
		.engine = "xapian",
		.threads = 1,
		.memory = 64 << 20};
	struct writer w;
	struct error err = {0};
	no_numbers = true;
	assert_int_equal(writer_open(&w, &options, &err), ERR_IO);
	no_numbers = false;
	assert_string_equal(err.text,
		"cannot draw a number for the index: Function not implemented");
	remove_tree(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random),
		cmocka_unit_test(no_number),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
