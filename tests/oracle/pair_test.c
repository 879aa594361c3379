/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pairs of segments, whatever made them, are those that the positions of
 * their stems say, one document after another. */
#include "common/index/check.h"
#include "common/index/pair.h"
#include "common/index/position.h"
#include "indexer/command.h"
#include "tests/support/index.h"

enum { ENOUGH = PAIR_DOCS_MIN + 300, WORDS_MAX = 24, STEMS_MAX = 64 };

static const char *const vocabulary[] = {"to", "be", "or", "not", "that", "is",
	"the", "question", "gut-skin", "skin", "camelCase", "\u6771\u4eac",
	"whether", "nobler", "mind", "suffer"};

/* Earlier words are more frequent; `shift` says where they begin. */
static void put_words(struct rng *r, struct buf *b, unsigned n, unsigned shift)
{
	const unsigned all = sizeof vocabulary / sizeof *vocabulary;
	for (unsigned i = 0; i < n; i++) {
		uint64_t k = rng_below(r, 1 + rng_below(r, all));
		buf_printf(b, "%s ", vocabulary[(k + shift) % all]);
	}
}

static struct str make_article(
	struct rng *r, struct arena *a, const char *id, unsigned shift)
{
	struct buf b = {0};
	buf_printf(&b, "{\"id\":\"%s\",\"lang\":\"en\",\"title\":\"", id);
	put_words(r, &b, (unsigned)rng_below(r, 3), shift);
	buf_puts(&b, "\",\"text\":\"");
	put_words(r, &b, 1 + (unsigned)rng_below(r, WORDS_MAX), shift);
	buf_puts(&b, "\"}");
	struct str s = arena_dup(a, buf_str(&b));
	buf_release(&b);
	return s;
}

/* Documents `prefix`0 and so on; one in `deleted` of those of `before` goes. */
static void commit(struct rng *r, const char *folder, const char *prefix,
	uint32_t n, unsigned shift, const char *before, unsigned threads)
{
	struct index_commit c = {.threads = threads};
	struct arena arena = {0};
	char id[32];
	for (uint32_t i = 0; i < n; i++) {
		snprintf(id, sizeof id, "%s%u", prefix, i);
		struct index_article a = {arena_dup(&arena, str_from(id)),
			make_article(r, &arena, id, shift)};
		assert_int_equal(vec_push(&c.articles, a), OK);
	}
	for (uint32_t i = 0; before && i < ENOUGH; i++) {
		if (rng_below(r, 7))
			continue;
		snprintf(id, sizeof id, "%s%u", before, i);
		assert_int_equal(
			vec_push(&c.deleted, arena_dup(&arena, str_from(id))),
			OK);
	}
	index_commit(folder, &c);
	vec_release(&c.articles);
	vec_release(&c.deleted);
	arena_release(&arena);
}

/* A paired stem, and where it stands: document in the upper half. */
struct stem {
	char text[32];
	VEC(uint64_t) places;
};

static void read_stem(
	struct stem *s, const struct leaf *p, const struct dictionary_cursor *t)
{
	struct posting_cursor c;
	struct position_reader r;
	assert_true(t->term.len < sizeof s->text);
	memcpy(s->text, t->term.p + 1, t->term.len - 1);
	assert_int_equal(posting_open(&c, &p->segment, &t->info), OK);
	assert_int_equal(position_open(&r, &p->segment, &t->info), OK);
	for (; c.doc != DOC_END; posting_next(&c)) {
		uint32_t n;
		const uint32_t *v = position_get(&r, &c, &n);
		assert_non_null(v);
		for (uint32_t i = 0; i < n; i++)
			assert_int_equal(vec_push(&s->places,
						 (uint64_t)c.doc << 32 | v[i]),
				OK);
	}
	position_close(&r);
}

static uint32_t read_stems(struct stem *stems, const struct leaf *p)
{
	struct dictionary_cursor t;
	uint32_t n = 0;
	for (dictionary_seek(&t, &p->dictionary, STR("Z"));
		t.valid && t.info.kind == TERM_STEM; dictionary_next(&t)) {
		if (p->segment.docs < PAIR_DOCS_MIN ||
			t.info.df < p->segment.docs / PAIR_SHARE)
			continue;
		assert_true(n < STEMS_MAX);
		read_stem(&stems[n++], p, &t);
	}
	return n;
}

/* The next document behind `doc` in which `b` stands behind `a`. */
static uint32_t next_doc(const struct stem *a, const struct stem *b, size_t *i,
	size_t *k, uint32_t behind)
{
	for (; *i < a->places.len; ++*i) {
		uint64_t place = a->places.v[*i];
		if (place >> 32 < behind)
			continue;
		while (*k < b->places.len && b->places.v[*k] < place + 1)
			++*k;
		if (*k < b->places.len && b->places.v[*k] == place + 1)
			return (uint32_t)(place >> 32);
	}
	return DOC_END;
}

