/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/glass.h"
#include "tests/support/test.h"

#include <math.h>

/* Documents of one-letter terms; number i + 1 has the letters of TEXTS[i]. */
static const char *const TEXTS[] = {
	"xxxxab", "ab", "ba", "bcccca", "c", "ccbdac", "a", "bdddda"};

enum { TEXT_COUNT = sizeof TEXTS / sizeof *TEXTS };

static struct xap_writer *make(void)
{
	struct xap_writer *w = NULL;
	assert_int_equal(xap_writer_memory(&w, NULL), OK);
	for (unsigned i = 0; i < TEXT_COUNT; i++) {
		struct xap_doc *doc;
		uint32_t number;
		assert_int_equal(xap_doc_new(&doc), OK);
		for (unsigned k = 0; TEXTS[i][k]; k++) {
			struct str term = {TEXTS[i] + k, 1};
			assert_int_equal(
				xap_doc_add_posting(doc, term, k, 1), OK);
		}
		assert_int_equal(xap_doc_set_number(doc, 0, i), OK);
		assert_int_equal(xap_writer_add(w, doc, &number, NULL), OK);
		assert_int_equal(number, i + 1);
		xap_doc_free(doc);
	}
	return w;
}

static struct xap_query *letter(const char *l)
{
	struct xap_query *q = NULL;
	assert_int_equal(xap_query_term(str_from(l), 1, &q), OK);
	return q;
}

static struct xap_query *join(enum xap_op op, struct xap_query *a,
	struct xap_query *b, uint32_t window)
{
	struct xap_query *kids[] = {a, b}, *q = NULL;
	assert_int_equal(xap_query_join(op, kids, 2, window, &q), OK);
	xap_query_free(a);
	xap_query_free(b);
	return q;
}

/* Scores by document into out[1 ...], -1 where it does not match. */
static void search(struct xap_writer *w, struct xap_query *q, double *out)
{
	struct xap_bm25 bm25 = {.k1 = 1.2, .b = 0.75};
	struct xap_search how = {
		.bm25 = &bm25, .limit = TEXT_COUNT, .exact = true};
	struct xap_result *found;
	struct xap_totals totals;
	uint32_t count;
	for (unsigned i = 0; i <= TEXT_COUNT; i++)
		out[i] = -1;
	assert_int_equal(
		xap_db_search(xap_writer_db(w), q, &how, &found, NULL), OK);
	const struct xap_hit *hits = xap_result_hits(found, &count);
	xap_result_totals(found, &totals);
	assert_int_equal(totals.low, count);
	assert_int_equal(totals.high, count);
	for (uint32_t i = 0; i < count; i++)
		out[hits[i].doc] = hits[i].score;
	xap_result_free(found);
	xap_query_free(q);
}

static void assert_score(double a, double b)
{
	assert_true(a - b < 1e-9 && b - a < 1e-9);
}

static void test_search(void **state)
{
	(void)state;
	double a[TEXT_COUNT + 1], b[TEXT_COUNT + 1], x[TEXT_COUNT + 1];
	struct xap_writer *w = make();
	struct xap_query *range;
	search(w, letter("a"), a);
	search(w, letter("b"), b);
	search(w, join(XAP_AND, letter("a"), letter("b"), 0), x);
	assert_score(x[2], a[2] + b[2]);
	assert_score(x[7], -1);
	search(w, join(XAP_PHRASE, letter("a"), letter("b"), 2), x);
	assert_true(x[1] > 0 && x[2] > 0 && x[3] < 0 && x[4] < 0);
	search(w, join(XAP_NEAR, letter("a"), letter("b"), 2), x);
	assert_true(x[2] > 0 && x[3] > 0 && x[4] < 0);
	assert_int_equal(xap_query_numbers(0, 2, 4, &range), OK);
	search(w, join(XAP_FILTER, letter("a"), range, 0), x);
	assert_true(x[2] < 0 && x[3] == a[3] && x[4] == a[4] && x[5] < 0);
	xap_writer_free(w);
}

/* What Xapian 1.4 itself gets wrong; xap_query.cc says how. */
static void test_repairs(void **state)
{
	(void)state;
	double a[TEXT_COUNT + 1], b[TEXT_COUNT + 1], c[TEXT_COUNT + 1];
	double x[TEXT_COUNT + 1];
	struct xap_writer *w = make();
	struct xap_query *q;
	search(w, letter("a"), a);
	search(w, letter("b"), b);
	search(w, letter("c"), c);
	q = join(XAP_OR, letter("a"), letter("b"), 0);
	search(w, join(XAP_MAX, q, letter("x"), 0), x);
	assert_score(x[3], a[3] + b[3]);
	q = join(XAP_MAX, letter("a"), letter("b"), 0);
	search(w, join(XAP_OR, q, letter("c"), 0), x);
	assert_score(x[3], a[3] > b[3] ? a[3] : b[3]);
	q = join(XAP_PHRASE, letter("a"), letter("b"), 2);
	q = join(XAP_OR, q, letter("c"), 0);
	search(w, join(XAP_MAYBE, letter("a"), q, 0), x);
	assert_score(x[4], a[4] + c[4]);
	xap_writer_free(w);
}

static void test_refusals(void **state)
{
	(void)state;
	struct xap_query *q = NULL, *term = letter("a");
	double x[TEXT_COUNT + 1];
	struct xap_writer *w = make();
	assert_int_equal(xap_query_scale(term, -1, &q), ERR_INVALID);
	assert_null(q);
	xap_query_free(term);
	assert_int_equal(xap_query_none(&q), OK);
	search(w, q, x);
	assert_true(x[1] < 0);
	assert_int_equal(xap_query_all(&q), OK);
	search(w, q, x);
	assert_score(x[5], 0);
	assert_int_equal(xap_query_fixed(2.5, &q), OK);
	search(w, q, x);
	assert_score(x[5], 2.5);
	xap_writer_free(w);
}

