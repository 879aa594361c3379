/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/sort.h"
#include "common/text/analyzer.h"
#include "query/match/docset.h"

#include <stdlib.h>
#include <string.h>

#define NONE UINT64_MAX /* behind all values */

bool sort_parse(struct str text, struct sort *out)
{
	*out = (struct sort){0};
	for (size_t at = 0, end; at <= text.len; at = end + 1) {
		end = str_find(text, at, ',');
		struct str name = str_slice(text, at, end);
		bool down = str_starts(name, STR("-"));
		name = str_slice(name, down, name.len);
		unsigned by = str_eq(name, STR("id"))
				      ? (unsigned)SORT_BY_ID
				      : (unsigned)column_find(name);
		bool known = by != COLUMN_COUNT || str_eq(name, STR("id"));
		if (!known || out->count == SORT_KEYS_MAX)
			return false;
		out->keys[out->count++] = (struct sort_key){by, down};
	}
	return true;
}

/* Where a key's values of one leaf are. */
struct source {
	struct column column;
	bool none;       /* no document has one                         */
	uint32_t *ranks; /* of its keys, or by id of its documents; NULL:
	                    it has numbers                              */
};

struct item {
	uint64_t codes[SORT_KEYS_MAX]; /* ascending */
	uint64_t ordinal;
	uint32_t leaf, doc;
};

struct sorting {
	const struct sort *sort;
	const struct sort_leaf *leaves;
	uint32_t count;
	struct arena *arena;
	struct source *sources; /* by leaf, by key */
	struct item *items;     /* a heap once it is full, the last on top */
	uint32_t len, max;
};

static struct source *source_of(
	const struct sorting *s, uint32_t leaf, uint32_t key)
{
	return &s->sources[leaf * s->sort->count + key];
}

/* A text that has to be ranked among those of all leaves. */
struct text {
	struct str folded;
	uint32_t *rank;
};

static int in_order(const void *a, const void *b)
{
	const struct text *x = a, *y = b;
	return str_cmp(x->folded, y->folded);
}

typedef VEC(struct text) text_list;

/* The keys that documents found have, each once. */
static enum status gather_texts(struct sorting *s, const struct sort_leaf *l,
	struct source *x, text_list *texts)
{
	enum status status = OK;
	struct buf folded = {0};
	x->ranks = arena_alloc(s->arena, (x->column.keys + 1u) * 4);
	if (!x->ranks)
		return ERR_NOMEM;
	for (uint32_t d = docset_next(l->leaf, l->bits, 0); d != DOC_END;
		d = docset_next(l->leaf, l->bits, d + 1)) {
		uint32_t key;
		if (column_keys(&x->column, d, &key, 1))
			x->ranks[key] = 1;
	}
	for (uint32_t i = 0; i < x->column.keys && status == OK; i++) {
		if (!x->ranks[i])
			continue;
		buf_clear(&folded);
		analyzer_fold(
			column_key(&x->column, i), LANGUAGE_NONE, &folded);
		struct text t = {
			arena_dup(s->arena, buf_str(&folded)), &x->ranks[i]};
		status = t.folded.p ? folded.status : ERR_NOMEM;
		if (status == OK)
			status = vec_push(texts, t);
	}
	buf_release(&folded);
	return status;
}

/* The keys of all leaves in one order; like ones have one rank. */
static void rank_texts(const text_list *texts)
{
	uint32_t rank = 0;
	if (texts->len)
		qsort(texts->v, texts->len, sizeof *texts->v, in_order);
	for (size_t i = 0; i < texts->len; i++) {
		if (i && !str_eq(texts->v[i].folded, texts->v[i - 1].folded))
			rank++;
		*texts->v[i].rank = rank;
	}
}

static enum status open_column(struct sorting *s, uint32_t key)
{
	text_list texts = {0};
	enum status status = OK;
	for (uint32_t i = 0; i < s->count && status == OK; i++) {
		struct source *x = source_of(s, i, key);
		status = column_open(&x->column, &s->leaves[i].leaf->segment,
			(enum column_id)s->sort->keys[key].by, NULL);
		x->none = status == ERR_NOT_FOUND;
		if (x->none)
			status = OK;
		else if (status == OK && !x->column.number)
			status = gather_texts(s, &s->leaves[i], x, &texts);
	}
	if (status == OK)
		rank_texts(&texts);
	vec_release(&texts);
	return status;
}

static bool is_id(const struct dictionary_cursor *c)
{
	return c->valid && c->info.kind == TERM_ID;
}

/* Where the ids of all leaves begin, and room for their ranks. */
static enum status open_ids(
	struct sorting *s, uint32_t key, struct dictionary_cursor *ids)
{
	for (uint32_t i = 0; i < s->count; i++) {
		const struct leaf *leaf = s->leaves[i].leaf;
		uint32_t **ranks = &source_of(s, i, key)->ranks;
		*ranks = arena_alloc(s->arena,
			((size_t)leaf->segment.docs + 1) * sizeof **ranks);
		if (!*ranks)
			return ERR_NOMEM;
		dictionary_seek(&ids[i], &leaf->dictionary,
			(struct str){(const char[]){TERM_ID}, 1});
	}
	return OK;
}

/* The leaf whose next id is the first of all, or their number. */
static uint32_t first_id(
	const struct sorting *s, const struct dictionary_cursor *ids)
{
	uint32_t first = s->count;
	for (uint32_t i = 0; i < s->count; i++)
		if (is_id(&ids[i]) &&
			(first == s->count ||
				str_cmp(ids[i].term, ids[first].term) < 0))
			first = i;
	return first;
}

