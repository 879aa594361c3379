/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/oracle/cases.h"

enum { QUERIES = 100 }; /* per corpus */

struct check {
	struct cases *cases;
	struct str query;
	enum search_match match;
	uint32_t limit;
	bool exhaustive;
	struct rank_settings rank;
	struct naive_result strict, relaxed;
};

static void complain(const struct check *x, const struct search_result *r,
	const char *what, uint32_t at)
{
	struct buf plan = {0};
	plan_print(&r->passes[0].planner, r->passes[0].plan, &plan);
	if (r->passes[1].plan) {
		buf_puts(&plan, " then ");
		plan_print(&r->passes[1].planner, r->passes[1].plan, &plan);
	}
	fail_msg("%s at %u: '" STR_FMT "' match %d limit %u exhaustive %d, "
		 "SEED=%llu, plan " STR_FMT,
		what, at, STR_ARG(x->query), x->match, x->limit, x->exhaustive,
		(unsigned long long)x->cases->seed, STR_ARG(buf_str(&plan)));
}

/* Hits of `r` from `at` on are the first of `n`, those in `but` passed over;
 * returns behind the last. */
static uint32_t check_hits(const struct check *x, const struct search_result *r,
	const struct naive_result *n, const struct naive_result *but,
	uint32_t at)
{
	for (uint32_t i = 0; i < n->total && at < x->limit; i++) {
		uint32_t doc = n->order[i];
		if (but && but->matches[doc])
			continue;
		if (at >= r->count)
			complain(x, r, "too few hits", at);
		const struct search_hit *h = &r->hits[at];
		if (h->ordinal != x->cases->naive.docs.v[doc].ordinal)
			complain(x, r, "another document", at);
		if (h->score != n->scores[doc]) {
			fprintf(stderr, "got %.17g want %.17g ceil %g\n",
				h->score, n->scores[doc], r->passes[0].ceiling);
			complain(x, r, "another score", at);
		}
		if (h->relaxed != (but != NULL))
			complain(x, r, "relaxed or not", at);
		at++;
	}
	return at;
}

static void check_result(const struct check *x, const struct search_result *r)
{
	bool relaxed = r->passes[1].plan != NULL;
	uint64_t total = x->strict.total;
	uint32_t n = check_hits(x, r, &x->strict, NULL, 0);
	if (relaxed) {
		n = check_hits(x, r, &x->relaxed, &x->strict, n);
		total = x->relaxed.total > total ? x->relaxed.total : total;
	}
	if (n != r->count)
		complain(x, r, "too many hits", n);
	if (r->total != total)
		complain(x, r, "another total", (uint32_t)r->total);
}

static void define(const struct check *x, const struct search_result *r,
	const struct search_pass *p, struct naive_result *out)
{
	naive_search(&x->cases->naive, &p->planner, p->plan, out);
	naive_rank(&x->cases->naive, r, p, out);
}

/* All of the settings, the defaults, or BM25 alone. */
static struct rank_settings choose_settings(struct cases *c)
{
	struct rank_settings s = {0};
	uint64_t kind = rng_below(&c->rng, 4);
	if (kind > 0)
		s = rank_defaults();
	if (kind > 1)
		s.recency = 0.4;
	return s;
}

static void run(struct check *x)
{
	struct search_result r = {0};
	struct error err = {0};
	struct search_request q = {.query = x->query,
		.match = x->match,
		.limit = x->limit,
		.now = CASES_NOW,
		.rank = x->rank,
		.exhaustive = x->exhaustive,
		.synonyms = x->cases->used,
		.total = true};
	if (search_run(&x->cases->searcher, &q, &r, &err) != OK)
		fail_msg("%s", err.text);
	const struct search_pass *p = r.passes;
	if (!x->strict.scores)
		define(x, &r, &p[0], &x->strict);
	if (p[1].plan && !x->relaxed.scores)
		define(x, &r, &p[1], &x->relaxed);
	check_result(x, &r);
	search_result_release(&r);
}

static void check_query(struct cases *c)
{
	static const uint32_t limits[] = {1, 3, 10, 1000};
	struct check x = {.cases = c,
		.query = cases_query(c),
		.rank = choose_settings(c)};
	for (int match = SEARCH_AUTO; match <= SEARCH_ANY; match++) {
		x.match = (enum search_match)match;
		for (unsigned i = 0; i < 8; i++) {
			x.limit = limits[i / 2];
			x.exhaustive = i % 2 == 0;
			run(&x);
		}
		naive_result_release(&x.strict);
		naive_result_release(&x.relaxed);
	}
}

static void test_random(void **state)
{
	(void)state;
	struct cases c;
	cases_begin(&c, seed());
	for (unsigned i = rounds(5); i > 0; i--) {
		cases_index(&c);
		for (unsigned k = 0; k < QUERIES; k++)
			check_query(&c);
	}
	cases_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
