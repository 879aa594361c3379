/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/source_xapian.h"
#include "common/base/deadline.h"
#include "query/evaluate.h"

#include <string.h>

const struct xap_bm25 xapian_bm25 = {BM25_K1, 0, 0, BM25_B, 0, 0};

static enum status open_shards(struct searcher *s, const char *const *folders,
	const struct searcher *old, uint32_t count, struct error *err)
{
	if (!old)
		return shards_open(
			&s->shards, folders, count, s->patience, err);
	s->shards = shards_share(old->shards);
	shards_begin(s->shards);
	return OK;
}

static void close_shards(struct searcher *s)
{
	shards_close(s->shards);
}

static bool is_current(const struct searcher *s)
{
	shards_follow(s->shards);
	return !s->shards->changed;
}

static void add_state(
	const struct searcher *s, uint64_t *generation, uint64_t *state)
{
	for (size_t i = 0; i < s->shards->v.len; i++) {
		const struct shard *x = &s->shards->v.v[i];
		struct {
			uint64_t index, generation, number;
		} mark = {x->info.index.low, x->info.generation, i};
		if (!x->db)
			continue;
		if (x->info.generation > *generation)
			*generation = x->info.generation;
		*state = hash64_seed(
			(struct str){(const char *)&mark, sizeof mark}, *state);
	}
}

/* Languages are what documents have a term for; the rest has none. */
static enum status count_languages(
	struct shards *x, uint64_t docs, struct language_docs *all, uint32_t *n)
{
	static const char prefix[] = {TERM_LANGUAGE};
	struct xap_walk *walk;
	struct xap_item item;
	enum status status =
		xap_db_terms(x->all, (struct str){prefix, 1}, &walk, &x->err);
	if (status != OK)
		return status;
	while (xap_walk_next(walk, &item)) {
		language l =
			language_find(str_slice(item.text, 1, item.text.len));
		if (l == LANGUAGE_NONE)
			continue;
		language_docs_add(all, n, l, item.count);
		docs -= item.count < docs ? item.count : docs;
	}
	language_docs_add(all, n, LANGUAGE_NONE, docs);
	return xap_walk_close(walk, &x->err);
}

static enum status count(
	struct searcher *s, struct language_docs *all, uint32_t *n)
{
	struct shards *x = s->shards;
	struct xap_stats stats;
	enum status status;
	do {
		*n = 0;
		status = x->living_count ? xap_db_stats(x->all, &stats, &x->err)
					 : x->err.status;
		if (status == OK)
			status = count_languages(x, stats.docs, all, n);
		if (status == OK)
			status = shards_read(x);
	} while (status != OK && shards_recover(x, status));
	if (status != OK)
		return status;
	s->collection.docs = stats.docs;
	s->collection.average =
		stats.docs ? (double)stats.total_length / stats.docs : 0;
	s->count = 1;
	x->changed = false;
	return OK;
}

static enum status begin(struct searcher *s)
{
	shards_begin(s->shards);
	return s->shards->changed ? searcher_count(s) : OK;
}

static bool recover(struct searcher *s, enum status status)
{
	return shards_recover(s->shards, status) &&
	       (!s->shards->changed || searcher_count(s) == OK);
}

static enum status df(const struct searcher *s, struct str term, uint64_t *df)
{
	return xapian_dfs(s->shards, &term, 1, df);
}

static enum status look_up(
	const struct searcher *s, struct search_pass *x, struct arena *arena)
{
	(void)arena;
	return xapian_dfs(s->shards, x->planner.terms.v,
		(uint32_t)x->planner.terms.len, x->dfs);
}

struct translation xapian_translation(const struct searcher *s,
	const struct search_pass *pass, struct arena *arena)
{
	return (struct translation){.planner = &pass->planner,
		.db = s->shards->all,
		.arena = arena,
		.err = &s->shards->err};
}

/* Boosts are never negative there; what is too much is taken off afterwards. */
static double boost_of(const struct run *run)
{
	return run->result->rank.boost * run->pass->ceiling;
}

