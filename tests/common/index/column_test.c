/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/column.h"
#include "tests/support/made.h"

enum { DOCS = 400, TAGS_MAX = 5 };

static struct str names[300];
static struct str tags[DOCS][TAGS_MAX];
static struct record records[DOCS];
static uint32_t lengths[DOCS];

static void make(struct rng *r, uint32_t kinds, uint32_t most, int64_t span)
{
	static char bytes[300][8];
	for (uint32_t i = 0; i < kinds; i++) {
		snprintf(bytes[i], sizeof bytes[i], "%03llu",
			(unsigned long long)(i * 7 % 300));
		names[i] = str_from(bytes[i]);
	}
	for (uint32_t i = 0; i < DOCS; i++) {
		uint32_t n = (uint32_t)rng_below(r, most + 1);
		for (uint32_t k = 0; k < n; k++)
			tags[i][k] = names[rng_below(r, kinds)];
		records[i] = (struct record){.id = STR("x"),
			.tags = {tags[i], n},
			.language = rng_below(r, 2) ? STR("en") : STR(""),
			.date = rng_below(r, 5) ? (int64_t)(rng_next(r) %
							    (uint64_t)span) -
							  span / 2
						: RECORD_NO_TIME,
			.modified = RECORD_NO_TIME,
			.boost = 1000 + (uint32_t)rng_below(r, 3)};
	}
}

static void is_keys(const struct column *c, uint32_t doc)
{
	uint32_t ordinals[TAGS_MAX];
	uint32_t n = column_keys(c, doc, ordinals, TAGS_MAX);
	assert_int_equal(n, records[doc].tags.len);
	for (uint32_t i = 0; i < n; i++)
		assert_true(str_eq(column_key(c, ordinals[i]), tags[doc][i]));
}

static void round_trip(
	struct rng *r, uint32_t kinds, uint32_t most, int64_t span)
{
	struct made m;
	struct column tag, date, boost, language, none;
	struct error err = {0};
	make(r, kinds, most, span);
	made_documents(&m, records, lengths, DOCS);
	made_end(&m);
	const struct segment *s = &m.leaf.segment;
	assert_int_equal(column_open(&tag, s, COLUMN_TAG, &err), OK);
	assert_int_equal(column_open(&date, s, COLUMN_DATE, &err), OK);
	assert_int_equal(column_open(&boost, s, COLUMN_BOOST, &err), OK);
	assert_int_equal(column_open(&language, s, COLUMN_LANGUAGE, &err), OK);
	assert_int_equal(
		column_open(&none, s, COLUMN_AUTHOR, &err), ERR_NOT_FOUND);
	for (uint32_t i = 1; i < tag.keys; i++)
		assert_true(str_cmp(column_key(&tag, i - 1),
				    column_key(&tag, i)) < 0);
	for (uint32_t i = 0; i < DOCS; i++) {
		uint32_t ordinal;
		is_keys(&tag, i);
		assert_true(column_number(&date, i) == records[i].date);
		int64_t want = records[i].boost == 1000 ? RECORD_NO_TIME
							: records[i].boost;
		assert_true(column_number(&boost, i) == want);
		assert_int_equal(column_keys(&language, i, &ordinal, 1),
			records[i].language.len > 0);
	}
	made_release(&m);
}

static void random_values(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	round_trip(&r, 1, 1, 200);
	round_trip(&r, 254, 1, 60000);
	round_trip(&r, 256, 1, INT64_C(1) << 31);
	round_trip(&r, 300, TAGS_MAX, INT64_C(1) << 40);
	round_trip(&r, 3, 2, INT64_MAX);
}

static void exact_bytes(void **state)
{
	(void)state;
	static const struct str two[] = {{"z", 1}, {"ab", 2}};
	struct record r[2] = {{.id = STR("0"),
				      .date = -5,
				      .modified = RECORD_NO_TIME,
				      .boost = 1000,
				      .tags = {two, 2}},
		{.id = STR("1"),
			.date = RECORD_NO_TIME,
			.modified = RECORD_NO_TIME,
			.boost = 1000}};
	static const char want[] =
		"\2\0\0\0"
		"date\0\0\0\0\0\0\0\0\0\0\0\0"
		"\0\0\0\0\1\0\0\0\x54\0\0\0\0\0\0\0\x0a\0\0\0\0\0\0\0"
		"tag\0\0\0\0\0\0\0\0\0\0\0\0\0"
		"\1\0\0\0\1\1\0\0\x5e\0\0\0\0\0\0\0\x21\0\0\0\0\0\0\0"
		"\xfb\xff\xff\xff\xff\xff\xff\xff\1\0"
		"\2\0\0\0\0\0\0\0\2\0\0\0\3\0\0\0"
		"\0\0\0\0\2\0\0\0\2\0\0\0\1\0"
		"abz";
	struct made m;
	made_documents(&m, r, lengths, 2);
	made_end(&m);
	struct column c;
	struct error err = {0};
	assert_int_equal(column_open(&c, &m.leaf.segment, COLUMN_AUTHOR, &err),
		ERR_NOT_FOUND);
	assert_string_equal(err.text, "no document has the column author");
	struct str got = segment_section(&m.leaf.segment, SECTION_COLUMNS);
	assert_int_equal(got.len, sizeof want - 1);
	assert_memory_equal(got.p, want, got.len);
	made_release(&m);
}

static void column_names(void **state)
{
	(void)state;
	for (unsigned id = 0; id < COLUMN_COUNT; id++)
		assert_int_equal(
			column_find(str_from(column_name((enum column_id)id))),
			id);
	assert_int_equal(column_find(STR("no")), COLUMN_COUNT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_values),
		cmocka_unit_test(exact_bytes),
		cmocka_unit_test(column_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
