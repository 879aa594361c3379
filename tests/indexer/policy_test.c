/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Indexes that grow and shrink, of up to a million documents, simulated: never
 * more segments than policy.h says, nor more written. */
#include "indexer/policy.h"
#include "common/base/vec.h"
#include "tests/support/test.h"

#include <math.h>

enum { UNIT = 16 << 10 };

struct model {
	VEC(struct policy_row) rows;
	double committed, deleted, written; /* bytes */
	uint64_t commits;
};

static uint64_t live_bytes(const struct policy_row *r)
{
	return (uint64_t)((double)r->bytes * r->live / r->docs);
}

static void replace(struct model *m, struct policy_run run)
{
	struct policy_row sum = {0};
	for (uint32_t i = run.first; i < run.first + run.count; i++) {
		sum.bytes += live_bytes(&m->rows.v[i]);
		sum.live += m->rows.v[i].live;
	}
	sum.docs = sum.live;
	m->written += (double)sum.bytes;
	uint32_t n = run.first;
	if (sum.docs)
		m->rows.v[n++] = sum;
	for (size_t i = run.first + run.count; i < m->rows.len; i++)
		m->rows.v[n++] = m->rows.v[i];
	m->rows.len = n;
}

static void expect_few(const struct model *m)
{
	double total = 0;
	for (size_t i = 0; i < m->rows.len; i++) {
		const struct policy_row *r = &m->rows.v[i];
		total += (double)live_bytes(r);
		assert_true(r->live * UINT64_C(2) > r->docs);
	}
	double most = total < UNIT ? 4 : 4 + log2(total / UNIT);
	assert_true((double)m->rows.len <= most);
}

static void settle(struct model *m)
{
	struct policy_run run;
	while ((run = policy_next(m->rows.v, (uint32_t)m->rows.len)).count) {
		assert_true(run.first + run.count <= m->rows.len);
		replace(m, run);
	}
	expect_few(m);
}

static void commit(struct model *m, uint32_t docs, uint64_t bytes)
{
	struct policy_row row = {bytes, docs, docs};
	assert_int_equal(vec_push(&m->rows, row), OK);
	m->committed += (double)bytes;
	m->written += (double)bytes;
	m->commits++;
	settle(m);
}

/* Some documents of a random segment go; all of one is the writer's to drop. */
static void delete_some(struct model *m, struct rng *r)
{
	struct policy_row *row = &m->rows.v[rng_below(r, m->rows.len)];
	uint32_t n = (uint32_t)rng_below(r, row->live);
	m->deleted += (double)row->bytes * n / row->docs;
	row->live -= n;
	settle(m);
}

static void expect_cheap(struct model *m, double times)
{
	assert_true(m->written <= m->committed * times + m->deleted);
	vec_release(&m->rows);
}

static void one_size(void **state)
{
	(void)state;
	static const struct {
		uint64_t commits, bytes;
		double times;
	} cases[] = {{1, 2048, 1}, {30, 3000, 3}, {1000, 3000, 4.5},
		{1000, 1 << 20, 4}, {100000, 2200, 8}, {1000000, 2048, 9.5}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct model m = {0};
		for (uint64_t n = 0; n < cases[i].commits; n++)
			commit(&m, 1, cases[i].bytes);
		print_message("%llu commits of %llu bytes: %.2f times, "
			      "%zu segments\n",
			(unsigned long long)cases[i].commits,
			(unsigned long long)cases[i].bytes,
			m.written / m.committed, m.rows.len);
		expect_cheap(&m, cases[i].times);
	}
}

/* A large index is left alone by small commits. */
static void large_first(void **state)
{
	(void)state;
	struct model m = {0};
	commit(&m, 1000000, UINT64_C(2) << 30);
	for (int i = 0; i < 10000; i++)
		commit(&m, 1, 3000);
	assert_int_equal(m.rows.v[0].docs, 1000000);
	expect_cheap(&m, 1.2);
}

/* Sizes that make every commit larger than some before it. */
static void ruler(void **state)
{
	(void)state;
	struct model m = {0};
	for (uint64_t i = 1; i <= 10000; i++) {
		uint64_t size = i & -i;
		commit(&m, (uint32_t)size, size * 2048);
	}
	expect_cheap(&m, 6);
}

static uint32_t random_size(struct rng *r, uint64_t kind)
{
	switch (kind) {
	case 0:
		return 1;
	case 1:
		return (uint32_t)(1 + rng_below(r, 100));
	default: /* one order of magnitude as likely as another */
		return (uint32_t)1 << rng_below(r, 14);
	}
}

static void random_sizes(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, seed());
	for (unsigned i = rounds(300); i > 0; i--) {
		struct model m = {0};
		uint64_t kind = rng_below(&r, 3), often = rng_below(&r, 4);
		uint64_t commits = 1 + rng_below(&r, 1000);
		for (uint64_t n = 0; n < commits; n++) {
			uint32_t docs = random_size(&r, kind);
			commit(&m, docs, docs * (2048 + rng_below(&r, 2000)));
			for (uint64_t k = rng_below(&r, often + 1); k > 0; k--)
				delete_some(&m, &r);
		}
		expect_cheap(&m, 1 + log2((double)m.commits));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_size),
		cmocka_unit_test(large_first),
		cmocka_unit_test(ruler),
		cmocka_unit_test(random_sizes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