/* Xapian takes the best of a slot before it is scaled for the best that it can
 * come to, and leaves out what it then thinks too low: so it is never scaled
 * up, but all else down by this. */
static double scale_of(const struct run *run)
{
	double boost = boost_of(run);
	return boost > 1 ? boost : 1;
}

static enum status with_boost(
	const struct run *run, struct xap_query *query, struct xap_query **out)
{
	struct xap_query *both[] = {NULL, NULL}, *slot;
	double scale = scale_of(run);
	enum status status = xap_query_scale(query, 1 / scale, &both[0]);
	xap_query_free(query);
	if (status == OK)
		status = xap_query_slot(GLASS_COLUMN + COLUMN_BOOST, &slot);
	if (status == OK) {
		status = xap_query_scale(slot, boost_of(run) / scale, &both[1]);
		xap_query_free(slot);
	}
	return translate_join(status, XAP_MAYBE, both, 2, 0, out);
}

static enum status make_query(struct run *run, struct xap_query **out)
{
	struct translation t = xapian_translation(
		run->searcher, run->pass, &run->result->arena);
	struct xap_query *q;
	enum status status = translate(&t, run->pass->plan, &q);
	if (status == OK && boost_of(run) > 0)
		return with_boost(run, q, out);
	if (status == OK)
		*out = q;
	return status;
}

double xapian_time(void)
{
	if (deadline.at <= 0)
		return 0;
	double left = (deadline.at - clock_milliseconds()) / 1e3;
	return left > 1e-3 ? left : 1e-3;
}

uint64_t xapian_total(const struct xap_result *found, bool exact)
{
	struct xap_totals totals;
	xap_result_totals(found, &totals);
	if (exact && totals.low != totals.high && deadline.at > 0)
		deadline.missed = true;
	return exact && totals.low != totals.high ? totals.low
						  : totals.estimate;
}

static enum status take_hits(struct run *run, const struct xap_hit *hits,
	uint32_t count, struct ranked *v)
{
	double less = GLASS_BOOST_ZERO * boost_of(run), scale = scale_of(run);
	enum status status = OK;
	for (uint32_t i = 0; i < count && status == OK; i++) {
		double ordinal = 0;
		status = xap_number_unpack(hits[i].sort_key, &ordinal);
		v[i].score = hits[i].score * scale - less;
		v[i].ordinal = (uint64_t)ordinal;
		v[i].leaf = shards_shard_of(
			run->searcher->shards, hits[i].doc, &v[i].doc);
	}
	return status;
}

/* Sums become what is meant (evaluate.h), and the best of these first. */
static enum status look_again(struct run *run, const struct xap_hit *hits,
	uint32_t count, struct ranked *v)
{
	struct arena scratch = {0};
	struct evaluation e = {.planner = &run->pass->planner,
		.weights = run->pass->weights,
		.collection = &run->searcher->collection,
		.db = run->searcher->shards->all,
		.arena = &scratch,
		.err = &run->searcher->shards->err};
	enum status status = OK;
	for (uint32_t i = 0; i < count && status == OK; i++) {
		arena_clear(&scratch);
		status = evaluate_open(&e, hits[i].doc);
		if (status == OK)
			status = evaluate(&e, run->pass->plan, &v[i].score);
		v[i].score += boost_of(run) * e.boost;
	}
	topk_order(v, count);
	evaluate_release(&e);
	arena_release(&scratch);
	return status;
}

enum status xapian_search(struct run *run, const struct xap_query *query,
	uint32_t limit, struct xap_result **found)
{
	static const struct xap_key by_ordinal = {GLASS_ORDINAL, false};
	struct shards *x = run->searcher->shards;
	const struct xap_search how = {.limit = limit ? limit : 1,
		.exact = true,
		.bm25 = &xapian_bm25,
		.order = XAP_BY_SCORE_THEN_KEYS,
		.keys = &by_ordinal,
		.key_count = 1,
		.time_limit = xapian_time()};
	return xap_db_search(x->all, query, &how, found, &x->err);
}

