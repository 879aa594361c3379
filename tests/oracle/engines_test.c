/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Both engines find the same: ours, one database of Xapian, four, and four on
 * servers; the same documents, totals, scores, facets, in the same order.
 */
#include "query/correct.h"
#include "query/facets.h"
#include "query/shards.h"
#include "tests/oracle/cases.h"
#include "tests/oracle/shelf.h"

#include <ctype.h>
#include <math.h>

enum { QUERIES = 60, ENGINES = 3, FACETS = 5, PATIENCE = 60000 };

struct engines {
	struct cases cases;
	struct shelf one, four;
	struct searcher searchers[ENGINES];
	const char *names[ENGINES];
	unsigned count;
	char about[700];
};

static void open_engines(struct engines *e)
{
	struct cases *c = &e->cases;
	struct error err = {0};
	const char *one = e->one.folder, *four = e->four.folder;
	shelf_make(&e->one, c->folder, 1, &c->searcher, &c->naive);
	shelf_make(&e->four, c->folder, 4, &c->searcher, &c->naive);
	e->count = 0;
	e->names[e->count] = "one";
	if (searcher_open(&e->searchers[e->count++], &one, 1, &err) != OK)
		fail_msg("%s", err.text);
	e->names[e->count] = "four";
	if (searcher_open(&e->searchers[e->count++], &four, 1, &err) != OK)
		fail_msg("%s", err.text);
	if (!shelf_serve(&e->four))
		return;
	e->names[e->count] = "servers";
	if (searcher_open_within(&e->searchers[e->count++], e->four.addresses,
		    4, PATIENCE, &err) != OK)
		fail_msg("%s", err.text);
}

static void close_engines(struct engines *e)
{
	for (unsigned i = 0; i < e->count; i++)
		searcher_close(&e->searchers[i]);
	shelf_release(&e->one);
	shelf_release(&e->four);
}

static bool is_tie(double a, double b)
{
	return fabs(a - b) <= 1e-9 * fmax(1, fmax(fabs(a), fabs(b)));
}

/* The score that the first result has for a document. */
static const struct search_hit *find(
	const struct search_result *r, uint64_t ordinal)
{
	for (uint32_t i = 0; i < r->count; i++)
		if (r->hits[i].ordinal == ordinal)
			return &r->hits[i];
	return NULL;
}

static void complain(const struct engines *e, unsigned which,
	const struct search_result *r, const char *what, uint32_t at)
{
	struct buf plan = {0};
	plan_print(&r->passes[r->relaxed].planner, r->passes[r->relaxed].plan,
		&plan);
	fail_msg("%s: %s at %u: %s, plan " STR_FMT, e->names[which], what, at,
		e->about, STR_ARG(buf_str(&plan)));
}

/* `all`: every document that matches; ties come in any order, but not where
 * they are sorted. */
static void compare(const struct engines *e, unsigned which,
	const struct search_request *q, const struct search_result *all,
	const struct search_result *r)
{
	uint32_t most = q->limit < all->count ? q->limit : all->count;
	if (r->missing_count)
		fail_msg("%s: " STR_FMT " %s", e->names[which],
			STR_ARG(r->warnings[r->warning_count - 1]),
			e->searchers[which].shards->err.text);
	if (q->total && r->total != all->total)
		complain(e, which, all, "another total", (uint32_t)r->total);
	if (r->count != most)
		complain(e, which, all, "another number of hits", r->count);
	for (uint32_t i = 0; i < r->count; i++) {
		const struct search_hit *x = find(all, r->hits[i].ordinal);
		if (!x)
			complain(e, which, all, "a document too many", i);
		if (q->sort.count && x != &all->hits[i])
			complain(e, which, all, "another place", i);
		if (!is_tie(x->score, r->hits[i].score))
			complain(e, which, all, "another score", i);
		if (!is_tie(all->hits[i].score, r->hits[i].score))
			complain(e, which, all, "another order", i);
		if (x->relaxed != r->hits[i].relaxed)
			complain(e, which, all, "relaxed or not", i);
	}
}

static void run(struct searcher *s, const struct search_request *q,
	struct search_result *r)
{
	struct error err = {0};
	if (search_run(s, q, r, &err) != OK)
		fail_msg("%s", err.text);
}

static void check_facets(struct engines *e, unsigned which,
	struct searcher *native, const struct search_result *a,
	const struct search_result *b)
{
	struct facet x[FACETS], y[FACETS];
	struct error err = {0};
	for (unsigned i = 0; i < FACETS; i++) {
		x[i] = (struct facet){.column = COLUMN_AUTHOR + i};
		y[i] = x[i];
	}
	if (facets_count(x, FACETS, native, a, &err) != OK ||
		facets_count(y, FACETS, &e->searchers[which], b, &err) != OK)
		fail_msg("%s", err.text);
	for (unsigned i = 0; i < FACETS; i++) {
		if (x[i].values.len != y[i].values.len)
			complain(e, which, a, "another number of values", i);
		for (size_t k = 0; k < x[i].values.len; k++)
			if (!str_eq(x[i].values.v[k].key,
				    y[i].values.v[k].key) ||
				x[i].values.v[k].count !=
					y[i].values.v[k].count)
				complain(e, which, a, "another facet", i);
	}
	facets_release(x, FACETS);
	facets_release(y, FACETS);
}

