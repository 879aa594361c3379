/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/pair_check.h"
#include "common/index/pair.h"
#include "tests/support/made.h"

enum { DOCS = PAIR_DOCS_MIN, SOME = 300 };

static uint32_t ones[DOCS], docs[DOCS], places[DOCS];

/* Stems "a" at 5 in all documents, "b" at 9, but at 6 in a third, and "c" in few;
 * then a pair that the builder did not find. */
static void make(struct made *m, struct str pair)
{
	struct builder_postings p = {docs, ones, ones, places, DOCS};
	for (uint32_t i = 0; i < DOCS; i++) {
		ones[i] = 1;
		docs[i] = i;
		places[i] = 5;
	}
	made_begin(m, ones, DOCS);
	made_put(m, STR("Za"), &p);
	for (uint32_t i = 0; i < DOCS; i++)
		places[i] = i % 3 ? 9 : 6;
	made_put(m, STR("Zb"), &p);
	p.count = SOME;
	made_put(m, STR("Zc"), &p);
	if (pair.len)
		made_put(m, pair, &p);
	made_end(m);
}

static const char *verdict(const struct leaf *p, struct str term)
{
	struct term_info info;
	enum status status = OK;
	assert_int_equal(dictionary_find(&p->dictionary, term, &info), OK);
	const char *why = pair_check(p, term, &info, &status);
	assert_int_equal(status, OK);
	return why;
}

static void expect(struct str pair, const char *why)
{
	struct made m;
	make(&m, pair);
	assert_string_equal(verdict(&m.leaf, pair), why);
	made_release(&m);
}

static void test_good(void **state)
{
	(void)state;
	struct made m;
	struct term_info info;
	make(&m, STR(""));
	assert_null(verdict(&m.leaf, STR("za\0b")));
	assert_int_equal(
		dictionary_find(&m.leaf.dictionary, STR("za\0b"), &info), OK);
	assert_int_equal(info.df, (DOCS + 2) / 3);
	made_release(&m);
}

static void test_bad(void **state)
{
	(void)state;
	expect(STR("za\0a"), "in a document its stems are not side by side");
	expect(STR("za\0c"), "its stems are none that are paired");
	expect(STR("za\0"), "its stems are none that are paired");
	expect(STR("za"), "its stems are none that are paired");
	expect(STR("z"), "its stems are none that are paired");
}

/* Damage that has the right checksums is found, or not, and no more. */
static void test_damage(void **state)
{
	(void)state;
	struct made m;
	struct rng r;
	char path[128];
	struct error err = {0};
	make(&m, STR(""));
	struct buf b = read_all(m.leaf.segment.path);
	struct str lists = segment_section(&m.leaf.segment, SECTION_POSTINGS);
	size_t from = (size_t)(lists.p - m.leaf.segment.file.bytes.p);
	snprintf(path, sizeof path, "%s/damaged", m.folder);
	rng_init(&r, seed());
	for (unsigned i = rounds(200); i > 0; i--) {
		size_t at = from + rng_below(&r, b.len - 64 - from);
		char before = b.p[at];
		struct leaf p;
		b.p[at] = (char)rng_next(&r);
		made_right((uint8_t *)b.p, b.len);
		write_all(path, buf_str(&b));
		if (leaf_open(&p, path, &err) == OK) {
			struct dictionary_cursor t;
			enum status status = OK;
			dictionary_seek(&t, &p.dictionary, STR("z"));
			for (; t.valid; dictionary_next(&t))
				(void)pair_check(&p, t.term, &t.info, &status);
			assert_int_equal(status, OK);
		}
		leaf_close(&p);
		b.p[at] = before;
	}
	buf_release(&b);
	made_release(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