/* The best by sums; *whole if none behind them can be among the best `k`. */
static enum status take(struct run *run, const struct xap_result *found,
	uint32_t limit, bool *whole)
{
	uint32_t count, k = run->top.k;
	const struct xap_hit *hits = xap_result_hits(found, &count);
	count = count < limit ? count : limit;
	struct ranked *v =
		arena_alloc(&run->result->arena, (count + 1u) * sizeof *v);
	enum status status = v ? take_hits(run, hits, count, v) : ERR_NOMEM;
	bool sums = count > 0 && evaluate_wanted(run->pass->plan);
	double last = count ? v[count - 1].score : 0;
	if (status == OK && sums)
		status = look_again(run, hits, count, v);
	*whole = !sums || count < limit ||
		 (count >= k && v[k - 1].score >= last) || deadline_passed();
	run->top.v = v;
	run->top.len = count < k ? count : k;
	run->total = run->request->total ? xapian_total(found, true) : 0;
	return status;
}

static enum status rank(struct run *run)
{
	struct xap_query *query;
	struct xap_result *found;
	uint32_t limit = run->top.k, most = limit;
	bool whole = false;
	if (run->request->sort.count)
		return xapian_sort(run);
	enum status status = make_query(run, &query);
	if (status != OK)
		return status;
	while (status == OK && !whole && !deadline_passed()) {
		most = limit;
		status = xapian_search(run, query, most, &found);
		if (status == OK) {
			status = take(run, found, most, &whole);
			xap_result_free(found);
		}
		limit = limit < UINT32_MAX / 4 ? 4 * limit : UINT32_MAX;
	}
	if (status == OK && run->pass->words.count &&
		shards_far(run->searcher->shards) && !deadline_passed())
		status = xapian_know(run, query, most);
	xap_query_free(query);
	return status;
}

static enum status places(const struct searcher *s, struct str term,
	uint32_t shard, uint32_t doc, struct arena *arena, struct places *out)
{
	return translate_places(s->shards->all,
		shards_doc(s->shards, shard, doc), term, arena, out,
		&s->shards->err);
}

static enum status find_ordinal(
	const struct shards *x, uint32_t doc, uint64_t *out, struct error *err)
{
	struct xap_doc *d;
	struct buf value = {0};
	double ordinal = 0;
	enum status status = xap_db_doc(x->all, doc, &d, err);
	if (status != OK)
		return status;
	status = xap_doc_value(d, GLASS_ORDINAL, &value, err);
	if (status == OK)
		status = xap_number_unpack(buf_str(&value), &ordinal);
	*out = (uint64_t)ordinal;
	buf_release(&value);
	xap_doc_free(d);
	return status;
}

static enum status find(
	const struct searcher *s, struct str term, struct search_hit *out)
{
	struct shards *x = s->shards;
	struct xap_walk *walk = NULL;
	struct xap_item item = {0};
	enum status status = xap_db_postings(x->all, term, &walk, &x->err);
	bool found = status == OK && xap_walk_next(walk, &item);
	if (status == OK)
		status = xap_walk_close(walk, &x->err);
	if (status == OK && !found)
		return ERR_NOT_FOUND;
	if (status != OK)
		return status;
	*out = (struct search_hit){.shards = x};
	out->number = shards_shard_of(x, item.number, &out->doc);
	return find_ordinal(x, item.number, &out->ordinal, &x->err);
}

static enum status read_data(
	struct shards *x, const struct search_hit *hit, struct buf *out)
{
	struct xap_doc *d;
	uint32_t doc = shards_doc(x, hit->number, hit->doc);
	if (doc == 0)
		return error_set(&x->err, ERR_NETWORK, "%s does not answer",
			x->v.v[hit->number].name.p);
	enum status status = xap_db_doc(x->all, doc, &d, &x->err);
	if (status != OK)
		return status;
	buf_clear(out);
	status = xap_doc_data(d, out, &x->err);
	xap_doc_free(d);
	return status;
}

