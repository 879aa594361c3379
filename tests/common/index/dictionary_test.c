/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/dictionary.h"
#include "common/base/map.h"
#include "tests/support/made.h"

enum { DOCS = 50 };

struct term {
	char bytes[DICTIONARY_TERM_MAX + 1];
	size_t len;
	uint32_t df;
};

static struct str text(const struct term *t)
{
	return (struct str){t->bytes, t->len};
}

static int compare(const void *a, const void *b)
{
	return str_cmp(text(a), text(b));
}

static const char kinds[] = "ABFHKLNPQSTUWZ";

/* Terms that share much: from few letters, or grown out of others. */
static void random_term(
	struct rng *r, const struct term *others, size_t count, struct term *t)
{
	t->len = 0;
	t->bytes[t->len++] = kinds[rng_below(r, sizeof kinds - 1)];
	if (count && rng_below(r, 2)) {
		*t = others[rng_below(r, count)];
		t->len -= rng_below(r, t->len);
	}
	size_t most = rng_below(r, 8) ? 12 : DICTIONARY_TERM_MAX;
	size_t add = rng_below(r, most);
	bool any = rng_below(r, 4) == 0;
	while (add-- && t->len < DICTIONARY_TERM_MAX)
		t->bytes[t->len++] =
			any ? (char)rng_next(r) : "ab\xc3\xff"[rng_below(r, 4)];
	t->df = rng_below(r, 3) ? 1 : 1 + (uint32_t)rng_below(r, DOCS);
}

static size_t make_terms(struct rng *r, struct term *terms, size_t count)
{
	for (size_t i = 0; i < count; i++)
		random_term(r, terms, i, &terms[i]);
	qsort(terms, count, sizeof *terms, compare);
	size_t n = 0;
	for (size_t i = 0; i < count; i++)
		if (n == 0 || compare(&terms[n - 1], &terms[i]) != 0)
			terms[n++] = terms[i];
	return n;
}

static void put_terms(struct made *m, const struct term *terms, size_t count)
{
	uint32_t lengths[DOCS] = {0}, docs[DOCS], ones[DOCS];
	for (uint32_t i = 0; i < DOCS; i++) {
		docs[i] = i;
		ones[i] = 1;
	}
	made_begin(m, lengths, DOCS);
	for (size_t i = 0; i < count; i++) {
		struct builder_postings p = {
			docs, ones, ones, docs, terms[i].df};
		made_put(m, text(&terms[i]), &p);
	}
	made_end(m);
}

static void is_term(
	const struct term_info *info, const struct term *terms, size_t i)
{
	assert_int_equal(info->ordinal, i);
	assert_int_equal(info->df, terms[i].df);
	assert_int_equal(info->kind, terms[i].bytes[0]);
}

static void find_each(const struct dictionary *d, const struct term *terms,
	size_t count, struct rng *r)
{
	struct term_info info;
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(
			dictionary_find(d, text(&terms[i]), &info), OK);
		is_term(&info, terms, i);
	}
	for (unsigned i = 0; i < 1000; i++) {
		struct term t;
		random_term(r, terms, count, &t);
		bool there = bsearch(&t, terms, count, sizeof *terms, compare);
		assert_int_equal(dictionary_find(d, text(&t), &info),
			there ? OK : ERR_NOT_FOUND);
	}
	assert_int_equal(dictionary_find(d, STR(""), &info), ERR_NOT_FOUND);
}

static void walk_from(const struct dictionary *d, const struct term *terms,
	size_t count, struct str from)
{
	struct dictionary_cursor c;
	size_t i = 0;
	while (i < count && str_cmp(text(&terms[i]), from) < 0)
		i++;
	size_t end = i + 100 < count ? i + 100 : count;
	dictionary_seek(&c, d, from);
	for (; c.valid && i < end; dictionary_next(&c), i++) {
		assert_true(str_eq(c.term, text(&terms[i])));
		is_term(&c.info, terms, i);
	}
	assert_int_equal(c.status, OK);
	assert_int_equal(i, end);
}

/* Whole blocks are passed over, those whose lists have too few bytes. */
static void walk_above(const struct dictionary *d, const struct term *terms,
	size_t count, uint32_t df)
{
	struct dictionary_cursor c;
	uint32_t next = 0;
	dictionary_seek(&c, d, STR(""));
	for (; c.valid; dictionary_next_above(&c, df)) {
		uint64_t bytes = 0;
		uint32_t at = c.info.ordinal;
		assert_true(at >= next && at < count);
		assert_true(str_eq(c.term, text(&terms[at])));
		is_term(&c.info, terms, at);
		assert_true(at == next || next % DICTIONARY_BLOCK == 0);
		assert_true(at == next || at % DICTIONARY_BLOCK == 0);
		for (; next < at; next++) {
			struct term_info info;
			assert_int_equal(
				dictionary_find(d, text(&terms[next]), &info),
				OK);
			bytes = next % DICTIONARY_BLOCK ? bytes : 0;
			bytes += info.postings_len;
			assert_true(bytes <= df / DICTIONARY_DENSE);
		}
		next = at + 1;
	}
	assert_int_equal(c.status, OK);
	assert_int_equal(next, count);
}

