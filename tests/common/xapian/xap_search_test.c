/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/glass.h"
#include "tests/support/test.h"

static const char *const TEXTS[] = {"skin acne red", "skin skin dry",
	"skin gut long text of many words red", "gut gut red", "hair dry",
	"skin acne and dry hair dry"};

enum { COUNT = 6 };

static struct xap_writer *writer;
static struct xap_db *db;

static int set_up(void **state)
{
	struct error err = {0};
	(void)state;
	glass_ok(xap_writer_memory(&writer, &err), &err);
	for (unsigned i = 0; i < COUNT; i++)
		glass_add(writer, TEXTS[i]);
	db = xap_writer_db(writer);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	xap_writer_free(writer);
	return 0;
}

static struct xap_result *search(const char *term, struct xap_search how)
{
	struct error err = {0};
	struct xap_query *q = glass_term(term);
	struct xap_result *found = NULL;
	how.limit = how.limit ? how.limit : 100;
	glass_ok(xap_db_search(db, q, &how, &found, &err), &err);
	xap_query_free(q);
	return found;
}

/* The documents, in order; frees the result. */
static void hits_are(struct xap_result *found, const char *want)
{
	struct buf got = {0};
	uint32_t count;
	const struct xap_hit *hits = xap_result_hits(found, &count);
	for (uint32_t i = 0; i < count; i++)
		buf_printf(&got, "%u ", hits[i].doc);
	buf_putc(&got, 0);
	assert_string_equal(got.p, want);
	buf_release(&got);
	xap_result_free(found);
}

static double score_of(struct xap_result *found, uint32_t doc)
{
	double score = -1;
	uint32_t count;
	const struct xap_hit *hits = xap_result_hits(found, &count);
	for (uint32_t i = 0; i < count; i++)
		if (hits[i].doc == doc)
			score = hits[i].score;
	xap_result_free(found);
	return score;
}

static void hits(void **state)
{
	struct xap_totals t;
	uint32_t count;
	(void)state;
	struct xap_result *found = search("skin", (struct xap_search){0});
	const struct xap_hit *h = xap_result_hits(found, &count);
	xap_result_totals(found, &t);
	assert_int_equal(count, 4);
	assert_int_equal(h[0].doc, 2);
	assert_int_equal(h[0].rank, 0);
	assert_int_equal(h[0].percent, 100);
	assert_true(h[0].score == t.best && t.possible >= t.best);
	assert_true(h[1].score < h[0].score && h[1].percent < 100);
	assert_int_equal(h[0].collapse_value.len + h[0].sort_key.len, 0);
	assert_int_equal(t.estimate, 4);
	xap_result_free(found);
	found = search("skin", (struct xap_search){.offset = 1, .limit = 2});
	h = xap_result_hits(found, &count);
	assert_int_equal(count, 2);
	assert_int_equal(h[0].rank, 1);
	xap_result_free(found);
	xap_result_free(NULL);
	hits_are(search("zebra", (struct xap_search){0}), "");
}

static void totals(void **state)
{
	struct xap_totals t;
	(void)state;
	struct xap_result *found =
		search("skin", (struct xap_search){.limit = 1, .exact = true});
	xap_result_totals(found, &t);
	assert_int_equal(t.low, 4);
	assert_int_equal(t.high, 4);
	xap_result_free(found);
	found = search("skin", (struct xap_search){.limit = 1,
				       .exact = true,
				       .collapse = 1,
				       .collapse_slot = 1});
	xap_result_totals(found, &t);
	assert_int_equal(t.estimate, 2);
	assert_int_equal(t.all_low, 4);
	assert_int_equal(t.all_estimate, 4);
	assert_int_equal(t.all_high, 4);
	xap_result_free(found);
}

