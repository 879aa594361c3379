/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * For random queries: the parts of an explanation are the score, and what is
 * said of an article that is not found could be the reason.
 */
#include "query/assist/explain.h"
#include "query/assist/why.h"
#include "tests/oracle/cases.h"

#include <math.h>

enum { QUERIES = 60, ASKED = 8 };

struct answers {
	struct cases cases;
	struct arena arena;
	struct search_request request;
	struct search_result result;
};

static void check_rounding(const struct explanation *e)
{
	struct rounding sum = {.per = 1e4};
	double printed = 0;
	for (uint32_t i = 0; i < e->count; i++)
		printed += round(1e4 * rounding_add(&sum, e->parts[i].part));
	if (printed != sum.steps || fabs(sum.steps / 1e4 - e->score) > 5.1e-5)
		fail_msg("parts of %f add up to %f", e->score, printed / 1e4);
}

static void check_hit(struct answers *a, const struct search_hit *hit)
{
	struct explanation e;
	struct error err = {0};
	assert_int_equal(explain_hit(&a->cases.searcher, &a->result, hit,
				 &a->arena, &e, &err),
		OK);
	if (fabs(e.score - hit->score) > 1e-9 * (1 + fabs(hit->score)))
		fail_msg("%s: %.12f is explained as %.12f", a->cases.query,
			hit->score, e.score);
	for (uint32_t i = 0; i < e.count; i++) {
		const struct explained_part *x = &e.parts[i];
		assert_true(x->word.len > 0);
		if (x->how == EXPLAINED_FORM)
			assert_true(x->times > 0 && x->form.len > 0 &&
				    fabs(x->weight * x->share - x->part) <
					    1e-9 * (1 + x->part));
		else
			assert_true(x->how == EXPLAINED_PREFIX || !x->leaf ||
				    x->part == 0);
	}
	check_rounding(&e);
	arena_clear(&a->arena);
}

static uint32_t rank_of(const struct search_result *r, uint64_t ordinal)
{
	for (uint32_t i = 0; i < r->count; i++)
		if (r->hits[i].ordinal == ordinal)
			return i + 1;
	return 0;
}

/* Something is missing or too much, or there was nothing to look for. */
static bool has_reason(const struct why *w)
{
	bool fits = false;
	for (uint32_t i = 0; i < w->count; i++)
		if (w->leaves[i].state != WHY_HAS &&
			w->leaves[i].state != WHY_IGNORED)
			return true;
		else
			fits = fits || w->leaves[i].state == WHY_HAS;
	return !fits;
}

/* Of one article that is there. */
static void ask_why(struct answers *a, uint32_t id)
{
	char name[32];
	struct error err = {0};
	struct why w;
	struct search_result all = {0};
	snprintf(name, sizeof name, id % 8 == 5 ? "d%u.md" : "d%u", id);
	assert_int_equal(why_not(&a->cases.searcher, &a->request,
				 str_from(name), &a->arena, &all, &w, &err),
		OK);
	if (a->cases.versions[id] == 0) {
		assert_int_equal(w.verdict, WHY_UNKNOWN);
	} else {
		uint32_t rank = rank_of(&a->result, w.hit.ordinal);
		if (rank && w.rank != rank)
			fail_msg("%s: %s is %u, not %u", a->cases.query, name,
				rank, (unsigned)w.rank);
		if ((w.verdict == WHY_SHOWN) != (rank > 0))
			fail_msg("%s: %s shown?", a->cases.query, name);
		if (w.verdict == WHY_EXCLUDED && !has_reason(&w))
			fail_msg("%s: no reason for %s", a->cases.query, name);
	}
	search_result_release(&all);
	arena_clear(&a->arena);
}

static void check_query(struct answers *a)
{
	struct error err = {0};
	a->request = (struct search_request){.query = cases_query(&a->cases),
		.limit = 1 + (uint32_t)rng_below(&a->cases.rng, 20),
		.now = CASES_NOW,
		.synonyms = a->cases.used};
	if (rng_below(&a->cases.rng, 3)) {
		a->request.rank = rank_defaults();
		a->request.rank.recency = 0.3;
	}
	for (int match = SEARCH_AUTO; match <= SEARCH_ANY; match++) {
		a->request.match = (enum search_match)match;
		assert_int_equal(search_run(&a->cases.searcher, &a->request,
					 &a->result, &err),
			OK);
		for (uint32_t i = 0; i < a->result.count; i++)
			check_hit(a, &a->result.hits[i]);
		for (unsigned i = 0; i < ASKED && a->cases.ids; i++)
			ask_why(a, (uint32_t)rng_below(
					   &a->cases.rng, a->cases.ids));
	}
}

static void test_random(void **state)
{
	(void)state;
	struct answers a = {0};
	cases_begin(&a.cases, seed());
	for (unsigned i = rounds(5); i > 0; i--) {
		cases_index(&a.cases);
		for (unsigned k = 0; k < QUERIES; k++)
			check_query(&a);
	}
	search_result_release(&a.result);
	arena_release(&a.arena);
	cases_end(&a.cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
