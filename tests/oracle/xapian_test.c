/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/oracle/cases.h"
#include "tests/oracle/peer.h"

enum { QUERIES = 200 }; /* per corpus */

static unsigned compared;

static void check_query(struct cases *c, struct peer *p, enum search_match m)
{
	struct search_result r = {0};
	struct error err = {0};
	struct search_request q = {.query = str_from(c->query),
		.match = m,
		.limit = 10000,
		.now = CASES_NOW,
		.synonyms = c->used,
		.total = true};
	char about[700];
	snprintf(about, sizeof about, "'%s' match %d SEED=%llu", c->query, m,
		(unsigned long long)c->seed);
	if (search_run(&c->searcher, &q, &r, &err) != OK)
		fail_msg("%s", err.text);
	if (peer_can(p, &r.passes[0].planner, r.passes[0].plan)) {
		peer_check(p, &r, 3, about);
		peer_check(p, &r, 10000, about);
		compared++;
	}
	search_result_release(&r);
}

static void test_random(void **state)
{
	(void)state;
	struct cases c;
	struct peer p;
	cases_begin(&c, seed());
	unsigned n = rounds(6);
	for (unsigned i = 0; i < n; i++) {
		cases_index(&c);
		peer_open(&p, &c.naive);
		for (unsigned k = 0; k < QUERIES; k++) {
			cases_query(&c);
			check_query(&c, &p, SEARCH_ALL);
			check_query(&c, &p, SEARCH_ANY);
		}
		peer_close(&p);
	}
	cases_end(&c);
	printf("%u plans of %u compared\n", compared, n * QUERIES * 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
