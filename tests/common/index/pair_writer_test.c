/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random places of a few stems, in which pairs are looked for one by one. */
#include "common/index/pair_writer.h"
#include "tests/support/test.h"

enum { STEMS = 9, DOCS = 60, PLACES = 4000 };

struct stem {
	uint32_t counts[DOCS], positions[DOCS][PLACES];
};

static struct stem *stems;

static const char *const names[STEMS] = {
	"", "a", "aa", "ab", "b", "be", "not", "or", "to"};

static int ascending(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

/* Few places, so that some are equal; at times many, or far away. */
static void make(struct rng *r, struct stem *s)
{
	for (uint32_t d = 0; d < DOCS; d++) {
		uint32_t most = rng_below(r, 40) ? 6 : PLACES;
		uint32_t from = rng_below(r, 9) ? 0 : UINT32_MAX - 19;
		s->counts[d] = (uint32_t)rng_below(r, most);
		for (uint32_t i = 0; i < s->counts[d]; i++)
			s->positions[d][i] = from + (uint32_t)rng_below(r, 20);
		if (most == PLACES)
			for (uint32_t i = 0; i < s->counts[d]; i++)
				s->positions[d][i] = 3 * i;
		qsort(s->positions[d], s->counts[d], sizeof(uint32_t),
			ascending);
	}
}

static void put(struct pair_writer *w, const struct stem *s, const char *name)
{
	uint32_t docs[DOCS], counts[DOCS], n = 0;
	VEC(uint32_t) positions = {0};
	struct buf bytes = {0};
	for (uint32_t d = 0; d < DOCS; d++) {
		if (!s->counts[d])
			continue;
		docs[n] = d;
		counts[n++] = s->counts[d];
		for (uint32_t i = 0; i < s->counts[d]; i++)
			assert_int_equal(
				vec_push(&positions, s->positions[d][i]), OK);
	}
	pair_encode(docs, counts, positions.v, n, &bytes);
	assert_int_equal(bytes.status, OK);
	pair_writer_put(w, str_from(name), buf_str(&bytes));
	buf_release(&bytes);
	vec_release(&positions);
}

static bool are_beside(const struct stem *a, const struct stem *b, uint32_t doc)
{
	for (uint32_t i = 0, k = 0; i < a->counts[doc]; i++) {
		uint64_t behind = (uint64_t)a->positions[doc][i] + 1;
		while (k < b->counts[doc] && b->positions[doc][k] < behind)
			k++;
		if (k < b->counts[doc] && b->positions[doc][k] == behind)
			return true;
	}
	return false;
}

static void assert_pair(struct pair_writer *w, uint32_t a, uint32_t b)
{
	struct buf term = {0};
	uint32_t docs[DOCS], n = 0;
	for (uint32_t d = 0; d < DOCS; d++)
		if (are_beside(&stems[a], &stems[b], d))
			docs[n++] = d;
	if (n == 0)
		return;
	assert_true(pair_writer_next(w));
	assert_true(str_eq(w->term,
		pair_put(&term, str_from(names[a]), str_from(names[b]))));
	assert_int_equal(w->count, n);
	assert_memory_equal(w->docs, docs, n * sizeof *docs);
	buf_release(&term);
}

static void try(struct rng *r, const char *folder)
{
	struct pair_writer w;
	struct error err = {0};
	assert_int_equal(pair_writer_open(&w, folder, &err), OK);
	w.most = rng_below(r, 2) ? rng_below(r, 2000) : w.most;
	for (uint32_t i = 0; i < STEMS; i++) {
		make(r, &stems[i]);
		put(&w, &stems[i], names[i]);
	}
	assert_int_equal(pair_writer_begin(
				 &w, DOCS, 1 + (unsigned)rng_below(r, 4), &err),
		OK);
	for (uint32_t a = 0; a < STEMS; a++)
		for (uint32_t b = 0; b < STEMS; b++)
			assert_pair(&w, a, b);
	assert_false(pair_writer_next(&w));
	assert_int_equal(w.status, OK);
	pair_writer_close(&w);
}

static void test_random(void **state)
{
	(void)state;
	const char *folder = temp_dir();
	struct rng r;
	rng_init(&r, seed());
	for (unsigned i = rounds(20); i > 0; i--)
		try(&r, folder);
	remove_tree(folder);
}

static void test_none(void **state)
{
	(void)state;
	const char *folder = temp_dir();
	struct pair_writer w;
	struct error err = {0};
	assert_int_equal(pair_writer_open(&w, folder, &err), OK);
	assert_int_equal(pair_writer_begin(&w, DOCS, 1, &err), OK);
	assert_false(pair_writer_next(&w));
	assert_int_equal(w.status, OK);
	pair_writer_close(&w);
	remove_tree(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_none),
	};
	stems = calloc(STEMS, sizeof *stems);
	int failed = stems ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
	free(stems);
	return failed;
}
