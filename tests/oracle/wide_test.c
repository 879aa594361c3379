/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Queries of very many alternatives: what is found is what an exhaustive search
 * finds. */
#include "tests/oracle/cases.h"
#include "tests/oracle/compare.h"

enum { CLAUSES = 60, QUERIES = 30 };

static const char *word(struct cases *c)
{
	return c->words[rng_below(&c->rng, c->word_count)];
}

/* A word, a phrase, a beginning, a compound, some of both, not one. */
static void put_clause(struct cases *c, struct buf *out)
{
	switch (rng_below(&c->rng, 8)) {
	case 0:
		buf_printf(out, "\"%s %s\"", word(c), word(c));
		break;
	case 1:
		buf_printf(out, "%.2s*", word(c));
		break;
	case 2:
		buf_printf(out, "%s-%s", word(c), word(c));
		break;
	case 3:
		buf_printf(out, "(%s %s^2)", word(c), word(c));
		break;
	case 4:
		buf_printf(out, "(%s -%s)", word(c), word(c));
		break;
	default:
		buf_puts(out, word(c));
	}
}

static void put_query(struct cases *c, struct buf *out)
{
	buf_clear(out);
	buf_putc(out, '(');
	for (unsigned i = 0; i < CLAUSES; i++) {
		buf_puts(out, i ? " OR " : "");
		put_clause(c, out);
	}
	buf_putc(out, ')');
	if (rng_below(&c->rng, 2))
		buf_printf(out, " -%s", word(c));
	if (rng_below(&c->rng, 2))
		buf_printf(out, " -\"%s %s\"", word(c), word(c));
	if (rng_below(&c->rng, 2))
		buf_puts(out, " date:2000..2024");
}

static void wide_trees(void **state)
{
	struct cases c;
	struct buf query = {0};
	(void)state;
	cases_begin(&c, seed());
	for (unsigned i = 0; i < rounds(6); i++) {
		cases_index(&c);
		for (unsigned k = 0; k < QUERIES; k++) {
			put_query(&c, &query);
			compare_pruned(&c.searcher, buf_str(&query),
				1 + (uint32_t)rng_below(&c.rng, 40));
		}
	}
	buf_release(&query);
	cases_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wide_trees),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