static void round_trip(struct rng *r, size_t count)
{
	struct term *terms = calloc(count + 1, sizeof *terms);
	struct made m;
	count = make_terms(r, terms, count);
	put_terms(&m, terms, count);
	const struct dictionary *d = &m.leaf.dictionary;
	assert_int_equal(d->count, count);
	find_each(d, terms, count, r);
	walk_from(d, terms, count, STR(""));
	walk_from(d, terms, count, STR("\xff\xff"));
	for (uint32_t df = 0; df < 100; df += 3)
		walk_above(d, terms, count, df);
	for (unsigned i = 0; i < 100; i++) {
		struct term t;
		random_term(r, terms, count, &t);
		walk_from(d, terms, count, text(&t));
	}
	made_release(&m);
	free(terms);
}

static void random_terms(void **state)
{
	(void)state;
	struct rng r;
	static const size_t sizes[] = {
		0, 1, 15, 16, 17, 32, 33, 1024, 1025, 5000};
	rng_init(&r, seed());
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		round_trip(&r, sizes[i]);
}

/* Terms that share more than a key holds; texts before, between and behind. */
static void long_prefixes(void **state)
{
	(void)state;
	enum { COUNT = 3000 };
	static const struct str from[] = {{"", 0}, {"Q", 1}, {"Qzzzz", 5},
		{"Zshared/prefi", 13}, {"Zshared/prefix/", 15},
		{"Zshared/prefix/01", 17}, {"Zshared/prefix/0199", 19},
		{"Zshared/prefix/01999", 20}, {"Zshared/pregnant", 16},
		{"Zzz", 3}, {"Aaaaaaaazzzzzzzzzzzzzzzz", 24}};
	struct term *terms = calloc(COUNT, sizeof *terms);
	struct rng r;
	struct made m;
	rng_init(&r, seed());
	for (unsigned i = 0; i < COUNT; i++) {
		terms[i].len = (size_t)snprintf(terms[i].bytes,
			sizeof terms[i].bytes, "Zshared/prefix/%05u", 2 * i);
		terms[i].df = 1;
	}
	put_terms(&m, terms, COUNT);
	find_each(&m.leaf.dictionary, terms, COUNT, &r);
	for (size_t i = 0; i < sizeof from / sizeof *from; i++)
		walk_from(&m.leaf.dictionary, terms, COUNT, from[i]);
	made_release(&m);
	free(terms);
}

/* Terms that are others and zeros behind, as are keys. */
static void zeros(void **state)
{
	(void)state;
	enum { COUNT = DICTIONARY_TERM_MAX };
	struct term *terms = calloc(COUNT, sizeof *terms);
	struct rng r;
	struct made m;
	rng_init(&r, seed());
	for (size_t i = 0; i < COUNT; i++) {
		terms[i].bytes[0] = 'W';
		terms[i].len = i + 1;
		terms[i].df = 1;
	}
	put_terms(&m, terms, COUNT);
	find_each(&m.leaf.dictionary, terms, COUNT, &r);
	for (size_t i = 0; i < COUNT; i++)
		walk_from(&m.leaf.dictionary, terms, COUNT, text(&terms[i]));
	made_release(&m);
	free(terms);
}

/*
 * "Wa" in document 3; "Za" twice in 1, at 4 and 6; "Zab" in 0 at 9.  Entries:
 *
 *	Wa   df 1: 1; 3 more than none: 1 00100
 *	Za   df 1: 1; 0; 1 of 4: 0 10; tf 2: 010; 2 bytes: 1 010
 *	Zab  df 1: 1; 0; 0 of 4: 0 00; tf 1: 1; at 9: 1 10010000
 *
 * No piece occurs often enough, so that all bytes are literals.
 */
static void exact_bytes(void **state)
{
	(void)state;
	static const uint32_t d3[] = {3}, d1[] = {1}, d0[] = {0}, one[] = {1},
			      two[] = {2}, at[] = {4, 6}, nine[] = {9};
	static const uint32_t lengths[4] = {1, 2, 0, 0};
	static const char terms[] = "\0\0"
				    "\4\4\x22"
				    "\xffW\xff\x61\xffZ\xff\x61\xff\x62"
				    "\x93\xa4\x0a\x27\0";
	static const char index[] = "\3\0\0\0\2\0\0\0"
				    "\0\0\0\0\0\0aW"
				    "\0\0\0\0\2\0\0\0"
				    "\0Wa"
				    "\0\0\0\0\0\0aW\0\0\0\0"
				    "\0";
	struct made m;
	made_begin(&m, lengths, 4);
	made_put(&m, STR("Wa"),
		&(struct builder_postings){d3, NULL, NULL, NULL, 1});
	made_put(
		&m, STR("Za"), &(struct builder_postings){d1, two, two, at, 1});
	made_put(&m, STR("Zab"),
		&(struct builder_postings){d0, one, one, nine, 1});
	made_end(&m);
	struct str s = segment_section(&m.leaf.segment, SECTION_TERMS);
	assert_int_equal(s.len, sizeof terms - 1);
	assert_memory_equal(s.p, terms, s.len);
	s = segment_section(&m.leaf.segment, SECTION_TERM_INDEX);
	assert_int_equal(s.len, sizeof index - 1);
	assert_memory_equal(s.p, index, s.len);
	s = segment_section(&m.leaf.segment, SECTION_POSITIONS);
	/* no excess: 0; 4: 1 001000; 2: 1 010000 */
	assert_int_equal(s.len, 2);
	assert_memory_equal(s.p, "\x12\5", 2);
	made_release(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_terms),
		cmocka_unit_test(long_prefixes),
		cmocka_unit_test(zeros),
		cmocka_unit_test(exact_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