static void test_other_operators(void **state)
{
	double a[TEXT_COUNT + 1], x[TEXT_COUNT + 1];
	struct xap_writer *w = make();
	(void)state;
	search(w, letter("a"), a);
	search(w, join(XAP_XOR, letter("a"), letter("b"), 0), x);
	assert_score(x[7], a[7]);
	assert_true(x[1] < 0 && x[5] < 0);
	search(w, join(XAP_SYNONYM, letter("a"), letter("x"), 0), x);
	assert_true(x[1] > 0 && x[7] > 0 && x[5] < 0);
	search(w, join(XAP_ELITE, letter("a"), letter("x"), 1), x);
	assert_true(x[1] > 0 && x[7] < 0);
	search(w, join(XAP_NOT, letter("a"), letter("b"), 0), x);
	assert_score(x[7], a[7]);
	assert_true(x[1] < 0);
	xap_writer_free(w);
}

static void test_values(void **state)
{
	double x[TEXT_COUNT + 1];
	struct buf low = {0}, high = {0};
	struct xap_writer *w = make();
	struct xap_query *q;
	(void)state;
	assert_int_equal(xap_number_pack(2, &low), OK);
	assert_int_equal(xap_number_pack(4, &high), OK);
	assert_int_equal(
		xap_query_values(0, buf_str(&low), buf_str(&high), &q), OK);
	search(w, q, x);
	assert_true(x[2] < 0 && x[3] == 0 && x[5] == 0 && x[6] < 0);
	assert_int_equal(
		xap_query_values(0, (struct str){0}, buf_str(&high), &q), OK);
	search(w, q, x);
	assert_true(x[1] == 0 && x[5] == 0 && x[6] < 0);
	assert_int_equal(
		xap_query_values(0, buf_str(&low), (struct str){0}, &q), OK);
	search(w, q, x);
	assert_true(x[2] < 0 && x[3] == 0 && x[8] == 0);
	assert_int_equal(xap_query_numbers(0, 4, INFINITY, &q), OK);
	search(w, q, x);
	assert_true(x[4] < 0 && x[5] == 0 && x[8] == 0);
	assert_int_equal(xap_query_numbers(0, -INFINITY, 3, &q), OK);
	search(w, q, x);
	assert_true(x[1] == 0 && x[4] == 0 && x[5] < 0);
	assert_int_equal(xap_query_slot(0, &q), OK);
	search(w, q, x);
	assert_score(x[6], 5);
	buf_release(&low);
	buf_release(&high);
	xap_writer_free(w);
}

static struct xap_query *prefix(struct xap_prefix p)
{
	struct xap_query *q;
	assert_int_equal(xap_query_prefix(&p, &q), OK);
	return q;
}

static void test_prefix(void **state)
{
	double a[TEXT_COUNT + 1], x[TEXT_COUNT + 1];
	struct xap_writer *w = make();
	struct xap_query *q = NULL;
	(void)state;
	search(w, letter("a"), a);
	search(w, prefix((struct xap_prefix){.as = XAP_MAX}), x);
	assert_true(x[5] > 0);
	search(w, prefix((struct xap_prefix){.limit = 1, .as = XAP_OR}), x);
	assert_score(x[1], a[1]);
	assert_true(x[5] < 0);
	search(w,
		prefix((struct xap_prefix){
			.limit = 1, .common = true, .as = XAP_SYNONYM}),
		x);
	assert_true(x[7] > 0 && x[5] < 0);
	search(w, prefix((struct xap_prefix){STR("xy"), .as = XAP_OR}), x);
	assert_true(x[1] < 0);
	struct xap_prefix no = {.as = XAP_AND};
	assert_int_equal(xap_query_prefix(&no, &q), ERR_INVALID);
	assert_null(q);
	xap_writer_free(w);
}

static void test_trees(void **state)
{
	struct xap_query *q, *none, *back = NULL;
	struct xap_walk *walk;
	struct buf text = {0}, bytes = {0};
	(void)state;
	assert_int_equal(xap_query_none(&none), OK);
	assert_true(xap_query_is_none(none));
	xap_query_free(none);
	q = join(XAP_AND, letter("b"), letter("a"), 0);
	q = join(XAP_OR, q, letter("b"), 0);
	assert_false(xap_query_is_none(q));
	assert_int_equal(xap_query_terms(q, &walk), OK);
	glass_walk_is(walk, "a/0/0 b/0/0 ");
	assert_int_equal(xap_query_pack(q, &bytes), OK);
	xap_query_free(q);
	assert_int_equal(xap_query_unpack(buf_str(&bytes), &back), OK);
	assert_int_equal(xap_query_describe(back, &text), OK);
	assert_true(str_eq(buf_str(&text), STR("Query(((b AND a) OR b))")));
	xap_query_free(back);
	back = NULL;
	assert_int_equal(xap_query_unpack(STR("\xff\xff"), &back), ERR_INVALID);
	assert_null(back);
	assert_int_equal(xap_query_join((enum xap_op)15, NULL, 0, 0, &back),
		ERR_INVALID);
	xap_query_free(NULL);
	buf_release(&text);
	buf_release(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_search),
		cmocka_unit_test(test_repairs),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_other_operators),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_prefix),
		cmocka_unit_test(test_trees),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