static void orders(void **state)
{
	struct xap_key length = {.slot = 0}, last[] = {{1, true}, {0, false}};
	struct xap_search how = {
		.order = XAP_BY_KEYS, .keys = &length, .key_count = 1};
	(void)state;
	hits_are(search("skin", how), "1 2 6 3 ");
	length.down = true;
	hits_are(search("skin", how), "3 6 1 2 ");
	how.rest = XAP_DOWN;
	hits_are(search("skin", how), "3 6 2 1 ");
	how.rest = XAP_UP;
	how.order = XAP_BY_KEYS_THEN_SCORE;
	hits_are(search("skin", how), "3 6 2 1 ");
	how.scheme = XAP_BOOL;
	how.order = XAP_BY_SCORE_THEN_KEYS;
	hits_are(search("skin", how), "3 6 1 2 ");
	how.keys = last;
	how.key_count = 2;
	hits_are(search("skin", how), "1 3 2 6 ");
	how.order = XAP_BY_KEYS_THEN_SCORE;
	hits_are(search("skin", how), "1 3 2 6 ");
	how.order = XAP_BY_KEYS;
	struct xap_result *found = search("skin", how);
	uint32_t count;
	const struct xap_hit *h = xap_result_hits(found, &count);
	assert_true(h[0].sort_key.len > 0);
	hits_are(found, "1 3 2 6 ");
	how = (struct xap_search){.scheme = XAP_BOOL, .rest = XAP_ANY};
	hits_are(search("skin", how), "1 2 3 6 ");
}

static void collapsed(void **state)
{
	struct xap_search how = {.collapse = 1, .collapse_slot = 1};
	uint32_t count;
	(void)state;
	struct xap_result *found = search("skin", how);
	const struct xap_hit *h = xap_result_hits(found, &count);
	assert_int_equal(count, 2);
	assert_true(str_eq(h[0].collapse_value, STR("dry")));
	assert_int_equal(h[0].collapsed, 1);
	hits_are(found, "2 1 ");
	how.collapse = 2;
	hits_are(search("skin", how), "2 1 6 3 ");
}

static void cut_off(void **state)
{
	(void)state;
	double best = score_of(search("skin", (struct xap_search){0}), 2);
	hits_are(search("skin", (struct xap_search){.min_percent = 99}), "2 ");
	hits_are(search("skin", (struct xap_search){.min_score = best * .999}),
		"2 ");
}

static void schemes(void **state)
{
	struct xap_bm25 p = {1.2, 0, 0, .75, 0, 1};
	struct xap_search how = {.bm25 = &p};
	(void)state;
	double own = score_of(search("gut", (struct xap_search){0}), 4);
	double given = score_of(search("gut", how), 4);
	assert_true(given > 0 && given != own);
	how.scheme = XAP_BM25_PLUS;
	double plus = score_of(search("gut", how), 4);
	assert_true(plus > given);
	how.bm25 = NULL;
	assert_true(score_of(search("gut", how), 4) > 0);
	how.scheme = XAP_TF_IDF;
	double tf = score_of(search("gut", how), 4);
	how.tf_idf = "nnn";
	assert_true(tf > 0 && score_of(search("gut", how), 4) == 2);
	how.scheme = XAP_COORD;
	assert_true(score_of(search("gut", how), 4) == 1);
	how.scheme = XAP_BOOL;
	assert_true(score_of(search("gut", how), 4) == 0);
}

static void counted_values(void **state)
{
	static const unsigned slots[] = {1, 7};
	struct xap_search how = {.exact = true,
		.limit = 1,
		.count_slots = slots,
		.count_slots_count = 2};
	struct error err = {0};
	struct xap_walk *walk = NULL;
	uint32_t seen = 0;
	(void)state;
	struct xap_result *found = search("red", how);
	glass_ok(xap_result_values(found, 0, 10, &seen, &walk, &err), &err);
	assert_int_equal(seen, 3);
	glass_walk_is(walk, "red/0/3 ");
	glass_ok(xap_result_values(found, 1, 10, NULL, &walk, &err), &err);
	glass_walk_is(walk, "");
	walk = NULL;
	assert_int_equal(xap_result_values(found, 2, 10, NULL, &walk, &err),
		ERR_INVALID);
	assert_non_null(
		strstr(err.text, "values of that slot were not counted"));
	assert_null(walk);
	xap_result_free(found);
	found = search("skin", how);
	glass_ok(xap_result_values(found, 0, 1, &seen, &walk, &err), &err);
	xap_result_free(found);
	glass_walk_is(walk, "dry/0/2 ");
}

/* What no program asks for. */
static void what_is_refused(void **state)
{
	(void)state;
	const struct {
		struct xap_search how;
		const char *sentence;
	} cases[] = {
		{{.scheme = (enum xap_scheme)7}, "no such weighting scheme"},
		{{.order = XAP_BY_KEYS}, "no keys to sort by"},
		{{.rest = (enum xap_rest)3}, "no such order"},
	};
	struct error err = {0};
	struct xap_query *q = glass_term("acne");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct xap_result *found = NULL;
		assert_int_equal(
			xap_db_search(db, q, &cases[i].how, &found, &err),
			ERR_INVALID);
		assert_non_null(strstr(err.text, cases[i].sentence));
		assert_null(found);
	}
	xap_query_free(q);
}

