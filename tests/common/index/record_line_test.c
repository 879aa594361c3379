/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "common/index/record.h"

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
static void test_lines_survive(void **state)
{
	(void)state;
	struct rng r;
	struct buf text = {0}, bytes = {0};
	struct arena arena = {0};
	unsigned one_liners = 0;
	rng_init(&r, seed());
	for (unsigned i = 0; i < rounds(5000); i++) {
		struct record_mark marks[32];
		struct record rec = {
			.text = random_lines(&r, &text), .marks = marks};
		bool one = rng_below(&r, 2), sparse = rng_below(&r, 4) == 0;
		for (uint32_t at = 0; at < rec.text.len; at++) {
			bool starts = at == 0 || rec.text.p[at - 1] == '\n';
			if (starts && (!sparse || rng_below(&r, 2)))
				marks[rec.mark_count++] = (struct record_mark){
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
		cmocka_unit_test(test_lines_survive),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
