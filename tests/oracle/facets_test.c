/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts of facets against a count by hand, over random corpora. */
#include "query/facets.h"
#include "tests/oracle/values.h"

static const enum column_id COLUMNS[] = {
	COLUMN_AUTHOR, COLUMN_TAG, COLUMN_CATEGORY, COLUMN_LANGUAGE};
enum { FACETS = sizeof COLUMNS / sizeof *COLUMNS };

/* Of all documents of a result. */
static uint64_t count_value(
	const struct search_result *r, enum column_id column, struct str value)
{
	struct stored_reader reader = {0};
	struct arena arena = {0};
	uint64_t n = 0;
	for (uint32_t i = 0; i < r->count; i++) {
		struct record record;
		struct str single;
		arena_clear(&arena);
		assert_int_equal(search_record(&reader, &arena, &r->hits[i],
					 &record, NULL),
			OK);
		struct record_list l = values_of(&record, column, &single);
		bool has = false;
		for (uint32_t k = 0; k < l.len; k++)
			has = has || str_eq(l.v[k], value);
		n += has;
	}
	stored_reader_release(&reader);
	arena_release(&arena);
	return n;
}

static void find(struct searcher *s, const char *query, struct search_result *r)
{
	struct search_request q = {.query = str_from(query),
		.match = SEARCH_ALL,
		.limit = 2 * VALUES_DOCS,
		.total = true,
		.now = VALUES_NOW};
	assert_int_equal(search_run(s, &q, r, NULL), OK);
}

static bool has_selected(const struct facet *f)
{
	for (size_t i = 0; i < f->values.len; i++)
		if (f->values.v[i].selected)
			return true;
	return false;
}

/* `query` is typed; `open` is what counts of that facet are to be of. */
static void check(struct searcher *s, const char *query, const char *open,
	unsigned facet, unsigned selected)
{
	struct search_result typed = {0}, wide = {0};
	struct facet v[FACETS] = {0};
	unsigned marked = 0;
	for (unsigned i = 0; i < FACETS; i++)
		v[i].column = COLUMNS[i];
	find(s, query, &typed);
	find(s, open, &wide);
	assert_int_equal(facets_count(v, FACETS, s, &typed, NULL), OK);
	for (unsigned i = 0; i < FACETS; i++) {
		struct search_result *r = i == facet ? &wide : &typed;
		if (i != facet && has_selected(&v[i]))
			continue; /* asked for in another query */
		for (size_t k = 0; k < v[i].values.len; k++) {
			const struct facet_value *x = &v[i].values.v[k];
			assert_true(x->count > 0);
			assert_int_equal(
				x->count, count_value(r, v[i].column, x->key));
			marked += i == facet && x->selected;
		}
		for (unsigned k = 0; k < VALUES_MAX; k++) {
			char name[8];
			snprintf(name, sizeof name, "T%u", k);
			if (COLUMNS[i] == COLUMN_TAG &&
				count_value(r, COLUMN_TAG, str_from(name)))
				assert_true(
					map_find(&v[i].keys, str_from(name)) !=
					MAP_NONE);
		}
	}
	assert_int_equal(marked, selected);
	facets_release(v, FACETS);
	search_result_release(&typed);
	search_result_release(&wide);
}

static void facets_count_what_is_there(void **state)
{
	struct rng rng;
	(void)state;
	rng_init(&rng, seed());
	for (unsigned i = 0; i < rounds(6); i++) {
		const char *folder = temp_dir();
		struct arena arena = {0};
		struct searcher s;
		for (unsigned k = 0; k < 4; k++)
			values_commit(&rng, folder, &arena);
		const char *index = index_folder(folder);
		const char *both[] = {index, index};
		assert_int_equal(searcher_open(&s, both, 1 + i % 2, NULL), OK);
		check(&s, "*", "*", FACETS, 0);
		check(&s, "gut OR skin", "gut OR skin", FACETS, 0);
		check(&s, "tag:t1", "*", 1, 1);
		check(&s, "tag:t1 gut tag:t2 lang:en", "gut lang:en", 1, 2);
		check(&s, "tag:t1 gut tag:t2 lang:en", "gut tag:t1 tag:t2", 3,
			1);
		check(&s, "gut AND tag:t1", "gut AND tag:t1", 1, 1);
		check(&s, "tag:t1 -tag:t2 skin", "-tag:t2 skin", 1, 1);
		check(&s, "+tag:t1 +tag:t2", "+tag:t1 +tag:t2", 1, 2);
		check(&s, "author:kim author:a skin", "skin", 0, VALUES_MAX);
		check(&s, "author:\"kim a\" acne~", "acne~", 0, 1);
		check(&s, "category:(c1 c2) gut", "gut", 2, 2);
		searcher_close(&s);
		arena_release(&arena);
		remove_tree(folder);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(facets_count_what_is_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
