/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/pieces.h"
#include "tests/support/test.h"

enum { TEXTS = 200, LONGEST = 40 };

/* Texts of few parts, so that there are pieces to be found; or of any bytes. */
static void make(struct rng *r, struct buf *sample)
{
	static const char *const parts[] = {
		"an", "chen", "er", "tion", "\xd0\xbf\xd1\x80", "x"};
	uint64_t count = rng_below(r, TEXTS);
	bool any = rng_below(r, 3) == 0;
	while (count-- > 0) {
		char text[LONGEST];
		size_t n = 0, want = (size_t)rng_below(r, LONGEST - 8);
		while (n < want) {
			const char *part = parts[rng_below(r, 6)];
			if (any)
				text[n++] = (char)rng_next(r);
			for (; !any && *part; part++)
				text[n++] = *part;
		}
		buf_put_text(sample, (struct str){text, n});
	}
}

static size_t there_and_back(
	const struct pieces_writer *w, const struct pieces *p, struct str text)
{
	uint8_t codes[2 * LONGEST];
	char back[LONGEST + PIECE_MAX];
	size_t count = pieces_put(w, text, codes);
	uint8_t *guarded = guarded_alloc(count);
	memcpy(guarded, codes, count);
	assert_int_equal(
		pieces_get(p, guarded, count, back, text.len), text.len);
	assert_true(str_eq((struct str){back, text.len}, text));
	if (text.len)
		assert_int_equal(
			pieces_get(p, guarded, count, back, text.len - 1), 0);
	guarded_free(guarded, count);
	return count;
}

static void round_trip(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	for (unsigned i = rounds(50); i > 0; i--) {
		struct buf sample = {0}, table = {0};
		struct pieces_writer w;
		struct pieces p;
		make(&r, &sample);
		assert_int_equal(pieces_choose(&w, buf_str(&sample)), OK);
		pieces_put_table(&w, &table);
		struct reader t = reader_from(buf_str(&table));
		assert_int_equal(pieces_open(&p, &t), OK);
		assert_int_equal(reader_left(&t), 0);
		struct reader texts = reader_from(buf_str(&sample));
		while (reader_left(&texts) > 0)
			there_and_back(&w, &p, read_text(&texts));
		there_and_back(&w, &p, STR("never \xff seen"));
		buf_release(&sample);
		buf_release(&table);
	}
}

/* What occurs often becomes a code of its own. */
static void few_codes(void **state)
{
	(void)state;
	struct buf sample = {0}, table = {0};
	struct pieces_writer w;
	struct pieces p;
	for (unsigned i = 0; i < 100; i++)
		buf_put_text(&sample, STR("schlangenschlangenschlangen"));
	assert_int_equal(pieces_choose(&w, buf_str(&sample)), OK);
	pieces_put_table(&w, &table);
	struct reader t = reader_from(buf_str(&table));
	assert_int_equal(pieces_open(&p, &t), OK);
	assert_in_range(
		there_and_back(&w, &p, STR("schlangenschlangenschlangen")), 3,
		4);
	buf_release(&sample);
	buf_release(&table);
}

static void no_table(void **state)
{
	(void)state;
	static const struct str bad[] = {{"", 0}, {"\2\1", 2}, {"\1\0", 2},
		{"\1\11........8", 11}, {"\2\1\2ab", 5}};
	struct pieces p;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct reader r = reader_from(bad[i]);
		assert_int_equal(pieces_open(&p, &r), ERR_CORRUPT);
	}
	struct reader r = reader_from(STR("\2\1\2abc"));
	assert_int_equal(pieces_open(&p, &r), OK);
	char out[4 + PIECE_MAX];
	assert_int_equal(
		pieces_get(&p, (const uint8_t *)"\1\0\xffz", 4, out, 4), 4);
	assert_memory_equal(out, "bcaz", 4);
	assert_int_equal(
		pieces_get(&p, (const uint8_t *)"\1\0\xffz", 3, out, 4), 0);
	assert_int_equal(pieces_get(&p, (const uint8_t *)"\2", 1, out, 4), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip),
		cmocka_unit_test(few_codes),
		cmocka_unit_test(no_table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
