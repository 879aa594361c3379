/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/source.h"
#include "common/base/deadline.h"
#include "query/match/plan_prune.h"
#include "query/rank/level.h"

/* What the terms of a plan are worth. */
static enum status weigh(
	const struct searcher *s, struct search_pass *x, struct arena *arena)
{
	size_t n = x->planner.terms.len;
	x->weights = arena_alloc(arena, (n + 1) * sizeof *x->weights);
	x->dfs = arena_alloc(arena, (n + 1) * sizeof *x->dfs);
	if (!x->weights || !x->dfs)
		return ERR_NOMEM;
	enum status status = s->source->look_up(s, x, arena);
	for (size_t i = 0; i < n && status == OK; i++)
		x->weights[i] = bm25_weight(s->collection.docs, x->dfs[i]);
	return status;
}

/* The stem that a variant of a word is: a TERM, perhaps filtered. */
static struct plan *variant_term(struct plan *n)
{
	while (n->op == PLAN_FILTER)
		n = n->kids[0];
	return n->op == PLAN_TERM && n->weight > 0 ? n : NULL;
}

/* A rare form in one language says no more than the frequent one in another,
 * for they are the same word. */
static void level_variants(const struct search_pass *x, struct plan *n)
{
	double least = INFINITY;
	for (uint32_t i = 0; i < n->count; i++)
		level_variants(x, n->kids[i]);
	if (!n->variants)
		return;
	for (uint32_t i = 0; i < n->count; i++) {
		const struct plan *t = variant_term(n->kids[i]);
		if (t && x->weights[t->term] < least)
			least = x->weights[t->term];
	}
	for (uint32_t i = 0; i < n->count; i++) {
		struct plan *t = variant_term(n->kids[i]);
		if (t)
			t->weight *= least / x->weights[t->term];
	}
}

struct reranking search_reranking(const struct searcher *s,
	const struct search_result *r, const struct search_pass *x,
	struct arena *arena)
{
	return (struct reranking){.searcher = s,
		.places = s->source->places,
		.settings = &r->rank,
		.leaves = s->leaves,
		.planner = &x->planner,
		.infos = x->infos,
		.words = &x->words,
		.arena = arena};
}

/* A closer look at the best. */
static enum status look_closer(struct run *run, uint32_t wanted)
{
	struct searcher *s = run->searcher;
	arena_clear(&s->scratch);
	struct reranking k =
		search_reranking(s, run->result, run->pass, &s->scratch);
	k.known = run->known;
	k.known_count = run->known_count;
	run->looked = run->pass->words.count > 0;
	enum status status = rerank(&k, &run->top, wanted);
	rerank_close(&k);
	return status;
}

/* Names are worth their share of the ceiling. */
static void weigh_names(struct search_pass *x, double name)
{
	struct plan *p = x->plan;
	x->ceiling = rank_ceiling(p, x->weights);
	while (p->op == PLAN_FILTER || p->op == PLAN_NOT)
		p = p->kids[0];
	if (p->op == PLAN_NAMED)
		p->weight = name * x->ceiling;
}

/* Does the best of a top depend on a closer look? */
static bool wants_look(const struct run *run)
{
	const struct rank_settings *s = &run->result->rank;
	return run->request->sort.count == 0 &&
	       run->request->similar.len == 0 &&
	       (s->title > 0 || s->proximity > 0);
}

static enum status weigh_plan(struct run *run)
{
	struct search_pass *x = run->pass;
	enum status status = weigh(run->searcher, x, &run->result->arena);
	if (status != OK)
		return status;
	level_variants(x, x->plan);
	level_synonyms(x->plan, x->weights);
	weigh_names(x, run->result->rank.name);
	if (wants_look(run))
		rerank_words(&x->words, &x->planner, x->weights, x->dfs);
	/* an exhaustive search is the definition, also of pruning */
	if (!run->request->exhaustive)
		plan_prune(&x->plan, x->dfs);
	return OK;
}

/* The k best. */
static enum status run_plan(struct run *run, uint32_t k)
{
	bool closer = k > 0 && wants_look(run);
	uint32_t depth = closer && k < RERANK_DEPTH ? RERANK_DEPTH : k;
	enum status status = topk_init(&run->top, &run->result->arena, depth);
	run->total = 0;
	run->known_count = 0;
	run->looked = false;
	if (status == OK)
		status = weigh_plan(run);
	if (k == 0 && !run->request->total)
		return status; /* only the plan is asked for */
	if (status == OK && k == 0 && run->pass->plan->op == PLAN_TERM) {
		run->total = run->pass->dfs[run->pass->plan->term];
		return OK;
	}
	if (status == OK)
		status = run->searcher->source->rank(run);
	if (status == OK && closer)
		status = look_closer(run, k);
	if (run->top.len > k)
		run->top.len = k;
	return status;
}