/* A letter of the query left out, or swapped with the next. */
static void mistype(struct rng *rng, const char *query, char *out, size_t size)
{
	snprintf(out, size, "%s", query);
	size_t len = strlen(out), at = rng_below(rng, (uint32_t)len + 1);
	if (at + 1 >= len || !isalpha((unsigned char)out[at]) ||
		!isalpha((unsigned char)out[at + 1]))
		return;
	char first = out[at];
	out[at] = out[at + 1];
	if (rng_below(rng, 2))
		out[at + 1] = first;
	else
		memmove(out + at + 1, out + at + 2, len - at - 1);
}

/* What was perhaps meant is the same. */
static void check_suggestion(struct engines *e, struct search_request *q)
{
	struct searcher *native = &e->cases.searcher;
	struct search_result a = {0}, b = {0};
	struct error err = {0};
	char typed[sizeof e->cases.query];
	mistype(&e->cases.rng, e->cases.query, typed, sizeof typed);
	q->query = str_from(typed);
	q->total = true;
	run(native, q, &a);
	if (search_correct(native, q, &a, &err) != OK)
		fail_msg("%s", err.text);
	for (unsigned i = 0; i < e->count && i < 2; i++) {
		run(&e->searchers[i], q, &b);
		if (search_correct(&e->searchers[i], q, &b, &err) != OK)
			fail_msg("%s", err.text);
		if (!str_eq(a.suggestion, b.suggestion))
			fail_msg("%s: " STR_FMT ", not " STR_FMT " for %s: %s",
				e->names[i], STR_ARG(b.suggestion),
				STR_ARG(a.suggestion), typed, e->about);
	}
	search_result_release(&a);
	search_result_release(&b);
}

static void check(struct engines *e, struct search_request *q, bool facets)
{
	struct searcher *native = &e->cases.searcher;
	struct search_result all = {0}, r = {0};
	uint32_t limit = q->limit;
	q->limit = 10000;
	run(native, q, &all);
	for (unsigned i = 0; i < e->count; i++) {
		bool servers = i == 2;
		if (!servers || q->match == SEARCH_AUTO) {
			q->limit = 10000;
			run(&e->searchers[i], q, &r);
			compare(e, i, q, &all, &r);
		}
		if (q->match == SEARCH_AUTO)
			continue; /* relaxed only where there is room */
		if (facets)
			check_facets(e, i, native, &all, &r);
		q->limit = limit;
		run(&e->searchers[i], q, &r);
		compare(e, i, q, &all, &r);
	}
	search_result_release(&all);
	search_result_release(&r);
}

static struct rank_settings settings(struct rng *rng)
{
	struct rank_settings s = {0};
	switch (rng_below(rng, 4)) {
	case 0:
		return s;
	case 1:
		s.name = 0.5;
		s.boost = 0.3;
		return s;
	default:
		s = rank_defaults();
		s.boost = rng_below(rng, 2) ? 0.2 : 0;
		return s;
	}
}

static void check_query(struct engines *e)
{
	static const char *const SORTS[] = {"date", "-date", "id", "-id",
		"author", "-author", "tag", "lang", "boost", "-boost"};
	struct cases *c = &e->cases;
	struct rng *rng = &c->rng;
	struct search_request q = {.query = str_from(c->query),
		.match = (enum search_match)rng_below(rng, 3),
		.limit = 1 + (uint32_t)rng_below(rng, 12),
		.now = CASES_NOW,
		.synonyms = c->used,
		.total = rng_below(rng, 2),
		.rank = settings(rng)};
	bool sorted = rng_below(rng, 4) == 0;
	const char *by = SORTS[rng_below(rng, sizeof SORTS / sizeof *SORTS)];
	if (sorted)
		assert_true(sort_parse(str_from(by), &q.sort));
	snprintf(e->about, sizeof e->about, "'%s' match %d%s%s SEED=%llu",
		c->query, q.match, sorted ? " by " : "", sorted ? by : "",
		(unsigned long long)c->seed);
	check(e, &q, rng_below(rng, 3) == 0);
	if (rng_below(rng, 2) == 0)
		check_suggestion(e, &q);
}

static void test_random(void **state)
{
	(void)state;
	static struct engines e;
	cases_begin(&e.cases, seed());
	unsigned n = rounds(3);
	for (unsigned i = 0; i < n; i++) {
		cases_index(&e.cases);
		open_engines(&e);
		for (unsigned k = 0; k < QUERIES; k++) {
			cases_query(&e.cases);
			check_query(&e);
		}
		close_engines(&e);
	}
	cases_end(&e.cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
