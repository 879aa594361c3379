/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random indexes before and after a merge: every term has the same documents,
 * frequencies and positions, and queries find the same with the same scores. */
#include "common/base/hash.h"
#include "common/index/check.h"
#include "common/index/position.h"
#include "common/index/words.h"
#include "indexer/command.h"
#include "tests/oracle/cases.h"

enum { QUERIES = 40 }; /* per corpus */

/* What an index holds, whatever its documents' numbers. */
struct content {
	struct map terms;
	VEC(uint64_t) sums; /* over the documents of each term */
	VEC(uint64_t) ids;  /* of the leaf being read: their hashes */
	struct stored_reader reader;
	struct arena arena;
};

static void read_ids(struct content *c, const struct leaf *p)
{
	struct error err;
	c->ids.len = 0;
	for (uint32_t i = 0; i < p->segment.docs; i++) {
		struct str bytes;
		struct record r;
		arena_clear(&c->arena);
		assert_int_equal(
			stored_get(&c->reader, &p->stored, i, &bytes, &err),
			OK);
		assert_int_equal(record_get(bytes, &c->arena, &r), OK);
		assert_int_equal(vec_push(&c->ids, hash64(r.id)), OK);
	}
}

/* Frequency and positions of the cursor's document, as a number. */
static uint64_t places(
	struct position_reader *positions, struct posting_cursor *cursor)
{
	uint32_t count;
	const uint32_t *v = position_get(positions, cursor, &count);
	assert_non_null(v);
	return hash64_seed((struct str){(const char *)v, count * sizeof *v},
		posting_freq(cursor));
}

static uint64_t sum_of(const struct content *c, const struct leaf *p,
	const struct term_info *info, bool full)
{
	struct posting_cursor cursor;
	struct position_reader positions = {0};
	uint64_t sum = 0;
	assert_int_equal(posting_open(&cursor, &p->segment, info), OK);
	if (full)
		assert_int_equal(
			position_open(&positions, &p->segment, info), OK);
	for (; cursor.doc != DOC_END; posting_next(&cursor)) {
		uint64_t x = c->ids.v[cursor.doc];
		if (!live_has(&p->live, cursor.doc))
			continue;
		sum += full ? hash64_seed((struct str){(const char *)&x, 8},
				      places(&positions, &cursor))
			    : x;
	}
	assert_int_equal(cursor.status, OK);
	position_close(&positions);
	return sum;
}

static void put_sum(struct content *c, struct str term, uint64_t sum)
{
	uint32_t number;
	if (sum == 0)
		return; /* all its documents are gone */
	assert_int_equal(map_add(&c->terms, term, &number), OK);
	if (number == c->sums.len)
		assert_int_equal(vec_push(&c->sums, 0), OK);
	c->sums.v[number] += sum;
}

static void read_leaf(struct content *c, const struct leaf *p)
{
	struct dictionary_cursor d;
	struct word_cursor w;
	read_ids(c, p);
	for (dictionary_seek(&d, &p->dictionary, STR("")); d.valid;
		dictionary_next(&d))
		if (d.info.kind != TERM_WORD)
			put_sum(c, d.term,
				sum_of(c, p, &d.info,
					term_has_positions(d.info.kind)));
	assert_int_equal(d.status, OK);
	for (words_seek(&w, &p->dictionary, STR("")); w.valid; words_next(&w)) {
		struct buf term = {0};
		put_sum(c, term_put(&term, TERM_WORD, w.word),
			sum_of(c, p, w.info, false));
		buf_release(&term);
	}
	assert_int_equal(w.status, OK);
}

static void content_read(struct content *c, const struct searcher *s)
{
	*c = (struct content){0};
	for (uint32_t i = 0; i < s->leaf_count; i++)
		read_leaf(c, s->leaves[i]);
}

static void content_release(struct content *c)
{
	map_release(&c->terms);
	vec_release(&c->sums);
	vec_release(&c->ids);
	stored_reader_release(&c->reader);
	arena_release(&c->arena);
}

static void assert_same_content(
	const struct searcher *before, const struct searcher *after)
{
	struct content a, b;
	content_read(&a, before);
	content_read(&b, after);
	for (uint32_t i = 0; i < a.terms.count; i++) {
		struct str term = map_key(&a.terms, i);
		uint32_t k = map_find(&b.terms, term);
		if (k == MAP_NONE || a.sums.v[i] != b.sums.v[k])
			fail_msg("it differs: " STR_FMT, STR_ARG(term));
	}
	assert_int_equal(a.terms.count, b.terms.count);
	content_release(&a);
	content_release(&b);
}