static enum status record(struct stored_reader *reader,
	const struct search_hit *hit, struct str *bytes, struct error *err)
{
	struct shards *x = hit->shards;
	enum status status = OK;
	reader->of = NULL; /* its buffer is used */
	if (hit->data.p) {
		*bytes = hit->data;
		return OK;
	}
	do
		status = read_data(x, hit, &reader->bytes);
	while (status == ERR_CHANGED && shards_recover(x, status));
	if (status == ERR_NOT_FOUND)
		return error_set(err, status,
			"a document was deleted while it was to be shown; "
			"search again");
	if (status != OK)
		return error_set(err, status, "%s", x->err.text);
	*bytes = buf_str(&reader->bytes);
	return OK;
}

/* So many records are read with the search, which is made again if a shard
 * fails meanwhile. */
enum { READ_AHEAD = 100 };

static enum status read_ahead(struct searcher *s, struct search_result *r)
{
	struct buf bytes = {0};
	enum status status = OK;
	for (uint32_t i = 0; i < r->count && i < READ_AHEAD && status == OK;
		i++) {
		status = read_data(s->shards, &r->hits[i], &bytes);
		if (status == OK)
			r->hits[i].data = arena_dup(&r->arena, buf_str(&bytes));
		if (status == OK && !r->hits[i].data.p)
			status = ERR_NOMEM;
	}
	buf_release(&bytes);
	return status;
}

static enum status warn(struct search_result *r, struct str text)
{
	struct str *v =
		arena_alloc(&r->arena, (r->warning_count + 1u) * sizeof *v);
	struct str copy = arena_dup(&r->arena, text);
	if (!v || !copy.p)
		return ERR_NOMEM;
	if (r->warning_count)
		memcpy(v, r->warnings, r->warning_count * sizeof *v);
	v[r->warning_count++] = copy;
	r->warnings = v;
	return OK;
}

static enum status add_notes(const struct shards *x, struct search_result *r)
{
	struct str notes = buf_str(&x->notes);
	enum status status = OK;
	for (size_t at = 0; at < notes.len && status == OK;) {
		size_t end = str_find(notes, at, '\n');
		status = warn(r, str_slice(notes, at, end));
		at = end + 1;
	}
	return status;
}

static enum status add_missing(const struct shards *x, struct search_result *r)
{
	struct buf text = {0};
	enum status status = OK;
	r->missing =
		arena_alloc(&r->arena, (x->v.len + 1) * sizeof *r->missing);
	if (!r->missing)
		return ERR_NOMEM;
	for (size_t i = 0; i < x->v.len && status == OK; i++) {
		if (x->v.v[i].db)
			continue;
		struct str name = arena_dup(&r->arena, x->v.v[i].name);
		buf_clear(&text);
		buf_printf(&text,
			STR_FMT " does not answer; what is found is without "
				"its documents",
			STR_ARG(name));
		status = text.status == OK && name.p ? warn(r, buf_str(&text))
						     : ERR_NOMEM;
		r->missing[r->missing_count++] = name;
	}
	buf_release(&text);
	return status;
}

static enum status finish(struct searcher *s, struct search_result *r)
{
	enum status status = read_ahead(s, r);
	if (status == OK && r->rank.recency > 0)
		shards_note(s->shards,
			"how recent an article is does not count on Xapian; "
			"leave recency out, or use an index of meju's own");
	if (status == OK)
		status = add_notes(s->shards, r);
	return status == OK ? add_missing(s->shards, r) : status;
}

static const char *sentence(const struct searcher *s)
{
	return s->shards->err.text;
}

const struct source source_xapian = {.open = open_shards,
	.close = close_shards,
	.is_current = is_current,
	.state = add_state,
	.count = count,
	.begin = begin,
	.recover = recover,
	.finish = finish,
	.sentence = sentence,
	.df = df,
	.look_up = look_up,
	.rank = rank,
	.places = places,
	.walk = xapian_walk,
	.guess = xapian_guess,
	.find = find,
	.record = record,
	.facets = xapian_facets};
