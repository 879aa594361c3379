/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/record.h"
#include "common/base/bytes.h"
#include "tests/support/test.h"

static bool same(struct str a, struct str b)
{
	return str_eq(a, b);
}

static void same_list(struct record_list a, struct record_list b)
{
	assert_int_equal(a.len, b.len);
	for (uint32_t i = 0; i < a.len; i++)
		assert_true(same(a.v[i], b.v[i]));
}

static const struct str words[] = {{"gut", 3}, {"", 0}, {"Haut", 4}};
static const struct record_extra extras[] = {{{"k", 1}, {"[1]", 3}}};
static const struct record_section sections[] = {
	{0, 1, 1, {"A", 1}, {"a", 1}}, {4, 9, 6, {"B", 1}, {"", 0}}};
static const struct record_mark marks[] = {{0, 3}, {2, 1}, {5, 4000000000}};

static struct record full(void)
{
	return (struct record){.id = STR("id"),
		.source = STR("src"),
		.title = STR("t\xc3\xa4"),
		.url = STR("u"),
		.description = STR("d"),
		.type = STR("y"),
		.place = STR("p"),
		.language = STR("de"),
		.date = INT64_MIN,
		.modified = INT64_MAX,
		.boost = UINT32_MAX,
		.names = {words, 3},
		.aliases = {words, 1},
		.authors = {words, 2},
		.tags = {words, 0},
		.categories = {words + 2, 1},
		.extras = extras,
		.extra_count = 1,
		.sections = sections,
		.section_count = 2,
		.marks = marks,
		.mark_count = 3,
		.text = STR("one\ntwo")};
}

static void round_trip(void **state)
{
	(void)state;
	struct record a = full(), b;
	struct buf bytes = {0};
	struct arena arena = {0};
	record_put(&a, &bytes);
	assert_int_equal(record_get(buf_str(&bytes), &arena, &b), OK);
	assert_true(same(a.id, b.id) && same(a.source, b.source));
	assert_true(same(a.title, b.title) && same(a.url, b.url));
	assert_true(same(a.description, b.description));
	assert_true(same(a.type, b.type) && same(a.place, b.place));
	assert_true(same(a.language, b.language) && same(a.text, b.text));
	assert_true(a.date == b.date && a.modified == b.modified);
	assert_int_equal(a.boost, b.boost);
	same_list(a.names, b.names);
	same_list(a.aliases, b.aliases);
	same_list(a.authors, b.authors);
	same_list(a.tags, b.tags);
	same_list(a.categories, b.categories);
	assert_true(same(b.extras[0].json, STR("[1]")));
	assert_int_equal(b.section_count, 2);
	assert_int_equal(b.sections[1].off, 4);
	assert_int_equal(b.sections[1].level, 6);
	assert_int_equal(b.mark_count, 3);
	for (uint32_t i = 0; i < 3; i++) {
		assert_int_equal(b.marks[i].off, marks[i].off);
		assert_int_equal(b.marks[i].line, marks[i].line);
	}
	arena_release(&arena);
	buf_release(&bytes);
}

/* Twice into one fresh arena: an empty list needs no memory to be there. */
static void empty(void **state)
{
	(void)state;
	struct record a = {.date = RECORD_NO_TIME, .boost = 1000}, b;
	struct buf bytes = {0};
	struct arena arena = {0};
	record_put(&a, &bytes);
	assert_int_equal(record_get(buf_str(&bytes), &arena, &b), OK);
	assert_int_equal(b.date, RECORD_NO_TIME);
	assert_int_equal(b.names.len, 0);
	arena_release(&arena);
	buf_release(&bytes);
}

static void exact_bytes(void **state)
{
	(void)state;
	struct record a = {.id = STR("a"),
		.date = -1,
		.modified = 1,
		.boost = 1000,
		.text = STR("x")};
	static const char want[] = "\1a\0\0\0\0\0\0\0" /* texts */
				   "\1\2\xe8\7"        /* times, boost */
				   "\0\0\0\0\0\0\0\0"  /* lists */
				   "\1x";
	struct buf bytes = {0};
	record_put(&a, &bytes);
	assert_int_equal(bytes.len, sizeof want - 1);
	assert_memory_equal(bytes.p, want, bytes.len);
	buf_release(&bytes);
}

