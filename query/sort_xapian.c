/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sort_xapian.c - documents by what a value of theirs says, as sort.h has it.
 *
 * Servers sort by one value, and what is equal in it comes in any order.  So
 * the documents are asked for in three parts: those before the value of the
 * last that there is room for, those of that value by their ordinals, and those
 * without one by theirs.
 */
#include "query/source_xapian.h"
#include "common/base/deadline.h"

#include <stdlib.h>

static unsigned slot_of(unsigned by)
{
	if (by == SORT_BY_ID)
		return GLASS_ID;
	return (column_is_number((enum column_id)by) ? GLASS_COLUMN
						     : GLASS_FIRST) +
	       by;
}

struct sorting {
	struct run *run;
	struct xap_query *all;
	struct xap_key key;
	struct buf neutral; /* of a boost: a value that is none */
};

/* Documents of `all` whose value is in [low, high], or the others. */
static enum status narrow(const struct sorting *s, struct str low,
	struct str high, bool without, struct xap_query **out)
{
	struct xap_query *values;
	enum status status = xap_query_values(s->key.slot, low, high, &values);
	if (status != OK)
		return status;
	struct xap_query *const both[] = {s->all, values};
	status =
		xap_query_join(without ? XAP_NOT : XAP_FILTER, both, 2, 0, out);
	xap_query_free(values);
	return status;
}

static enum status ask(const struct sorting *s, const struct xap_query *query,
	struct xap_key key, uint32_t limit, struct xap_result **found)
{
	struct shards *x = s->run->searcher->shards;
	const struct xap_search how = {.limit = limit ? limit : 1,
		.exact = true,
		.scheme = XAP_BOOL,
		.order = XAP_BY_KEYS,
		.keys = &key,
		.key_count = 1,
		.time_limit = xapian_time()};
	return xap_db_search(x->all, query, &how, found, &x->err);
}

static enum status read_ordinal(
	const struct xap_result *found, uint32_t hit, double *out)
{
	struct xap_doc *doc;
	struct buf value = {0};
	enum status status = xap_result_doc(found, hit, &doc, NULL);
	if (status != OK)
		return status;
	status = xap_doc_value(doc, GLASS_ORDINAL, &value, NULL);
	if (status == OK)
		status = xap_number_unpack(buf_str(&value), out);
	buf_release(&value);
	xap_doc_free(doc);
	return status;
}

static void put(struct run *run, uint32_t doc, double ordinal)
{
	struct ranked *x = &run->top.v[run->top.len++];
	*x = (struct ranked){.ordinal = (uint64_t)ordinal};
	x->leaf = shards_shard_of(run->searcher->shards, doc, &x->doc);
}

static int by_ordinal(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	return (x->ordinal > y->ordinal) - (x->ordinal < y->ordinal);
}

/* The first hits, all of those that are equal being there. */
static enum status put_first(
	struct run *run, const struct xap_result *found, uint32_t count)
{
	uint32_t n, from = run->top.len;
	const struct xap_hit *hits = xap_result_hits(found, &n);
	enum status status = OK;
	for (uint32_t i = 0; i < count && status == OK; i++) {
		double ordinal = 0;
		status = read_ordinal(found, i, &ordinal);
		put(run, hits[i].doc, ordinal);
	}
	for (uint32_t i = 0, end; i < count; i = end) {
		for (end = i + 1; end < count &&
				  str_eq(hits[end].sort_key, hits[i].sort_key);)
			end++;
		qsort(run->top.v + from + i, end - i, sizeof *run->top.v,
			by_ordinal);
	}
	return status;
}

/* What a query finds, by ordinal, as much as there is room for. */
static enum status put_rest(
	const struct sorting *s, const struct xap_query *query, uint64_t *total)
{
	struct run *run = s->run;
	const struct xap_key key = {GLASS_ORDINAL, false};
	struct xap_result *found;
	uint32_t count, room = run->top.k - run->top.len;
	enum status status = ask(s, query, key, room, &found);
	if (status != OK)
		return status;
	const struct xap_hit *hits = xap_result_hits(found, &count);
	for (uint32_t i = 0; i < count && i < room && status == OK; i++) {
		double ordinal = 0;
		status = xap_number_unpack(hits[i].sort_key, &ordinal);
		put(run, hits[i].doc, ordinal);
	}
	*total = xapian_total(found, true);
	xap_result_free(found);
	return status;
}

/* Those that have a value, or the others. */
static enum status narrow_valued(
	const struct sorting *s, bool valued, struct xap_query **out)
{
	static const char least[] = {0};
	struct str neutral = buf_str(&s->neutral);
	return neutral.len ? narrow(s, neutral, neutral, valued, out)
			   : narrow(s, (struct str){least, 1}, (struct str){0},
				     !valued, out);
}

/* Those of one value. */
static enum status put_equal(const struct sorting *s, struct str value)
{
	struct xap_query *query;
	uint64_t total;
	enum status status = narrow(s, value, value, false, &query);
	if (status != OK)
		return status;
	status = put_rest(s, query, &total);
	xap_query_free(query);
	return status;
}

static enum status put_valued(const struct sorting *s)
{
	struct run *run = s->run;
	struct xap_query *query;
	struct xap_result *found;
	uint32_t count, before;
	enum status status = narrow_valued(s, true, &query);
	if (status != OK)
		return status;
	status = ask(s, query, s->key, run->top.k, &found);
	xap_query_free(query);
	if (status != OK)
		return status;
	const struct xap_hit *hits = xap_result_hits(found, &count);
	run->total = xapian_total(found, true);
	before = count = count < run->top.k ? count : run->top.k;
	if (run->total > count)
		while (before > 0 && str_eq(hits[before - 1].sort_key,
					     hits[count - 1].sort_key))
			before--;
	status = put_first(run, found, before);
	if (status == OK && before < count)
		status = put_equal(s, hits[before].sort_key);
	xap_result_free(found);
	return status;
}

static enum status put_unvalued(const struct sorting *s)
{
	struct xap_query *query;
	uint64_t total;
	enum status status = narrow_valued(s, false, &query);
	if (status != OK)
		return status;
	status = put_rest(s, query, &total);
	xap_query_free(query);
	if (status == OK)
		s->run->total += total;
	return status;
}

enum status xapian_sort(struct run *run)
{
	const struct sort *sort = &run->request->sort;
	struct translation t = xapian_translation(
		run->searcher, run->pass, &run->result->arena);
	struct sorting s = {.run = run,
		.key = {slot_of(sort->keys[0].by), sort->keys[0].down}};
	if (sort->count > 1)
		shards_note(run->searcher->shards,
			"Xapian sorts by one key; those behind the first are "
			"left out");
	enum status status = translate(&t, run->pass->plan, &s.all);
	if (status == OK && sort->keys[0].by == COLUMN_BOOST)
		status = xap_number_pack(GLASS_BOOST_ZERO, &s.neutral);
	if (status == OK)
		status = put_valued(&s);
	if (status == OK)
		status = put_unvalued(&s);
	xap_query_free(s.all);
	buf_release(&s.neutral);
	return status;
}
