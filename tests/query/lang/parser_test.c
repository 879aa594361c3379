/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "tests/query/lang/tree_check.h"

#include <time.h>

enum { TODAY = 1718452800 }; /* noon of 15 June 2024 */

/* Parses, checks the tree, and returns how many warnings there were. */
static unsigned parse(struct str text, struct buf *printed)
{
	struct arena arena = {0};
	struct parsed q;
	assert_int_equal(query_parse(&arena, text, TODAY, &q), OK);
	tree_check(&q, text.len);
	if (printed) {
		buf_clear(printed);
		node_print(q.root, printed);
		assert_int_equal(printed->status, OK);
	}
	arena_release(&arena);
	return q.warning_count;
}

static void random_bytes(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	struct buf printed = {0};
	for (unsigned n = rounds(10000); n--;) {
		size_t len = rng_below(&r, n % 100 ? 60 : 5000);
		char *p = guarded_alloc(len);
		for (size_t i = 0; i < len; i++)
			p[i] = (char)rng_next(&r);
		parse((struct str){p, len}, &printed);
		guarded_free(p, len);
	}
	buf_release(&printed);
}

static const char *const soup[] = {"a", "gut", "AND", "OR", "NOT", "NEAR",
	"NEAR/3", "ADJ/0", "NEAR/", "&&", "||", "|", "-", "+", "!", "(", ")",
	"((", "))", "\"", "\"a b\"", "\"a\"", "\"\"", "~3", "~", "^2", "^",
	"^0.5", "*", "**", "?", "=", "title:", "tag:", "tag:x", "tag:y",
	"id:", "date:", "after:", "before:", "date:[", "]", "2024",
	"2024-02-30", "30d", "..", "2024..2022", ">=2024", " TO ", "today",
	"://", "/", ":", "::", "\xe2\x80\x9c", "\xef\xbc\x9a", "\xef\xbc\x88",
	"\xe3\x80\x80", "\xef\xbc", "\xff", "\xe8\x85\xb8", "\t", "C++", ".NET",
	"don't", "&", "\\"};

static void token_soup(struct rng *r, struct buf *out)
{
	size_t count = rng_below(r, rng_below(r, 50) ? 20 : 1500);
	buf_clear(out);
	while (count--) {
		buf_puts(out, soup[rng_below(r, sizeof soup / sizeof *soup)]);
		if (rng_below(r, 2))
			buf_putc(out, ' ');
	}
}

static void random_soup(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	struct buf text = {0}, printed = {0};
	for (unsigned n = rounds(10000); n--;) {
		token_soup(&r, &text);
		size_t len = text.len;
		char *p = guarded_alloc(len);
		memcpy(p, buf_str(&text).p, len);
		parse((struct str){p, len}, &printed);
		guarded_free(p, len);
	}
	buf_release(&text);
	buf_release(&printed);
}

static const char *skip_lines(const char *name, struct buf *lines)
{
	const char *path = shared_file(name);
	if (!path)
		skip();
	*lines = read_all(path);
	return path;
}

static void naughty_strings(void **state)
{
	(void)state;
	struct buf text = {0};
	skip_lines("conformance/naughty/blns.txt", &text);
	struct str all = buf_str(&text);
	for (size_t at = 0, end; at < all.len; at = end + 1) {
		end = str_find(all, at, '\n');
		parse(str_slice(all, at, end), NULL);
	}
	parse(all, NULL);
	buf_release(&text);
}

/* What people ask is searched as asked: hardly one in 500 draws a warning. */
static void questions(void **state)
{
	(void)state;
	struct buf text = {0};
	skip_lines("queries/msmarco_passage_dev_6980.txt", &text);
	struct str all = buf_str(&text);
	unsigned lines = 0, warned = 0;
	for (size_t at = 0, end; at < all.len; at = end + 1, lines++) {
		end = str_find(all, at, '\n');
		warned += parse(str_slice(all, at, end), NULL) > 0;
	}
	buf_release(&text);
	printf("%u questions, %u with a warning\n", lines, warned);
	assert_true(lines >= 6980);
	assert_true(warned <= 14);
}

static struct str repeat(struct buf *b, const char *what, size_t times)
{
	buf_clear(b);
	while (times--)
		buf_puts(b, what);
	return buf_str(b);
}

static void limits(void **state)
{
	(void)state;
	struct buf text = {0}, printed = {0};
	assert_int_equal(parse(repeat(&text, "(", 100000), &printed), 3);
	assert_true(str_eq(buf_str(&printed), STR("*")));
	repeat(&text, "(", 1000);
	buf_puts(&text, "gut skin");
	parse(buf_str(&text), &printed);
	assert_true(str_eq(buf_str(&printed), STR("(AND gut skin)")));
	assert_int_equal(parse(repeat(&text, "-(a OR ", 500), NULL), 4);
	assert_int_equal(parse(repeat(&text, "ab ", 129), &printed), 1);
	assert_int_equal(printed.len, sizeof "(AND )" - 1 + 128 * 3 - 1);
	assert_int_equal(
		parse(repeat(&text, "\xe8\x85\xb8", 1366), &printed), 1);
	assert_int_equal(printed.len, 4095);
	assert_int_equal(parse(repeat(&text, "\" ", 2048), NULL), 16);
	buf_release(&text);
	buf_release(&printed);
}

static const char *const patterns[] = {"(", ")", "a ", "\"", "-", "-a ", "a|",
	"AND ", "NOT ", "a NEAR ", "title:", "date:[", "tag:a ", "^1", "*a",
	"~1", "a&&", "://(", "(a OR (b ", "(a b)^2 ", "\xff"};

static void one_megabyte(void **state)
{
	(void)state;
	struct buf text = {0};
	clock_t start = clock();
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
		parse(repeat(&text, patterns[i],
			      (1 << 20) / strlen(patterns[i])),
			NULL);
	assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
	buf_release(&text);
}

/* Memory that runs out at any point is a status, never a crash. */
static void out_of_memory(void **state)
{
	(void)state;
	struct str text =
		STR("(tag:a tag:b) \"x y\"^2 a NEAR b w*rd NOT (c OR");
	unsigned failed = 0;
	for (size_t max = 1; max < 40000; max += 97) {
		struct arena arena = {.max = max};
		struct parsed q;
		enum status s = query_parse(&arena, text, TODAY, &q);
		if (s == OK)
			tree_check(&q, text.len);
		else
			assert_int_equal(s, ERR_NOMEM);
		failed += s != OK;
		arena_release(&arena);
	}
	assert_true(failed > 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_bytes),
		cmocka_unit_test(random_soup),
		cmocka_unit_test(naughty_strings),
		cmocka_unit_test(questions),
		cmocka_unit_test(limits),
		cmocka_unit_test(one_megabyte),
		cmocka_unit_test(out_of_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
