/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/posting.h"
#include "common/index/position.h"
#include "tests/support/made.h"

enum { DOCS = 120000 };

struct list {
	uint32_t *docs, *tfs, *counts, *positions;
	uint32_t count;
};

static uint32_t lengths[DOCS];
static double average;

static void make_lengths(struct rng *r)
{
	uint64_t total = 0;
	for (uint32_t i = 0; i < DOCS; i++)
		total += lengths[i] = 1 + (uint32_t)rng_below(r, 300);
	average = (double)total / DOCS;
}

/* `count` documents, spread over `span` of them. */
static struct list make(struct rng *r, uint32_t count, uint32_t span)
{
	struct list l = {.count = count};
	size_t at = 0, room = 0;
	l.docs = calloc(count, 4);
	l.tfs = calloc(count, 4);
	l.counts = calloc(count, 4);
	uint32_t doc = (uint32_t)rng_below(r, DOCS - span + 1u), n = 0;
	for (uint32_t left = span; n < count; left--, doc++)
		if (rng_below(r, left) < count - n)
			l.docs[n++] = doc;
	for (uint32_t i = 0; i < count; i++) {
		l.counts[i] =
			1 + (uint32_t)(rng_below(r, 4) ? 0 : rng_below(r, 9));
		l.tfs[i] =
			l.counts[i] *
			(rng_below(r, 4) ? 1 : 1 + (uint32_t)rng_below(r, 4));
		room += l.counts[i];
	}
	l.positions = calloc(room, 4);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t position = (uint32_t)rng_below(r, 50);
		for (uint32_t k = 0; k < l.counts[i]; k++) {
			l.positions[at++] = position;
			position += (uint32_t)rng_below(
				r, rng_below(r, 9) ? 40 : 1 << 20);
		}
	}
	return l;
}

static void list_free(struct list *l)
{
	free(l->docs);
	free(l->tfs);
	free(l->counts);
	free(l->positions);
}

static struct posting_cursor open_term(const struct made *m, struct str term)
{
	struct term_info info;
	struct posting_cursor c;
	assert_int_equal(dictionary_find(&m->leaf.dictionary, term, &info), OK);
	assert_int_equal(posting_open(&c, &m->leaf.segment, &info), OK);
	return c;
}

static void walk(const struct made *m, const struct list *l, struct str term)
{
	struct posting_cursor c = open_term(m, term);
	for (uint32_t i = 0; i < l->count; i++) {
		assert_int_equal(c.doc, l->docs[i]);
		if (term.p[0] == 'Z')
			assert_int_equal(posting_freq(&c), l->tfs[i]);
		posting_next(&c);
	}
	assert_int_equal(c.doc, DOC_END);
	assert_int_equal(posting_next(&c), DOC_END);
	assert_int_equal(c.status, OK);
}

static uint32_t first_from(const struct list *l, uint32_t i, uint32_t target)
{
	while (i < l->count && l->docs[i] < target)
		i++;
	return i;
}

/* No posting from `i` on that lies in [target, last] is above the bound. */
static void bounded(const struct posting_cursor *c, const struct list *l,
	uint32_t i, uint32_t target)
{
	uint32_t last;
	float bound = posting_bound(c, target, &last);
	assert_true(last >= target);
	for (; i < l->count && l->docs[i] <= last; i++)
		if (l->docs[i] >= target)
			assert_true((double)bound >=
				    posting_impact(l->tfs[i],
					    lengths[l->docs[i]], average));
}

static void seeks(struct rng *r, const struct made *m, const struct list *l,
	struct str term)
{
	for (unsigned round = 0; round < 10; round++) {
		struct posting_cursor c = open_term(m, term);
		uint32_t i = 0, stride = 1u << rng_below(r, 17);
		while (c.doc != DOC_END) {
			uint32_t target =
				c.doc + (uint32_t)rng_below(r, stride);
			if (term.p[0] == 'Z')
				bounded(&c, l, i, target);
			i = first_from(l, i, target);
			uint32_t want = i < l->count ? l->docs[i] : DOC_END;
			assert_int_equal(posting_seek(&c, target), want);
			if (want != DOC_END && term.p[0] == 'Z')
				assert_int_equal(posting_freq(&c), l->tfs[i]);
			if (want != DOC_END && rng_below(r, 2)) {
				posting_next(&c);
				i++;
			}
		}
		assert_int_equal(c.status, OK);
	}
	struct posting_cursor c = open_term(m, term);
	assert_int_equal(posting_seek(&c, DOC_END), DOC_END);
	assert_int_equal(c.status, OK);
}