static void lines(void **state)
{
	(void)state;
	static const struct record_mark two[] = {{2, 10}, {8, 20}};
	struct record r = {
		.marks = two, .mark_count = 2, .text = STR("..a\nb\nc\n....")};
	assert_int_equal(record_line(&r, 1), 0);
	assert_int_equal(record_line(&r, 2), 10);
	assert_int_equal(record_line(&r, 4), 11);
	assert_int_equal(record_line(&r, 6), 12);
	assert_int_equal(record_line(&r, 9), 20);
	assert_int_equal(record_line(&r, UINT32_MAX), 20);
	r.sections = sections;
	r.section_count = 2;
	assert_ptr_equal(record_section_at(&r, 3), &sections[0]);
	assert_ptr_equal(record_section_at(&r, 4), &sections[1]);
}

/* Every cut is noticed; every change decodes or is noticed. */
static void damaged(void **state)
{
	(void)state;
	struct record a = full(), b;
	struct buf bytes = {0};
	struct arena arena = {0};
	struct rng r;
	rng_init(&r, seed());
	record_put(&a, &bytes);
	for (size_t len = 0; len < bytes.len; len++) {
		char *cut = guarded_alloc(len);
		memcpy(cut, bytes.p, len);
		assert_int_equal(record_get((struct str){cut, len}, &arena, &b),
			ERR_CORRUPT);
		guarded_free(cut, len);
	}
	for (unsigned i = rounds(20000); i; i--) {
		char *p = &bytes.p[rng_below(&r, bytes.len)], before = *p;
		*p = (char)rng_next(&r);
		arena_clear(&arena);
		enum status status = record_get(buf_str(&bytes), &arena, &b);
		assert_true(status == OK || status == ERR_CORRUPT);
		*p = before;
	}
	arena_release(&arena);
	buf_release(&bytes);
}

/* Write, read, and hand the copy out; `arena` and `bytes` keep it. */
static struct record again(
	const struct record *r, struct arena *arena, struct buf *bytes)
{
	struct record back;
	buf_clear(bytes);
	record_put(r, bytes);
	assert_int_equal(record_get(buf_str(bytes), arena, &back), OK);
	return back;
}

static struct str random_lines(struct rng *r, struct buf *b)
{
	buf_clear(b);
	for (unsigned n = (unsigned)rng_below(r, 30); n > 0; n--)
		buf_putc(b, rng_below(r, 3) ? 'a' : '\n');
	return buf_str(b);
}

/* Marks of one line or of several: each byte that is no newline keeps its
 * source line, twice over. */
static void lines_survive(void **state)
{
	(void)state;
	struct rng r;
	struct buf text = {0}, bytes = {0};
	struct arena arena = {0};
	unsigned one_liners = 0;
	rng_init(&r, seed());
	for (unsigned i = 0; i < rounds(5000); i++) {
		struct record_mark places[32];
		struct record rec = {
			.text = random_lines(&r, &text), .marks = places};
		bool one = rng_below(&r, 2), sparse = rng_below(&r, 4) == 0;
		for (uint32_t at = 0; at < rec.text.len; at++) {
			bool starts = at == 0 || rec.text.p[at - 1] == '\n';
			if (starts && (!sparse || rng_below(&r, 2)))
				places[rec.mark_count++] = (struct record_mark){
					at, one ? 7 : (uint32_t)i + at};
		}
		struct record first = again(&rec, &arena, &bytes), second;
		for (unsigned round = 0; round < 2; round++) {
			for (uint32_t at = 0; at < rec.text.len; at++)
				if (rec.text.p[at] != '\n')
					assert_int_equal(
						record_line(&first, at),
						record_line(&rec, at));
			struct buf copy = {0};
			second = again(&first, &arena, &copy);
			assert_int_equal(second.one_line, first.one_line);
			assert_int_equal(second.mark_count, first.mark_count);
			buf_release(&copy);
		}
		one_liners += first.one_line && rec.mark_count > 1;
		arena_clear(&arena);
	}
	assert_true(one_liners > 0);
	buf_release(&text);
	buf_release(&bytes);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip),
		cmocka_unit_test(empty),
		cmocka_unit_test(exact_bytes),
		cmocka_unit_test(lines),
		cmocka_unit_test(lines_survive),
		cmocka_unit_test(damaged),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