/* A word has a list of its own only where its stem's will not do. */
static void assert_no_word_to_spare(const struct searcher *s)
{
	struct content c = {0};
	struct dictionary_cursor d;
	const struct leaf *p = s->leaves[0];
	assert_int_equal(s->leaf_count, 1);
	read_ids(&c, p);
	for (dictionary_seek(&d, &p->dictionary, STR("W"));
		d.valid && d.info.kind == TERM_WORD; dictionary_next(&d)) {
		struct buf term = {0};
		struct term_info stem;
		if (dictionary_find(&p->dictionary,
			    term_put(&term, TERM_STEM,
				    str_slice(d.term, 1, d.term.len)),
			    &stem) == OK) {
			assert_false(stem.also_word);
			assert_true(sum_of(&c, p, &stem, false) !=
				    sum_of(&c, p, &d.info, false));
		}
		buf_release(&term);
	}
	content_release(&c);
}

struct found {
	char id[24];
	double score;
};

static int by_score(const void *a, const void *b)
{
	const struct found *x = a, *y = b;
	int c = (x->score < y->score) - (x->score > y->score);
	return c ? c : strcmp(x->id, y->id);
}

static uint32_t find(struct searcher *s, const struct search_request *q,
	struct found *out, uint64_t *total)
{
	struct search_result r = {0};
	struct stored_reader reader = {0};
	struct arena arena = {0};
	struct error err = {0};
	if (search_run(s, q, &r, &err) != OK)
		fail_msg("%s", err.text);
	uint32_t n = r.count;
	*total = r.total;
	for (uint32_t i = 0; i < n; i++) {
		struct record x;
		if (search_record(&reader, &arena, &r.hits[i], &x, &err) != OK)
			fail_msg("%s", err.text);
		snprintf(out[i].id, sizeof out[i].id, STR_FMT, STR_ARG(x.id));
		/* relaxed hits follow, whatever their scores */
		out[i].score = r.hits[i].score - 1e6 * r.hits[i].relaxed;
	}
	if (n)
		qsort(out, n, sizeof *out, by_score);
	search_result_release(&r);
	stored_reader_release(&reader);
	arena_release(&arena);
	return n;
}

static void compare(struct searcher *before, struct searcher *after,
	struct search_request *q, uint64_t s)
{
	static struct found a[CASES_IDS], b[CASES_IDS];
	uint64_t total, again;
	q->limit = CASES_IDS;
	uint32_t n = find(before, q, a, &total);
	if (find(after, q, b, &again) != n || total != again)
		fail_msg("another total: " STR_FMT ", SEED=%llu",
			STR_ARG(q->query), (unsigned long long)s);
	for (uint32_t i = 0; i < n; i++)
		if (strcmp(a[i].id, b[i].id) != 0 || a[i].score != b[i].score)
			fail_msg("another document at %u: " STR_FMT
				 ", SEED=%llu",
				i, STR_ARG(q->query), (unsigned long long)s);
	q->limit = 10; /* ties at the cut may fall otherwise */
	n = find(after, q, b, &again);
	for (uint32_t i = 0; i < n; i++)
		assert_true(a[i].score == b[i].score);
}

static void refuse(void *data, const char *sentence)
{
	(void)data;
	fail_msg("%s", sentence);
}

static void check_index_of(const char *folder)
{
	struct error err = {0};
	if (check_index(folder, refuse, NULL, &err) != OK)
		fail_msg("%s: %s", folder, err.text);
}

static void merge(const char *folder, bool reordered, unsigned threads)
{
	struct arguments a = {.threads = threads,
		.memory = 1 << 20,
		.quiet = true,
		.reorder = reordered};
	struct error err = {0};
	snprintf(a.folder, sizeof a.folder, "%s", folder);
	if (command_merge(&a, &err) != 0)
		fail_msg("%s", err.text);
	check_index_of(folder);
}

static void check(struct cases *c, bool reordered)
{
	static const char *const codes[] = {"en", "de", "zh"};
	const char *folder = index_folder(c->folder);
	struct searcher after;
	struct error err = {0};
	merge(folder, reordered, 1 + (unsigned)rng_below(&c->rng, 3));
	if (searcher_open(&after, &folder, 1, &err) != OK)
		fail_msg("%s", err.text);
	assert_true(after.leaf_count <= 1);
	assert_same_content(&c->searcher, &after);
	/* a single segment may be left as it was */
	if (after.leaf_count && (c->searcher.leaf_count > 1 || reordered))
		assert_no_word_to_spare(&after);
	for (unsigned i = 0; i < QUERIES; i++) {
		struct search_request q = {.query = cases_query(c),
			.match = (enum search_match)rng_below(&c->rng, 3),
			.now = CASES_NOW,
			.total = true};
		if (rng_below(&c->rng, 2))
			q.language = language_find(
				str_from(codes[rng_below(&c->rng, 3)]));
		compare(&c->searcher, &after, &q, c->seed);
	}
	searcher_close(&after);
}

static void test_random(void **state)
{
	(void)state;
	struct cases c;
	cases_begin(&c, seed());
	for (unsigned i = rounds(12); i > 0; i--) {
		cases_index(&c);
		check(&c, false);
		check(&c, true);
	}
	cases_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