static enum status put_rank(const struct leaf *leaf,
	const struct term_info *info, uint32_t rank, uint32_t *ranks)
{
	struct posting_cursor c;
	if (info->df == 1) {
		ranks[info->doc] = rank;
		return OK;
	}
	enum status status = posting_open(&c, &leaf->segment, info);
	for (; status == OK && c.doc < leaf->segment.docs; posting_next(&c))
		ranks[c.doc] = rank;
	return status == OK ? c.status : status;
}

/* Dictionaries have them in order.  Indexes may have the same ones. */
static enum status rank_ids(struct sorting *s, uint32_t key)
{
	char last[DICTIONARY_TERM_MAX];
	size_t len = 0;
	uint32_t rank = 0, at;
	struct dictionary_cursor *ids =
		arena_alloc(s->arena, (s->count + 1u) * sizeof *ids);
	enum status status = ids ? open_ids(s, key, ids) : ERR_NOMEM;
	while (status == OK && (at = first_id(s, ids)) < s->count) {
		struct str id = ids[at].term;
		rank += !str_eq(id, (struct str){last, len});
		memcpy(last, id.p, id.len);
		len = id.len;
		status = put_rank(s->leaves[at].leaf, &ids[at].info, rank,
			source_of(s, at, key)->ranks);
		dictionary_next(&ids[at]);
	}
	for (uint32_t i = 0; i < s->count && status == OK; i++)
		status = ids[i].status;
	return status;
}

/* Ascending codes of a document's value. */
static uint64_t code_of(
	const struct sorting *s, uint32_t leaf, uint32_t key, uint32_t doc)
{
	const struct source *x = source_of(s, leaf, key);
	uint64_t code;
	if (x->none)
		return NONE;
	if (s->sort->keys[key].by == SORT_BY_ID) {
		code = x->ranks[doc];
	} else if (x->ranks) {
		uint32_t n;
		if (!column_keys(&x->column, doc, &n, 1))
			return NONE;
		code = x->ranks[n];
	} else {
		int64_t v = column_number(&x->column, doc);
		if (v == RECORD_NO_TIME)
			return NONE;
		code = (uint64_t)v - 1 - (uint64_t)INT64_MIN;
	}
	return s->sort->keys[key].down ? NONE - 1 - code : code;
}

static bool is_before(
	const struct sorting *s, const struct item *a, const struct item *b)
{
	for (uint32_t i = 0; i < s->sort->count; i++)
		if (a->codes[i] != b->codes[i])
			return a->codes[i] < b->codes[i];
	return a->ordinal < b->ordinal;
}

/* Item `at` of the heap, which may belong lower. */
static void sink(struct sorting *s, uint32_t at)
{
	struct item x = s->items[at];
	for (uint32_t kid; (kid = 2 * at + 1) < s->len; at = kid) {
		if (kid + 1 < s->len &&
			is_before(s, &s->items[kid], &s->items[kid + 1]))
			kid++;
		if (!is_before(s, &x, &s->items[kid]))
			break;
		s->items[at] = s->items[kid];
	}
	s->items[at] = x;
}

static void make_heap(struct sorting *s)
{
	for (uint32_t i = s->len / 2; i > 0; i--)
		sink(s, i - 1);
}

/* Its codes, as far as they are needed; false if it comes too late. */
static bool read_codes(const struct sorting *s, struct item *x)
{
	const struct item *last = s->len == s->max ? &s->items[0] : NULL;
	for (uint32_t i = 0; i < s->sort->count; i++) {
		x->codes[i] = code_of(s, x->leaf, i, x->doc);
		if (last && x->codes[i] > last->codes[i])
			return false;
		if (last && x->codes[i] < last->codes[i])
			last = NULL;
	}
	return !last || x->ordinal < last->ordinal;
}

static void consider(struct sorting *s, uint32_t leaf, uint32_t doc)
{
	struct item x = {.ordinal = s->leaves[leaf].ordinal + doc,
		.leaf = leaf,
		.doc = doc};
	if (!read_codes(s, &x))
		return;
	if (s->len == s->max) {
		s->items[0] = x;
		sink(s, 0);
		return;
	}
	s->items[s->len++] = x;
	if (s->len == s->max)
		make_heap(s);
}

static void put_sorted(struct sorting *s, struct topk *top)
{
	make_heap(s);
	top->len = s->len;
	while (s->len > 0) {
		struct item last = s->items[0];
		s->items[0] = s->items[--s->len];
		sink(s, 0);
		top->v[s->len] =
			(struct ranked){0, last.ordinal, last.leaf, last.doc};
	}
}

enum status sort_top(const struct sort *sort, const struct sort_leaf *leaves,
	uint32_t count, struct arena *arena, struct topk *top)
{
	struct sorting s = {.sort = sort,
		.leaves = leaves,
		.count = count,
		.arena = arena,
		.max = top->k};
	enum status status = OK;
	s.sources = arena_alloc(
		arena, (size_t)count * sort->count * sizeof *s.sources);
	s.items = arena_alloc(arena, (top->k + 1u) * sizeof *s.items);
	if (!s.sources || !s.items)
		return ERR_NOMEM;
	for (uint32_t i = 0; i < sort->count && status == OK; i++)
		status = sort->keys[i].by == SORT_BY_ID ? rank_ids(&s, i)
							: open_column(&s, i);
	for (uint32_t i = 0; i < count && status == OK && s.max > 0; i++) {
		const struct sort_leaf *l = &leaves[i];
		for (uint32_t d = docset_next(l->leaf, l->bits, 0);
			d != DOC_END; d = docset_next(l->leaf, l->bits, d + 1))
			consider(&s, i, d);
	}
	if (status == OK)
		put_sorted(&s, top);
	return status;
}
