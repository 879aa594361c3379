/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the examples of query/lang/GRAMMAR.md. */
#include "tests/support/test.h"
#include "query/lang/parser.h"

enum { TODAY = 1718452800 }; /* noon of 15 June 2024 */

struct example {
	struct str line;
	unsigned warnings; /* that came with it and are not yet named */
	struct parsed parsed;
	struct arena arena;
};

static size_t find(struct str s, struct str what)
{
	for (size_t at = 0; at + what.len <= s.len; at++)
		if (str_starts(str_slice(s, at, s.len), what))
			return at;
	return s.len;
}

static void finish(struct example *e)
{
	if (e->warnings)
		fail_msg("`" STR_FMT "` warns also: " STR_FMT, STR_ARG(e->line),
			STR_ARG(e->parsed.warnings[0]));
	arena_release(&e->arena);
}

static void run(struct example *e, struct str line)
{
	finish(e);
	size_t arrow = find(line, STR(" => "));
	assert_true(arrow < line.len);
	*e = (struct example){.line = line};
	assert_int_equal(query_parse(&e->arena, str_slice(line, 0, arrow),
				 TODAY, &e->parsed),
		OK);
	e->warnings = e->parsed.warning_count;
	struct buf got = {0};
	node_print(e->parsed.root, &got);
	if (!str_eq(buf_str(&got), str_slice(line, arrow + 4, line.len)))
		fail_msg("`" STR_FMT "` gave " STR_FMT, STR_ARG(line),
			STR_ARG(buf_str(&got)));
	buf_release(&got);
}

static void expect(struct example *e, struct str part)
{
	for (unsigned i = 0; i < e->parsed.warning_count; i++)
		if (find(e->parsed.warnings[i], part) <
			e->parsed.warnings[i].len) {
			e->warnings--;
			return;
		}
	fail_msg("`" STR_FMT "` does not warn: " STR_FMT, STR_ARG(e->line),
		STR_ARG(part));
}

static void examples_hold(void **state)
{
	(void)state;
	struct buf text = read_all(source_file("query/lang/GRAMMAR.md"));
	struct str all = buf_str(&text);
	struct example e = {0};
	bool inside = false;
	unsigned count = 0;
	for (size_t at = 0, end; at < all.len; at = end + 1) {
		end = str_find(all, at, '\n');
		struct str line = str_slice(all, at, end);
		if (str_starts(line, STR("```"))) {
			inside = str_eq(line, STR("```query"));
		} else if (inside && str_starts(line, STR("! "))) {
			expect(&e, str_slice(line, 2, line.len));
		} else if (inside) {
			run(&e, line);
			count++;
		}
	}
	finish(&e);
	buf_release(&text);
	assert_true(count >= 80);
	printf("%u examples\n", count);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(examples_hold)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
