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

static int falling(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? 1 : x > y ? -1 : 0;
}

/* The k-th best posting, and what is stored of it. */
static void ranked(const struct posting_cursor *c, const struct list *l)
{
	double *impacts = calloc(l->count, sizeof *impacts);
	for (uint32_t i = 0; i < l->count; i++)
		impacts[i] =
			posting_impact(l->tfs[i], lengths[l->docs[i]], average);
	qsort(impacts, l->count, sizeof *impacts, falling);
	for (uint32_t k = 1; k <= 1001; k += k < 12 ? 1 : 11) {
		double rank = (double)posting_rank(c, k);
		assert_true(rank == 0 || k <= l->count);
		assert_true(rank == 0 || rank <= impacts[k - 1]);
	}
	for (unsigned i = 0; c->blocks > 1 && i < POSTING_RANKS; i++) {
		uint32_t k = posting_rank_numbers[i];
		if (k <= l->count)
			assert_true((double)posting_rank(c, k) >
				    impacts[k - 1] - 0x1p-15);
	}
	free(impacts);
}

/* The maxima of ranges are above their postings, and close to one of them. */
static void maxima(const struct posting_cursor *c, const struct list *l)
{
	uint32_t ranges = posting_ranges(DOCS), i = 0;
	double step = (double)posting_range_step(c);
	assert_true(!c->ranges == (l->count < POSTING_RANGED));
	for (uint32_t r = 0; c->ranges && r < ranges; r++) {
		double most = 0;
		for (; i < l->count && l->docs[i] / POSTING_RANGE == r; i++) {
			double x = posting_impact(
				l->tfs[i], lengths[l->docs[i]], average);
			most = x > most ? x : most;
		}
		double bound = (double)((float)c->ranges[r] * (float)step);
		assert_true(bound >= most);
		assert_true(bound < most + 1.01 * step || most == 0);
		assert_int_equal(c->ranges[r] > 0, most > 0);
	}
}

/* To documents in any order, and to bits of windows. */
static void finds(struct rng *r, const struct made *m, const struct list *l,
	struct str term)
{
	enum { WORDS = 512, SPAN = 64 * WORDS };
	struct posting_cursor c = open_term(m, term);
	static uint64_t bits[WORDS];
	for (unsigned round = 0; round < 100; round++) {
		uint32_t target = (uint32_t)rng_below(r, DOCS);
		uint32_t i = first_from(l, 0, target);
		bool there = i < l->count && l->docs[i] == target;
		assert_int_equal(posting_find(&c, target), there);
		if (there && term.p[0] == 'Z')
			assert_int_equal(posting_freq(&c), l->tfs[i]);
		uint32_t b = posting_block_of(&c, target);
		assert_int_equal(b, posting_block_find(&c, 0, target));
	}
	for (uint32_t from = 64; from < DOCS; from += SPAN) {
		memset(bits, 0, sizeof bits);
		for (uint32_t b = 0; b < c.blocks; b++)
			assert_true(
				posting_block_bits(&c, b, bits, WORDS, from));
		uint32_t i = first_from(l, 0, from);
		for (uint32_t d = from; d < from + SPAN; d++) {
			bool set = bits[(d - from) / 64] >> d % 64 & 1;
			bool there = i < l->count && l->docs[i] == d;
			assert_int_equal(set, there);
			i += there;
		}
	}
	assert_int_equal(c.status, OK);
}

enum { SIZES = 9, LISTS = 2 * SIZES };

static const uint32_t sizes[SIZES] = {
	1, 2, 127, 128, 129, 256, 1000, 5000, 100000};

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
		finds(&r, &m, &l[i], plain);
		finds(&r, &m, &l[i], stem);
		struct posting_cursor c = open_term(&m, stem);
		ranked(&c, &l[i]);
		maxima(&c, &l[i]);
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
			uint8_t bound = (uint8_t)b.p[18 + 9 * 3 + i];
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