static void positions(
	const struct made *m, const struct list *l, struct str term)
{
	struct term_info info;
	struct position_reader r;
	struct posting_cursor c = open_term(m, term);
	const uint32_t *want = l->positions;
	assert_int_equal(dictionary_find(&m->leaf.dictionary, term, &info), OK);
	assert_int_equal(position_open(&r, &m->leaf.segment, &info), OK);
	for (uint32_t i = 0; i < l->count; i++, posting_next(&c)) {
		uint32_t count;
		const uint32_t *v = i % 7 && i + 1 < l->count
					    ? NULL
					    : position_get(&r, &c, &count);
		if (v) {
			assert_int_equal(count, l->counts[i]);
			assert_memory_equal(v, want, 4 * (size_t)count);
		}
		want += l->counts[i];
	}
	assert_int_equal(r.status, OK);
	position_close(&r);
}

enum { SIZES = 8, LISTS = 2 * SIZES };

static const uint32_t sizes[SIZES] = {1, 2, 127, 128, 129, 256, 1000, 100000};

/* Each size sparse and dense, as a plain list and as a stem's. */
static void make_all(struct rng *r, struct made *m, struct list *l)
{
	for (unsigned i = 0; i < LISTS; i++) {
		uint32_t n = sizes[i / 2];
		uint32_t dense = n + n / 9 < DOCS ? n + n / 9 : DOCS;
		l[i] = make(r, n, i % 2 ? dense : DOCS);
	}
	made_begin(m, lengths, DOCS);
	for (unsigned i = 0; i < 2 * LISTS; i++) {
		const struct list *x = &l[i % LISTS];
		char term[] = {i < LISTS ? 'W' : 'Z', (char)('a' + i % LISTS)};
		struct builder_postings p = {
			x->docs, x->tfs, x->counts, x->positions, x->count};
		made_put(m, (struct str){term, 2}, &p);
	}
	made_end(m);
}

static void lists(void **state)
{
	(void)state;
	struct rng r;
	struct made m;
	struct list l[LISTS];
	rng_init(&r, seed());
	make_lengths(&r);
	make_all(&r, &m, l);
	for (unsigned i = 0; i < LISTS; i++) {
		struct str plain = {(char[]){'W', (char)('a' + i)}, 2};
		struct str stem = {(char[]){'Z', (char)('a' + i)}, 2};
		walk(&m, &l[i], plain);
		walk(&m, &l[i], stem);
		seeks(&r, &m, &l[i], plain);
		seeks(&r, &m, &l[i], stem);
		positions(&m, &l[i], stem);
		list_free(&l[i]);
	}
	made_release(&m);
}

/* All impacts the same, or close to it: rounding has no room to spare. */
static void narrow_bounds(void **state)
{
	(void)state;
	enum { N = 3 * POSTING_BLOCK };
	struct rng r;
	rng_init(&r, seed());
	for (unsigned round = rounds(2000); round; round--) {
		uint32_t docs[N], tfs[N], same[N];
		uint32_t tf = 1 + (uint32_t)rng_below(&r, 40);
		uint32_t length = 1 + (uint32_t)rng_below(&r, 1 << 20);
		double mean = 1 + (double)rng_below(&r, 1 << 20);
		for (uint32_t i = 0; i < N; i++) {
			docs[i] = i;
			tfs[i] = tf;
			same[i] = length + (i / POSTING_BLOCK) * (round % 2);
		}
		struct posting_input in = {docs, tfs, N, same, mean, N};
		struct buf b = {0};
		posting_put(&in, &b);
		float lowest, step;
		memcpy(&lowest, b.p, 4);
		memcpy(&step, b.p + 4, 4);
		for (uint32_t i = 0; i < 3; i++) {
			uint8_t bound = (uint8_t)b.p[8 + 9 * 3 + i];
			assert_true((double)(lowest + bound * step) >=
				    posting_impact(
					    tf, same[i * POSTING_BLOCK], mean));
		}
		buf_release(&b);
	}
}

static void exact_bytes(void **state)
{
	(void)state;
	static const uint32_t docs[] = {2, 3, 7}, tfs[] = {1, 5, 1};
	struct buf b = {0};
	uint32_t eight[8] = {4, 4, 4, 4, 4, 4, 4, 4};
	struct posting_input in = {docs, NULL, 3, eight, 4, 8};
	posting_put(&in, &b);
	/* 2 below 6: 01; 7 is 3 behind the least, which takes 2 bits, below
	 * 3: 01, and they are 11: 1; 3 is 0 below 4: 00 */
	assert_int_equal(b.len, 1);
	assert_memory_equal(b.p, "\x1a", 1);
	buf_clear(&b);
	in.tfs = tfs;
	posting_put(&in, &b);
	/* the same; 1; 0, 4 and 0: 1, 00110, 1 */
	assert_int_equal(b.len, 2);
	assert_memory_equal(b.p, "\x9a\x59", 2);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists),
		cmocka_unit_test(narrow_bounds),
		cmocka_unit_test(exact_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
