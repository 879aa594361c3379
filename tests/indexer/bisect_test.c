/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/bisect.h"
#include "common/base/vec.h"
#include "tests/support/test.h"

struct marked {
	VEC(uint64_t) starts;
	VEC(uint32_t) marks;
	uint32_t mark_count;
};

static void put_mark(struct marked *m, uint32_t mark)
{
	uint64_t from = m->starts.v[m->starts.len - 1];
	for (uint64_t i = from; i < m->marks.len; i++)
		if (m->marks.v[i] == mark)
			return;
	assert_int_equal(vec_push(&m->marks, mark), OK);
}

/* `count` things, each of a random one of `clusters`, which has 8 marks of its
 * own; a quarter of the marks of a thing are anyone's. */
static void make(struct marked *m, struct rng *r, uint32_t count,
	uint32_t clusters, uint32_t *of)
{
	*m = (struct marked){.mark_count = 8 * clusters};
	for (uint32_t i = 0; i < count; i++) {
		of[i] = (uint32_t)rng_below(r, clusters);
		assert_int_equal(vec_push(&m->starts, m->marks.len), OK);
		for (uint64_t n = rng_below(r, 12); n > 0; n--)
			put_mark(m,
				rng_below(r, 4)
					? 8 * of[i] + (uint32_t)rng_below(r, 8)
					: (uint32_t)rng_below(r, 8 * clusters));
	}
	assert_int_equal(vec_push(&m->starts, m->marks.len), OK);
}

static void drop(struct marked *m)
{
	vec_release(&m->starts);
	vec_release(&m->marks);
}

static void order_things(
	const struct marked *m, unsigned threads, uint32_t *order)
{
	struct crew c;
	struct bisect in = {m->starts.v, m->marks.v,
		(uint32_t)m->starts.len - 1, m->mark_count};
	assert_int_equal(crew_begin(&c, threads, threads), OK);
	assert_int_equal(bisect(&in, &c, order), OK);
	crew_end(&c);
}

static void assert_permutation(const uint32_t *order, uint32_t count)
{
	bool *seen = calloc(count + 1u, sizeof *seen);
	for (uint32_t i = 0; i < count; i++) {
		assert_true(order[i] < count);
		assert_false(seen[order[i]]);
		seen[order[i]] = true;
	}
	free(seen);
}

static void test_permutation(void **state)
{
	(void)state;
	static const uint32_t counts[] = {0, 1, 2, 127, 129, 1000, 9001};
	struct rng r;
	rng_init(&r, seed());
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		uint32_t n = counts[i];
		uint32_t *of = calloc(n + 1u, sizeof *of);
		uint32_t *order = calloc(n + 1u, sizeof *order);
		uint32_t *again = calloc(n + 1u, sizeof *again);
		struct marked m;
		make(&m, &r, n, 1 + (uint32_t)rng_below(&r, 40), of);
		order_things(&m, 1, order);
		assert_permutation(order, n);
		order_things(&m, 3, again);
		assert_memory_equal(order, again, n * sizeof *order);
		drop(&m);
		free(of);
		free(order);
		free(again);
	}
}

/* Leaves have 78 things, a cluster 625: most neighbours are of one. */
static void test_clusters(void **state)
{
	(void)state;
	enum { COUNT = 10000, CLUSTERS = 16 };
	static uint32_t of[COUNT], order[COUNT];
	uint32_t alike = 0;
	struct rng r;
	struct marked m;
	rng_init(&r, seed());
	make(&m, &r, COUNT, CLUSTERS, of);
	order_things(&m, 2, order);
	for (uint32_t i = 1; i < COUNT; i++)
		alike += of[order[i]] == of[order[i - 1]];
	drop(&m);
	assert_true(alike > COUNT * 7 / 10); /* by chance 1 in 16 */
}

/* Things that are in order stay so. */
static void test_no_marks(void **state)
{
	(void)state;
	enum { COUNT = 1000 };
	static uint64_t starts[COUNT + 1];
	static uint32_t order[COUNT];
	struct crew c;
	uint32_t mark = 0;
	assert_int_equal(crew_begin(&c, 1, 1), OK);
	assert_int_equal(
		bisect(&(struct bisect){starts, &mark, COUNT, 0}, &c, order),
		OK);
	crew_end(&c);
	for (uint32_t i = 0; i < COUNT; i++)
		assert_int_equal(order[i], i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_permutation),
		cmocka_unit_test(test_clusters),
		cmocka_unit_test(test_no_marks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
