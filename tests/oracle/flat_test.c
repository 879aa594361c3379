/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The algorithms for flat queries (query/rank/flat.h) on lists of all lengths,
 * around that of a block above all: the documents, scores and counts of the
 * exhaustive search, in one segment and several, with deleted documents, many
 * of the same score, and average lengths that have moved since.
 */
#include "tests/oracle/compare.h"
#include "tests/support/index.h"

enum { DOCS = 36000, WORDS = 40, QUERIES = 150 };

struct world {
	struct rng rng;
	const char *folder;
	uint32_t df[WORDS]; /* about */
	struct searcher searcher;
};

static const uint32_t EDGES[] = {
	0, 1, 2, 127, 128, 129, 255, 256, 257, 1000, 4095, 4096, 4097, 8000};

static void choose_dfs(struct world *w)
{
	size_t n = sizeof EDGES / sizeof *EDGES;
	for (unsigned i = 0; i < WORDS; i++)
		w->df[i] = i < n ? EDGES[i]
				 : (uint32_t)rng_below(&w->rng,
					   rng_below(&w->rng, 2) ? DOCS : 300);
}

/* Documents [from, to) of those that have each word in `df` of them, some in
 * a row, some all over. */
static void put_words(struct world *w, struct buf *b, uint32_t doc)
{
	for (unsigned i = 0; i < WORDS; i++) {
		uint32_t spread = i % 3 ? DOCS / (w->df[i] + 1) : 1;
		bool here = spread > 1 ? doc % spread == i % spread
				       : doc < w->df[i];
		if (!here || (i > 14 && rng_below(&w->rng, 20) == 0))
			continue;
		uint64_t times = rng_below(&w->rng, 6) ? 1 : 1 + doc % 7;
		for (; times > 0; times--)
			buf_printf(b, "w%uw ", i);
	}
	for (uint64_t fill = rng_below(&w->rng, 12); fill > 0; fill--)
		buf_puts(b, "filler ");
}

static void commit(struct world *w, uint32_t from, uint32_t to, bool delete)
{
	struct index_commit c = {.threads = 2};
	struct arena arena = {0};
	struct buf b = {0};
	for (uint32_t doc = from; doc < to; doc++) {
		buf_clear(&b);
		buf_printf(&b, "{\"id\":\"d%05u\",\"lang\":\"en\",\"text\":\"",
			doc);
		put_words(w, &b, doc);
		buf_putc(&b, '"');
		if (doc % 16 == 3)
			buf_printf(&b, ",\"title\":\"w%uw w%uw\"", doc % WORDS,
				doc / 16 % WORDS);
		if (doc % 5 == 0)
			buf_printf(&b, ",\"date\":\"20%02u-05-01\"", doc % 25);
		if (doc % 7 == 0)
			buf_printf(&b, ",\"boost\":%u.5", doc / 7 % 2);
		buf_putc(&b, '}');
		struct index_article a = {
			STR("line"), arena_dup(&arena, buf_str(&b))};
		assert_int_equal(vec_push(&c.articles, a), OK);
	}
	for (uint32_t doc = 0; delete &&doc < from; doc += 3) {
		char id[16];
		snprintf(id, sizeof id, "d%05u", doc);
		assert_int_equal(
			vec_push(&c.deleted, arena_dup(&arena, str_from(id))),
			OK);
	}
	index_commit(w->folder, &c);
	vec_release(&c.articles);
	vec_release(&c.deleted);
	arena_release(&arena);
	buf_release(&b);
}

static void put_word(struct world *w, struct buf *b)
{
	buf_printf(b, "w%uw ", (unsigned)rng_below(&w->rng, WORDS));
}

static void make_query(struct world *w, struct buf *b)
{
	uint64_t words = 1 + rng_below(&w->rng, 5);
	uint64_t kind = rng_below(&w->rng, 6);
	buf_clear(b);
	if (kind == 0)
		buf_putc(b, '"');
	for (uint64_t i = 0; i < words; i++) {
		bool must = kind == 1 || (kind == 2 && i == 0) ||
			    (kind == 3 && rng_below(&w->rng, 2));
		buf_puts(b, must ? "+" : kind == 4 && i > 1 ? "-" : "");
		put_word(w, b);
	}
	if (kind == 0) {
		b->len--; /* the last space */
		buf_putc(b, '"');
	}
	if (rng_below(&w->rng, 8) == 0)
		buf_puts(b, " lang:en");
	if (rng_below(&w->rng, 12) == 0)
		buf_puts(b, " -w9w");
}

static void compare_all(struct world *w)
{
	static const uint32_t limits[] = {1, 10, 100, 1000};
	struct error err = {0};
	struct buf b = {0};
	const char *folder = index_folder(w->folder);
	if (searcher_open(&w->searcher, &folder, 1, &err) != OK)
		fail_msg("%s", err.text);
	for (unsigned i = 0; i < rounds(QUERIES); i++) {
		make_query(w, &b);
		for (unsigned k = 0; k < 4; k++)
			compare_pruned(&w->searcher, buf_str(&b), limits[k]);
	}
	searcher_close(&w->searcher);
	buf_release(&b);
}

static void flat_is_exhaustive(void **state)
{
	(void)state;
	struct world w = {.folder = temp_dir()};
	rng_init(&w.rng, seed());
	choose_dfs(&w);
	commit(&w, 0, DOCS, false);
	compare_all(&w);
	commit(&w, DOCS, DOCS + 300, true);
	compare_all(&w);
	commit(&w, DOCS + 300, DOCS + 2000, false);
	compare_all(&w);
	remove_tree(w.folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flat_is_exhaustive),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
