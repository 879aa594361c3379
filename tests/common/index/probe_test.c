/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a probe finds is what a cursor walks over. */
#include "common/index/probe.h"
#include "tests/support/made.h"

enum { DOCS = 60000 };

static uint32_t lengths[DOCS], docs[DOCS], tfs[DOCS], counts[DOCS],
	positions[DOCS];

/* A list of `count` documents: close together here, far apart there. */
static void make(struct rng *r, uint32_t count)
{
	uint32_t doc = (uint32_t)rng_below(r, 50);
	uint64_t most = (DOCS - 100) / count * 2;
	for (uint32_t i = 0; i < count; i++) {
		docs[i] = doc;
		tfs[i] = counts[i] = 1;
		tfs[i] += rng_below(r, 3) ? 0 : (uint32_t)rng_below(r, 1 << 12);
		positions[i] = 7;
		bool close = most < 4 || rng_below(r, 500);
		doc += 1 + (uint32_t)rng_below(r, close ? most / 2 + 1 : most);
		doc = doc < DOCS - (count - i) ? doc : DOCS - (count - i);
		doc = doc > docs[i] ? doc : docs[i] + 1;
	}
}

static void same_as_cursor(struct rng *r, uint32_t count)
{
	struct made m;
	struct term_info info;
	struct posting_cursor c, walk;
	struct probe p;
	struct builder_postings list = {docs, tfs, counts, positions, count};
	make(r, count);
	made_begin(&m, lengths, DOCS);
	made_put(&m, STR("Zterm"), &list);
	made_end(&m);
	const struct segment *s = &m.leaf.segment;
	assert_int_equal(
		dictionary_find(&m.leaf.dictionary, STR("Zterm"), &info), OK);
	assert_int_equal(posting_open(&c, s, &info), OK);
	assert_int_equal(posting_open(&walk, s, &info), OK);
	if (c.blocks == 1) {
		made_release(&m);
		return;
	}
	probe_open(&p, &c);
	uint32_t step = 1 + (uint32_t)rng_below(r, 40);
	for (uint32_t d = 0; d < DOCS; d += 1 + (uint32_t)rng_below(r, step)) {
		bool there = posting_seek(&walk, d) == d;
		uint32_t b = posting_block_of(&c, d);
		if (b < c.blocks)
			assert_true(probe_enter(&p, b));
		assert_int_equal(
			probe_covers(&p, d) && probe_find(&p, d), there);
		if (there && rng_below(r, 3))
			assert_int_equal(probe_freq(&p), posting_freq(&walk));
	}
	assert_int_equal(p.status, OK);
	made_release(&m);
}

static void finds_what_is_there(void **state)
{
	(void)state;
	static const uint32_t edges[] = {
		1, 2, 127, 128, 129, 255, 256, 257, 9000, 29000};
	struct rng r;
	rng_init(&r, seed());
	for (uint32_t d = 0; d < DOCS; d++)
		lengths[d] = 1 + d % 300;
	for (size_t i = 0; i < sizeof edges / sizeof *edges; i++)
		same_as_cursor(&r, edges[i]);
	for (unsigned i = 0; i < rounds(10); i++)
		same_as_cursor(&r, 1 + (uint32_t)rng_below(&r, 20000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_is_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