static void what_a_hit_has(void **state)
{
	struct error err = {0};
	struct buf data = {0};
	struct xap_walk *walk = NULL;
	struct xap_doc *doc = NULL;
	uint32_t docs = 0;
	double score = 0;
	(void)state;
	struct xap_result *found = search("acne", (struct xap_search){0});
	glass_ok(xap_result_fetch(found, 0, 2, &err), &err);
	glass_ok(xap_result_fetch(found, 9, 0, &err), &err);
	assert_int_equal(xap_result_fetch(found, 1, 2, &err), ERR_INVALID);
	glass_ok(
		xap_result_term(found, STR("acne"), &docs, &score, &err), &err);
	assert_int_equal(docs, 2);
	assert_true(score > 0);
	glass_ok(xap_result_terms(found, 0, &walk, &err), &err);
	glass_walk_is(walk, "acne/0/0 ");
	glass_ok(xap_result_doc(found, 1, &doc, &err), &err);
	assert_int_equal(xap_result_doc(found, 2, &doc, &err), ERR_INVALID);
	assert_non_null(strstr(err.text, "there is no such hit"));
	assert_int_equal(xap_result_terms(found, 2, &walk, &err), ERR_INVALID);
	xap_result_free(found);
	glass_ok(xap_doc_data(doc, &data, &err), &err);
	assert_true(str_eq(buf_str(&data), str_from(TEXTS[5])));
	xap_doc_free(doc);
	buf_release(&data);
}

static void relevance(void **state)
{
	static const uint32_t good[] = {1, 6};
	struct error err = {0};
	struct xap_walk *walk;
	struct xap_item item;
	struct xap_query *q = glass_term("skin");
	struct xap_expand how = {.limit = 3,
		.relevant = good,
		.relevant_count = 2,
		.but = q,
		.exact = true};
	(void)state;
	double before = score_of(search("acne", (struct xap_search){0}), 1);
	double after =
		score_of(search("acne", (struct xap_search){.relevant = good,
						.relevant_count = 2}),
			1);
	assert_true(after > before);
	glass_ok(xap_db_expand(db, &how, &walk, &err), &err);
	assert_true(xap_walk_next(walk, &item));
	assert_true(str_eq(item.text, STR("acne")));
	assert_true(item.weight > 0);
	xap_walk_seek_text(walk, STR("a"));
	assert_int_equal(xap_walk_close(walk, &err), ERR_INVALID);
	how.prefix = STR("h");
	how.bo1 = true;
	glass_ok(xap_db_expand(db, &how, &walk, &err), &err);
	glass_walk_is(walk, "hair/0/0 ");
	how = (struct xap_expand){.limit = 9,
		.relevant = good,
		.relevant_count = 2,
		.k = 2,
		.min_worth = 1000};
	glass_ok(xap_db_expand(db, &how, &walk, &err), &err);
	glass_walk_is(walk, "");
	xap_query_free(q);
}

static void refusals(void **state)
{
	static const struct xap_search bad[] = {
		{.scheme = (enum xap_scheme)7},
		{.order = XAP_BY_KEYS},
		{.rest = (enum xap_rest)3},
		{.scheme = XAP_TF_IDF, .tf_idf = "???"},
	};
	struct error err = {0};
	struct xap_result *found = NULL;
	struct xap_query *q = glass_term("skin");
	struct xap_db *none;
	(void)state;
	for (unsigned i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(xap_db_search(db, q, &bad[i], &found, &err),
			ERR_INVALID);
	assert_int_equal(xap_db_group(&none), OK);
	assert_int_equal(
		xap_db_search(none, q, &(struct xap_search){0}, &found, &err),
		ERR_INVALID);
	assert_null(found);
	xap_db_free(none);
	xap_query_free(q);
}

/* What it gives up has no bearing on so few. */
static void in_time(void **state)
{
	struct xap_search how = {
		.time_limit = 5, .check = 2, .query_length = 3, .limit = 1};
	(void)state;
	hits_are(search("skin", how), "2 ");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(hits),
		TEST(totals),
		TEST(orders),
		TEST(collapsed),
		TEST(cut_off),
		TEST(schemes),
		TEST(counted_values),
		TEST(what_is_refused),
		TEST(what_a_hit_has),
		TEST(relevance),
		TEST(refusals),
		TEST(in_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
