/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Orders by columns against documents that are compared one by one. */
#include "tests/oracle/values.h"

enum { FOUND_MAX = 2 * VALUES_DOCS };

/* A document found, with what it is sorted by. */
struct found {
	uint64_t ordinal;
	int64_t date, modified;
	char texts[COLUMN_COUNT + 1][32]; /* folded; [COLUMN_COUNT]: its id */
};

static const struct sort *order; /* of compare() */

static int compare_key(
	const struct found *a, const struct found *b, struct sort_key key)
{
	int way = key.down ? -1 : 1;
	if (key.by == COLUMN_DATE) {
		bool none = a->date == RECORD_NO_TIME;
		if (none != (b->date == RECORD_NO_TIME))
			return none ? 1 : -1;
		return way * ((a->date > b->date) - (a->date < b->date));
	}
	const char *x = a->texts[key.by], *y = b->texts[key.by];
	if (!*x != !*y)
		return *x ? -1 : 1;
	return way * strcmp(x, y);
}

static int compare(const void *a, const void *b)
{
	const struct found *x = a, *y = b;
	for (uint32_t i = 0; i < order->count; i++) {
		int c = compare_key(x, y, order->keys[i]);
		if (c)
			return c;
	}
	return x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

static void read_found(
	const struct search_hit *hit, const struct record *r, struct found *x)
{
	*x = (struct found){.ordinal = hit->ordinal, .date = r->date};
	snprintf(x->texts[SORT_BY_ID], sizeof x->texts[0], STR_FMT,
		STR_ARG(r->id));
	for (unsigned c = COLUMN_AUTHOR; c <= COLUMN_LANGUAGE; c++) {
		struct str single;
		struct buf b = {0};
		struct record_list l = values_of(r, (enum column_id)c, &single);
		if (l.len)
			analyzer_fold(l.v[0], LANGUAGE_NONE, &b);
		snprintf(x->texts[c], sizeof x->texts[c], STR_FMT,
			STR_ARG(buf_str(&b)));
		buf_release(&b);
	}
}

static void find(
	struct searcher *s, struct search_request q, struct search_result *r)
{
	q.match = SEARCH_ALL;
	q.total = true;
	q.now = VALUES_NOW;
	assert_int_equal(search_run(s, &q, r, NULL), OK);
}

/* All that a query finds, by score. */
static uint32_t find_all(
	struct searcher *s, const char *query, struct found *out)
{
	struct search_result r = {0};
	struct stored_reader reader = {0};
	struct arena arena = {0};
	find(s,
		(struct search_request){
			.query = str_from(query), .limit = FOUND_MAX},
		&r);
	for (uint32_t i = 0; i < r.count; i++) {
		struct record record;
		arena_clear(&arena);
		assert_int_equal(search_record(&reader, &arena, &r.hits[i],
					 &record, NULL),
			OK);
		read_found(&r.hits[i], &record, &out[i]);
	}
	uint32_t count = r.count;
	stored_reader_release(&reader);
	arena_release(&arena);
	search_result_release(&r);
	return count;
}

/* Page after page of them. */
static void check_order(struct searcher *s, const char *query,
	const struct sort *sort, const struct found *all, uint32_t count)
{
	struct search_result r = {0};
	uint32_t page = count / 3 + 1;
	for (uint32_t at = 0; at <= count; at += page) {
		find(s,
			(struct search_request){.query = str_from(query),
				.limit = page,
				.offset = at,
				.sort = *sort},
			&r);
		assert_int_equal(r.total, count);
		uint32_t want = count - at < page ? count - at : page;
		assert_int_equal(r.count, want);
		for (uint32_t i = 0; i < want; i++)
			assert_int_equal(
				r.hits[i].ordinal, all[at + i].ordinal);
	}
	search_result_release(&r);
}

static void check(struct searcher *s, const char *query, struct rng *rng)
{
	static const char *const names[] = {
		"date", "author", "tag", "category", "lang", "id"};
	static struct found all[FOUND_MAX];
	struct buf text = {0};
	struct sort sort;
	for (unsigned i = 0, n = 1 + (unsigned)rng_below(rng, 4); i < n; i++)
		buf_printf(&text, "%s%s%s", i ? "," : "",
			rng_below(rng, 2) ? "-" : "", names[rng_below(rng, 6)]);
	assert_true(sort_parse(buf_str(&text), &sort));
	uint32_t count = find_all(s, query, all);
	order = &sort;
	qsort(all, count, sizeof *all, compare);
	check_order(s, query, &sort, all, count);
	buf_release(&text);
}

static void sorts_as_documents_say(void **state)
{
	static const char *const queries[] = {"*", "gut", "skin OR acne",
		"tag:t1", "-tag:t2 diet", "gut~ lang:en", "\"gut skin\"",
		"zyzzyva"};
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
		for (unsigned k = 0; k < 40; k++)
			check(&s, queries[k % 8], &rng);
		searcher_close(&s);
		arena_release(&arena);
		remove_tree(folder);
	}
}

static void names_of_keys(void **state)
{
	struct sort sort;
	(void)state;
	assert_true(sort_parse(STR("category,-date"), &sort));
	assert_int_equal(sort.count, 2);
	assert_int_equal(sort.keys[0].by, COLUMN_CATEGORY);
	assert_false(sort.keys[0].down);
	assert_int_equal(sort.keys[1].by, COLUMN_DATE);
	assert_true(sort.keys[1].down);
	assert_true(sort_parse(STR("-id"), &sort));
	assert_int_equal(sort.keys[0].by, SORT_BY_ID);
	assert_false(sort_parse(STR(""), &sort));
	assert_false(sort_parse(STR("title"), &sort));
	assert_false(sort_parse(STR("date,"), &sort));
	assert_false(sort_parse(STR("--date"), &sort));
	assert_false(sort_parse(STR("id,id,id,id,id"), &sort));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sorts_as_documents_say),
		cmocka_unit_test(names_of_keys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
