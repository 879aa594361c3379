/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/visit.h"
#include "common/index/column.h"
#include "common/index/position.h"
#include "common/index/probe.h"
#include "common/index/record.h"
#include "query/match/docset.h"
#include "query/match/pattern.h"
#include "query/assist/similar.h"
#include "query/assist/suggest.h"
#include "query/rank/flat.h"
#include "query/sort.h"

#include <stdlib.h>

#define CHECK(condition)                                                       \
	do                                                                     \
		if (!(condition))                                              \
			abort();                                               \
	while (0)

static volatile uint64_t sink; /* so that what is read must be read */

static void visit_bound(const struct posting_cursor *c, uint32_t target)
{
	uint32_t last;
	float bound = posting_bound(c, target, &last);
	CHECK(last >= target && last != DOC_END);
	CHECK(bound >= 0 && bound <= 256);
}

static void visit_positions(struct position_reader *r, struct posting_cursor *c)
{
	uint32_t count;
	const uint32_t *v = position_get(r, c, &count);
	CHECK(v || (r->status != OK && count == 0));
	for (uint32_t i = 1; i < count; i++)
		CHECK(v[i] >= v[i - 1]);
}

static void walk(const struct leaf *p, const struct term_info *info)
{
	struct posting_cursor c;
	struct position_reader r;
	bool freqs = term_has_positions(info->kind);
	uint32_t next = 0, count = 0;
	if (posting_open(&c, &p->segment, info) != OK)
		return;
	bool positions = freqs && position_open(&r, &p->segment, info) == OK;
	for (uint32_t d = c.doc; d != DOC_END; d = posting_next(&c)) {
		CHECK(d >= next && d < p->segment.docs);
		next = d + 1;
		count++;
		if (freqs) {
			sink += posting_freq(&c);
			visit_bound(&c, d);
		}
		if (positions)
			visit_positions(&r, &c);
	}
	CHECK(c.status != OK || count == info->df);
	if (positions)
		position_close(&r);
}

static void skip(const struct leaf *p, const struct term_info *info)
{
	struct posting_cursor c;
	if (posting_open(&c, &p->segment, info) != OK)
		return;
	for (uint32_t target = 0, step = 1; c.doc != DOC_END; step *= 3) {
		target = c.doc + 1 + step % 1000;
		if (term_has_positions(info->kind))
			visit_bound(&c, target);
		CHECK(posting_seek(&c, target) >= target);
	}
}

/* In an order that no cursor moves in. */
static void find(const struct leaf *p, const struct term_info *info)
{
	enum { WORDS = 512 };
	static uint64_t bits[WORDS];
	struct posting_cursor c;
	uint32_t docs = p->segment.docs, doc = docs / 2;
	if (posting_open(&c, &p->segment, info) != OK)
		return;
	for (unsigned i = 0; i < 20; i++, doc = (doc * 5 + 1) % docs) {
		uint32_t b = posting_block_of(&c, doc);
		CHECK(b <= c.blocks);
		sink += posting_find(&c, doc);
		if (b < c.blocks)
			sink += posting_block_bits(&c, b, bits, WORDS, doc / 2);
	}
	struct probe probe;
	if (c.blocks == 1)
		return;
	probe_open(&probe, &c);
	for (unsigned i = 0; i < 60; i++, doc = (doc * 5 + i % 3) % docs) {
		uint32_t b = posting_block_of(&c, doc);
		if (b < c.blocks && probe_enter(&probe, b) &&
			probe_covers(&probe, doc) && probe_find(&probe, doc) &&
			c.freqs)
			sink += probe_freq(&probe);
		if (i % 16 == 0 && probe.status == OK && b < c.blocks)
			sink += probe_load(&probe);
	}
}

/* As a word: it may be only a stem that is one, too. */
static void find_word(const struct dictionary *d, struct str term)
{
	char word[DICTIONARY_TERM_MAX];
	struct term_info info;
	memcpy(word, term.p, term.len);
	word[0] = TERM_WORD;
	sink += dictionary_find_word(d, (struct str){word, term.len}, &info);
}

static void visit_terms(const struct dictionary *d, const struct leaf *p)
{
	struct dictionary_cursor t;
	uint32_t count = 0;
	dictionary_seek(&t, d, STR(""));
	for (; t.valid; dictionary_next(&t)) {
		struct term_info info;
		CHECK(t.term.len > 0 && t.term.len <= DICTIONARY_TERM_MAX);
		CHECK(t.info.df > 0 && t.info.df <= p->segment.docs);
		walk(p, &t.info);
		skip(p, &t.info);
		find(p, &t.info);
		sink += dictionary_find(d, t.term, &info);
		find_word(d, t.term);
		CHECK(++count <= d->count);
	}
	sink += t.status;
}