static void assert_pair(const struct leaf *p, struct dictionary_cursor *t,
	const struct stem *a, const struct stem *b)
{
	struct posting_cursor c;
	struct buf term = {0};
	size_t i = 0, k = 0;
	uint32_t doc = next_doc(a, b, &i, &k, 0);
	if (doc == DOC_END)
		return;
	assert_true(t->valid);
	assert_true(str_eq(t->term,
		pair_put(&term, str_from(a->text), str_from(b->text))));
	assert_int_equal(posting_open(&c, &p->segment, &t->info), OK);
	for (; doc != DOC_END; doc = next_doc(a, b, &i, &k, doc + 1)) {
		assert_int_equal(c.doc, doc);
		posting_next(&c);
	}
	assert_int_equal(c.doc, DOC_END);
	dictionary_next(t);
	buf_release(&term);
}

/* Returns how many stems are paired. */
static uint32_t assert_pairs(const struct leaf *p)
{
	static struct stem stems[STEMS_MAX];
	struct dictionary_cursor t;
	memset(stems, 0, sizeof stems);
	uint32_t n = read_stems(stems, p);
	dictionary_seek(&t, &p->dictionary, STR("z"));
	for (uint32_t a = 0; a < n; a++)
		for (uint32_t b = 0; b < n; b++)
			assert_pair(p, &t, &stems[a], &stems[b]);
	assert_false(t.valid);
	assert_int_equal(t.status, OK);
	for (uint32_t i = 0; i < n; i++)
		vec_release(&stems[i].places);
	return n;
}

static void refuse(void *data, const char *sentence)
{
	(void)data;
	fail_msg("%s", sentence);
}

/* Returns how many stems are paired, in all segments. */
static uint32_t assert_index(const char *folder, uint32_t segments)
{
	struct snapshot s;
	struct error err = {0};
	uint32_t n = 0;
	if (check_index(index_folder(folder), refuse, NULL, &err) != OK)
		fail_msg("%s", err.text);
	if (snapshot_open(&s, index_folder(folder), &err) != OK)
		fail_msg("%s", err.text);
	assert_int_equal(s.leaf_count, segments);
	for (uint32_t i = 0; i < segments; i++)
		n += assert_pairs(s.leaves[i]);
	snapshot_close(&s);
	return n;
}

static struct hash128 only_id(const char *folder)
{
	struct manifest m;
	struct error err = {0};
	assert_int_equal(manifest_read(&m, index_folder(folder), &err), OK);
	assert_int_equal(m.segment_count, 1);
	struct hash128 id = m.segments[0].id;
	manifest_release(&m);
	return id;
}

static void merge(const char *folder, unsigned threads, bool reordered)
{
	struct arguments a = {.threads = threads,
		.memory = 1 << 20,
		.quiet = true,
		.reorder = reordered};
	struct error err = {0};
	snprintf(a.folder, sizeof a.folder, "%s", index_folder(folder));
	if (command_merge(&a, &err) != 0)
		fail_msg("%s", err.text);
}

/* Other stems are frequent in each segment, and in one none are paired. */
static void make_index(const char *folder, uint64_t from, unsigned threads)
{
	struct rng r;
	rng_init(&r, from);
	commit(&r, folder, "a", ENOUGH, 0, NULL, threads);
	commit(&r, folder, "b", ENOUGH, 6, "a", threads);
	commit(&r, folder, "c", ENOUGH / 2, 9, "b", threads);
}

static void test_flushed(void **state)
{
	(void)state;
	struct hash128 first = {0};
	uint64_t from = seed();
	for (unsigned threads = 1; threads <= 4; threads *= 2) {
		const char *folder = temp_dir();
		struct rng r;
		rng_init(&r, from);
		commit(&r, folder, "a", ENOUGH, 0, NULL, threads);
		assert_true(assert_index(folder, 1) > 2);
		struct hash128 id = only_id(folder);
		if (threads > 1)
			assert_memory_equal(&id, &first, sizeof id);
		first = id;
		remove_tree(folder);
	}
}

static void test_merged(void **state)
{
	(void)state;
	struct hash128 first = {0};
	uint64_t from = seed();
	for (unsigned threads = 1; threads <= 4; threads *= 2) {
		const char *folder = temp_dir();
		make_index(folder, from, threads);
		assert_true(assert_index(folder, 3) > 4);
		merge(folder, threads, false);
		assert_true(assert_index(folder, 1) > 2);
		struct hash128 id = only_id(folder);
		if (threads > 1)
			assert_memory_equal(&id, &first, sizeof id);
		first = id;
		merge(folder, threads, true);
		assert_index(folder, 1);
		remove_tree(folder);
	}
}

static void test_few(void **state)
{
	(void)state;
	const char *folder = temp_dir();
	struct rng r;
	rng_init(&r, seed());
	commit(&r, folder, "a", PAIR_DOCS_MIN - 1, 0, NULL, 1);
	assert_int_equal(assert_index(folder, 1), 0);
	remove_tree(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_flushed),
		cmocka_unit_test(test_merged),
		cmocka_unit_test(test_few),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