static bool has_language(const struct searcher *s, language l)
{
	for (uint32_t i = 0; i < s->language_count; i++)
		if (s->languages[i] == l && l != LANGUAGE_NONE)
			return true;
	return false;
}

/* The language that the query is in, as far as that shows, else the most
 * frequent. */
static language likely_language(
	const struct searcher *s, const struct search_request *q)
{
	if (q->language != LANGUAGE_NONE)
		return q->language;
	language l = language_detect(q->query);
	if (has_language(s, l))
		return l;
	for (uint32_t i = 0; i < s->language_count; i++)
		if (s->languages[i] != LANGUAGE_NONE)
			return s->languages[i];
	return LANGUAGE_NONE;
}

/*
 * Words are analysed in the languages that have a hundredth of the documents,
 * and in the query's own.  A rare language helps few documents, and its stems
 * of words of other languages find wrong ones in all: in 100,000 English
 * documents with 7 that were taken for Danish, "these" found every "the".
 */
static enum status choose_languages(
	struct run *run, const language **out, uint32_t *count)
{
	const struct searcher *s = run->searcher;
	language likely = likely_language(s, run->request);
	uint32_t n =
		run->request->language == LANGUAGE_NONE ? s->common_count : 0;
	language *v = arena_alloc(&run->result->arena, (n + 1u) * sizeof *v);
	if (!v)
		return ERR_NOMEM;
	bool among = false;
	for (uint32_t i = 0; i < n; i++) {
		v[i] = s->languages[i];
		among = among || v[i] == likely;
	}
	if (!among && (likely != LANGUAGE_NONE || n == 0))
		v[n++] = likely;
	*out = v;
	*count = n;
	return OK;
}

static enum status make_plan(
	struct run *run, const struct node *tree, enum match match)
{
	struct searcher *s = run->searcher;
	struct planner *p = &run->pass->planner;
	p->arena = &run->result->arena;
	p->analyzer = s->analyzer;
	p->stops = run->request->keep_stops ? LANGUAGE_NONE
					    : likely_language(s, run->request);
	p->names = run->result->rank.name > 0 && run->request->similar.len == 0;
	p->find_like = expand_pattern;
	p->data = &run->expander;
	p->synonyms = run->request->synonyms;
	enum status status =
		choose_languages(run, &p->languages, &p->language_count);
	if (status == OK)
		status = plan_make(p, tree, match, &run->pass->plan);
	if (status == OK && run->request->similar.len)
		status = similar_plan(&run->similar, p, run->request->similar,
			&run->result->tree, &run->pass->plan);
	return status;
}

/* The words of the document that others are to be like. */
static enum status choose_words(struct run *run)
{
	struct searcher *s = run->searcher;
	struct arena *arena = &run->result->arena;
	struct stored_reader reader = {0};
	struct search_hit hit;
	struct record record;
	struct corpus corpus = searcher_corpus(s);
	enum status status =
		searcher_find(s, TERM_ID, run->request->similar, &hit);
	if (status == OK)
		status = search_record(&reader, arena, &hit, &record, NULL);
	if (status == OK)
		status = similar_words(&run->similar, &corpus, &record, arena);
	stored_reader_release(&reader);
	return status;
}

static bool is_hit(const struct search_result *r, const struct ranked *x)
{
	for (uint32_t i = 0; i < r->count; i++)
		if (r->hits[i].ordinal == x->ordinal)
			return true;
	return false;
}

static void add_hits(struct run *run, uint32_t most, bool relaxed)
{
	const struct searcher *s = run->searcher;
	struct search_result *r = run->result;
	for (uint32_t i = 0; i < run->top.len && r->count < most; i++) {
		const struct ranked *x = &run->top.v[i];
		if (relaxed && is_hit(r, x))
			continue;
		r->hits[r->count++] = (struct search_hit){.score = x->score,
			.leaf = s->shards ? NULL : s->leaves[x->leaf],
			.shards = s->shards,
			.doc = x->doc,
			.number = x->leaf,
			.ordinal = x->ordinal,
			.relaxed = relaxed,
			.looked_at = run->looked && i < RERANK_DEPTH};
		r->relaxed = r->relaxed || relaxed;
	}
}

static enum status add_warnings(
	struct search_result *r, const struct parsed *parsed)
{
	const struct planner *p = &r->passes[0].planner;
	size_t n = parsed->warning_count + p->warnings.len;
	r->warnings = arena_alloc(&r->arena, n * sizeof *r->warnings);
	if (!r->warnings)
		return ERR_NOMEM;
	for (uint32_t i = 0; i < parsed->warning_count; i++)
		r->warnings[r->warning_count++] = parsed->warnings[i];
	for (size_t i = 0; i < p->warnings.len; i++)
		r->warnings[r->warning_count++] = p->warnings.v[i];
	return OK;
}