/* A walk that passes over what is rare ends, too. */
static void visit_frequent(const struct dictionary *d, uint32_t df)
{
	struct dictionary_cursor t;
	uint32_t next = 0;
	dictionary_seek(&t, d, STR(""));
	for (; t.valid; dictionary_next_above(&t, df)) {
		CHECK(t.info.ordinal >= next);
		next = t.info.ordinal + 1;
	}
	CHECK(next <= d->count);
}

static void visit_record(struct str bytes, struct arena *arena)
{
	struct record r;
	arena_clear(arena);
	if (record_get(bytes, arena, &r) != OK)
		return;
	for (uint32_t i = 0; i < r.section_count; i++)
		CHECK(r.sections[i].off <= r.text.len);
	sink += record_line(&r, (uint32_t)r.text.len / 2);
	sink += record_section_at(&r, (uint32_t)r.text.len / 2) != NULL;
	sink += hash64(r.text);
}

static void visit_documents(const struct leaf *p)
{
	struct stored_reader reader = {0};
	struct arena arena = {0};
	uint32_t most = p->segment.docs < 1000 ? p->segment.docs : 1000;
	for (uint32_t i = 0; i < most; i++) {
		struct str bytes;
		if (stored_get(&reader, &p->stored, i, &bytes, NULL) == OK)
			visit_record(bytes, &arena);
	}
	struct str none;
	CHECK(stored_get(&reader, &p->stored, p->segment.docs, &none, NULL) !=
		OK);
	arena_release(&arena);
	stored_reader_release(&reader);
}

static void visit_counts(const struct leaf *p, const struct column *c)
{
	uint64_t *bits = calloc(docset_words(p), sizeof *bits);
	uint32_t *counts = calloc(c->keys + 1u, sizeof *counts);
	CHECK(bits && counts);
	for (uint32_t i = 0; i < p->segment.docs; i++)
		bits[i / 64] |= UINT64_C(1) << i % 64;
	column_count(c, bits, counts);
	for (uint32_t i = 0; i < c->keys; i++)
		sink += counts[i];
	free(bits);
	free(counts);
}

static void visit_column(const struct leaf *p, enum column_id id)
{
	struct column c;
	if (column_open(&c, &p->segment, id, NULL) != OK)
		return;
	for (uint32_t i = 0; i < p->segment.docs; i++) {
		uint32_t ordinals[8];
		if (c.number) {
			sink += (uint64_t)column_number(&c, i);
			continue;
		}
		uint32_t n = column_keys(&c, i, ordinals, 8);
		CHECK(n <= 8);
		while (n--)
			sink += hash64(column_key(&c, ordinals[n]));
	}
	if (!c.number)
		visit_counts(p, &c);
}

/* Orders by all columns and by id, of all documents. */
static void visit_orders(const struct leaf *p)
{
	struct arena arena = {0};
	const struct plan all = {.op = PLAN_ALL};
	struct sort_leaf x = {.leaf = p};
	for (unsigned by = 0; by <= SORT_BY_ID; by++) {
		struct topk top;
		struct sort sort = {
			.keys = {{by, by % 2}, {SORT_BY_ID, true}}, .count = 2};
		arena_clear(&arena);
		CHECK(topk_init(&top, &arena, 1 + by * 10) == OK);
		CHECK(docset_live(&arena, p, NULL, &all, &x.bits) == OK);
		enum status status = sort_top(&sort, &x, 1, &arena, &top);
		CHECK(status == OK || status == ERR_CORRUPT);
		for (uint32_t i = 0; status == OK && i < top.len; i++)
			CHECK(top.v[i].doc < p->segment.docs);
	}
	arena_release(&arena);
}

enum { STEMS = 6 };

/* Some of the segment's stems, the most frequent; returns how many. */
static uint32_t choose_stems(
	const struct leaf *p, struct arena *arena, struct str stems[STEMS])
{
	struct dictionary_cursor t;
	uint32_t dfs[STEMS], n = 0;
	dictionary_seek(&t, &p->dictionary, STR("Z"));
	for (; t.valid && t.term.p[0] == 'Z'; dictionary_next(&t)) {
		uint32_t at = n < STEMS ? n++ : STEMS - 1;
		if (at == STEMS - 1 && n == STEMS && stems[at].p &&
			dfs[at] >= t.info.df)
			continue;
		for (; at > 0 && dfs[at - 1] < t.info.df; at--) {
			dfs[at] = dfs[at - 1];
			stems[at] = stems[at - 1];
		}
		dfs[at] = t.info.df;
		stems[at] = arena_dup(arena, t.term);
		CHECK(stems[at].p);
	}
	return n;
}

/* Ranked and counted, as one plan after another. */
static void rank(const struct leaf *p, const struct str *stems, uint32_t n,
	struct arena *arena)
{
	static const enum plan_op ops[] = {
		PLAN_OR, PLAN_AND, PLAN_PHRASE, PLAN_NEAR, PLAN_MAX};
	enum { OPS = sizeof ops / sizeof *ops };
	double weights[STEMS];
	struct term_info infos[STEMS];
	struct plan kids[STEMS], *pointers[STEMS];
	struct collection all = {p->segment.docs, 20};
	struct ranking r = {.collection = &all,
		.weights = weights,
		.infos = infos,
		.leaf = p,
		.scale = 1,
		.shrink = 1};
	for (uint32_t i = 0; i < n; i++) {
		weights[i] = 1 + i;
		if (dictionary_find(&p->dictionary, stems[i], &infos[i]) != OK)
			infos[i].df = 0;
		kids[i] = (struct plan){
			.op = PLAN_TERM, .term = i, .weight = 1, .offset = i};
		pointers[i] = &kids[i];
	}
	for (unsigned i = 0; i < OPS * n; i++) {
		struct topk top;
		uint64_t *bits;
		struct flat f;
		struct plan plan = {.op = ops[i % OPS],
			.kids = pointers,
			.count = i / OPS + 1,
			.slop = ops[i % OPS] == PLAN_NEAR ? 3 : 0};
		arena_clear(arena);
		CHECK(topk_init(&top, arena, 10) == OK);
		r.top = &top;
		if (flat_open(&f, &r, &plan, stems, arena) == OK)
			sink += flat_rank_and_count(&f);
		sink += flat_close(&f);
		topk_sort(&top);
		if (docset_all(arena, p, stems, &plan, &bits) == OK)
			CHECK(docset_count(p, bits) <= p->segment.docs);
	}
}

static void visit_ranking(const struct leaf *p)
{
	struct arena arena = {0}, scratch = {0};
	struct str stems[STEMS] = {{0}};
	uint32_t n = choose_stems(p, &arena, stems);
	rank(p, stems, n, &scratch);
	arena_release(&arena);
	arena_release(&scratch);
}

static enum status visit_word(
	void *data, struct str word, unsigned errors, uint32_t df)
{
	(void)data;
	CHECK(errors <= PATTERN_ERRORS_MAX && df > 0);
	for (size_t i = 0; i < word.len; i++)
		sink += (uint8_t)word.p[i];
	return OK;
}

/* Walks that pass over most of the dictionary, and one that does not. */
static void visit_patterns(const struct leaf *p)
{
	static const char *const TEXTS[] = {"gut", "*", "s*n", "?e*"};
	for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
		struct pattern pattern;
		uint32_t budget = 1 << 14;
		bool good = i == 0 ? pattern_similar(
					     &pattern, str_from(TEXTS[i]), 2)
				   : pattern_wildcards(
					     &pattern, str_from(TEXTS[i]));
		CHECK(good);
		enum status status = pattern_walk(
			&pattern, p, TERM_WORD, &budget, visit_word, NULL);
		CHECK(status == OK || status == ERR_CORRUPT ||
			status == ERR_LIMIT);
	}
}

/* What helps do with a leaf: suggestions within all and few documents, and
 * articles that are like its first. */
static void visit_helps(const struct leaf *p)
{
	enum { MOST = 4 };
	static const char *const begins[] = {"", "a", "s", "ha", "th"};
	const language none = LANGUAGE_NONE;
	struct corpus c = {.leaves = &p,
		.leaf_count = 1,
		.docs = p->segment.docs,
		.languages = &none,
		.language_count = 1};
	struct arena arena = {0};
	struct suggestion v[MOST];
	struct similar like;
	struct record r = {.title = STR("a gut feeling"), .text = STR("salt")};
	uint32_t n;
	CHECK(analyzer_new(&c.analyzer) == OK);
	uint64_t *bits = calloc(docset_words(p), sizeof *bits);
	CHECK(bits);
	memset(bits, 0x55, (p->segment.docs / 64 + 1u) * sizeof *bits);
	for (unsigned i = 0; i < 10; i++) {
		struct str begin = str_from(begins[i / 2]);
		suggest_within within = i % 2 ? &bits : NULL;
		if (suggest_words(&c, begin, STR("salt"), within, MOST, &arena,
			    v, &n) == OK)
			CHECK(n <= MOST);
		if (suggest_titles(&c, begin, within, MOST, &arena, v, &n) ==
			OK)
			CHECK(n <= MOST);
	}
	sink += similar_words(&like, &c, &r, &arena);
	free(bits);
	analyzer_free(c.analyzer);
	arena_release(&arena);
}

void visit_leaf(const struct leaf *p)
{
	visit_patterns(p);
	visit_ranking(p);
	visit_helps(p);
	visit_frequent(&p->dictionary, 8);
	visit_terms(&p->dictionary, p);
	visit_documents(p);
	for (unsigned id = 0; id < COLUMN_COUNT; id++)
		visit_column(p, (enum column_id)id);
	visit_orders(p);
	for (uint32_t i = 0; i < p->segment.docs; i++)
		sink += meta_length(&p->meta, i);
}