/* Fill the page with documents that have some of the words. */
static enum status relax(
	struct run *run, const struct node *tree, uint32_t most)
{
	uint64_t strict = run->total;
	run->pass = &run->result->passes[1];
	enum status status = make_plan(run, tree, MATCH_ANY);
	bool whole = status == OK && !deadline_passed();
	if (whole)
		status = run_plan(run, most);
	if (status != OK)
		return status;
	if (whole)
		add_hits(run, most, true);
	if (run->total < strict)
		run->total = strict;
	return OK;
}

static void drop_offset(struct search_result *r, uint32_t offset)
{
	uint32_t n = offset < r->count ? offset : r->count;
	r->hits += n;
	r->count -= n;
}

static enum status search(struct run *run)
{
	const struct search_request *q = run->request;
	struct search_result *r = run->result;
	struct parsed parsed = {0};
	uint64_t wanted = (uint64_t)q->limit + q->offset;
	uint32_t most =
		wanted < SEARCH_LIMIT_MAX ? (uint32_t)wanted : SEARCH_LIMIT_MAX;
	if (most > run->searcher->collection.docs)
		most = (uint32_t)run->searcher->collection.docs;
	enum status status = query_parse(&r->arena, q->query, q->now, &parsed);
	if (status == OK) {
		r->tree = node_narrow(&r->arena, parsed.root, q->filter);
		status = r->tree ? OK : ERR_NOMEM;
	}
	r->rank = q->rank;
	r->now = q->now;
	if (status == OK && q->similar.len)
		status = choose_words(run);
	r->hits = arena_alloc(&r->arena, most * sizeof *r->hits);
	if (status == OK && !r->hits)
		status = ERR_NOMEM;
	if (status == OK)
		status = make_plan(run, r->tree,
			q->match == SEARCH_ANY ? MATCH_ANY : MATCH_ALL);
	if (status == OK)
		status = add_warnings(r, &parsed);
	/* A plan that is not whole may match what it must not. */
	if (status != OK || deadline_passed())
		return status;
	status = run_plan(run, most);
	if (status != OK)
		return status;
	add_hits(run, most, false);
	r->full = run->total;
	if (q->match == SEARCH_AUTO && q->sort.count == 0 &&
		!deadline_passed() && r->count < most &&
		r->tree->type == NODE_AND && q->similar.len == 0)
		status = relax(run, r->tree, most);
	r->total = run->total;
	if (deadline_missed() && r->total < r->count)
		r->total = r->count; /* counting came to less */
	drop_offset(r, q->offset);
	return status;
}

/* Ready for another search, with the memory of the last. */
static void reset(struct search_result *r)
{
	struct arena arena = r->arena;
	planner_release(&r->passes[0].planner);
	planner_release(&r->passes[1].planner);
	arena_clear(&arena);
	*r = (struct search_result){.arena = arena};
}

static enum status try(struct searcher *s, const struct search_request *q,
	struct search_result *r)
{
	struct run run = {.searcher = s,
		.request = q,
		.result = r,
		.pass = &r->passes[0],
		.expander = {.searcher = s}};
	reset(r);
	enum status status = search(&run);
	return status == OK ? s->source->finish(s, r) : status;
}

enum status search_run(struct searcher *s, const struct search_request *q,
	struct search_result *r, struct error *err)
{
	enum status status = s->source->begin(s);
	if (status == OK)
		do
			status = try(s, q, r);
		while (status != OK && s->source->recover(s, status));
	if (status == ERR_NOT_FOUND)
		error_set(err, status,
			"the index has no document '" STR_FMT "'",
			STR_ARG(q->similar));
	else if (status != OK)
		(void)searcher_failed(s, status, err);
	return status;
}

bool search_is_partial(const struct search_result *r)
{
	return r->partial || deadline_missed() || r->missing_count > 0;
}

void search_result_release(struct search_result *r)
{
	reset(r);
	arena_release(&r->arena);
}

enum status search_record(struct stored_reader *reader, struct arena *arena,
	const struct search_hit *hit, struct record *out, struct error *err)
{
	struct str bytes;
	const struct source *source =
		hit->leaf ? &source_native : &source_xapian;
	enum status status = source->record(reader, hit, &bytes, err);
	if (status != OK)
		return status;
	status = record_get(bytes, arena, out);
	if (status == ERR_CORRUPT && !hit->leaf)
		return error_corrupt(
			err, "a database of Xapian", "a record cannot be read");
	if (status == ERR_CORRUPT)
		return segment_corrupt(&hit->leaf->segment, SECTION_STORED,
			"a record cannot be read", err);
	if (status != OK)
		return error_set(err, status, "out of memory");
	return OK;
}
