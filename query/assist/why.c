/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/why.h"
#include "query/assist/near_forms.h"
#include "query/lang/date.h"

#include <string.h>

struct asking {
	struct searcher *searcher;
	struct search_pass *pass;
	struct search_hit where;
	struct record record;
	struct arena *arena;
	VEC(struct why_leaf) leaves;
};

const char *why_verdict_name(enum why_verdict v)
{
	static const char *const NAMES[] = {[WHY_UNKNOWN] = "unknown",
		[WHY_SHOWN] = "shown",
		[WHY_RANKED] = "ranked",
		[WHY_EXCLUDED] = "excluded"};
	return NAMES[v];
}

const char *why_state_name(enum why_state s)
{
	static const char *const NAMES[] = {[WHY_HAS] = "has",
		[WHY_LACKS] = "lacks",
		[WHY_APART] = "apart",
		[WHY_FILTERED] = "filtered",
		[WHY_UNWANTED] = "unwanted",
		[WHY_IGNORED] = "ignored"};
	return NAMES[s];
}

static enum status holds(
	const struct asking *a, const struct plan *p, bool *yes)
{
	struct cursor *c;
	enum status status = cursor_open(
		a->arena, a->where.leaf, a->pass->planner.terms.v, p, &c);
	if (status != OK)
		return status;
	*yes = cursor_seek(c, a->where.doc) == a->where.doc;
	return cursor_close(c);
}

/* Does it have the words, wherever and in whatever form? */
static enum status has_words(
	const struct asking *a, const struct plan *p, bool *yes)
{
	bool any = p->op == PLAN_OR || p->op == PLAN_MAX;
	enum status status = OK;
	if (p->op == PLAN_TERM &&
		a->pass->planner.terms.v[p->term].p[0] != TERM_STEM)
		*yes = true;
	else if (p->count == 0)
		return holds(a, p, yes);
	else
		*yes = !any;
	for (uint32_t i = 0; i < p->count && status == OK; i++) {
		bool kid = false;
		status = has_words(a, p->kids[i], &kid);
		*yes = any ? *yes || kid : *yes && kid;
	}
	return status;
}

/* The stems below a plan that it lacks, each once. */
static enum status list_missing(const struct asking *a, const struct plan *p,
	struct map *out, uint64_t *articles)
{
	enum status status = OK;
	if (p->synonym.len)
		return OK;
	if (p->op == PLAN_TERM) {
		struct str term = a->pass->planner.terms.v[p->term];
		uint64_t df = a->pass->dfs[p->term];
		bool yes = true;
		uint32_t id;
		if (term.p[0] != TERM_STEM)
			return OK;
		status = holds(a, p, &yes);
		if (status != OK || yes)
			return status;
		*articles = df > *articles ? df : *articles;
		return map_add(out, str_slice(term, 1, term.len), &id);
	}
	for (uint32_t i = 0; i < p->count && status == OK; i++)
		status = list_missing(a, p->kids[i], out, articles);
	return status;
}

static enum status keep(struct arena *arena, struct buf *text, struct str *out)
{
	enum status status = text->status;
	if (status == OK)
		*out = arena_dup(arena, buf_str(text));
	buf_release(text);
	return status == OK && !out->p ? ERR_NOMEM : status;
}

static enum status join(
	struct arena *arena, const struct map *words, struct str *out)
{
	struct buf text = {0};
	for (uint32_t i = 0; i < words->count; i++) {
		buf_puts(&text, i ? ", " : "");
		buf_put_str(&text, map_key(words, i));
	}
	return keep(arena, &text, out);
}

static void put_list(struct buf *out, const struct str *v, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		if (v[i].len == 0)
			continue;
		buf_puts(out, out->len ? ", " : "");
		buf_put_str(out, v[i]);
	}
}

/* What the article has in the field of a filter. */
static void put_value(const struct record *r, enum field field, struct buf *out)
{
	switch (field) {
	case FIELD_AUTHOR:
		put_list(out, r->authors.v, r->authors.len);
		break;
	case FIELD_TAG:
		put_list(out, r->tags.v, r->tags.len);
		break;
	case FIELD_CATEGORY:
		put_list(out, r->categories.v, r->categories.len);
		break;
	case FIELD_LANGUAGE:
		buf_put_str(out, r->language);
		break;
	case FIELD_URL:
		buf_put_str(out, r->url);
		break;
	case FIELD_TYPE:
		buf_put_str(out, r->type);
		break;
	case FIELD_DATE:
		if (r->date != RECORD_NO_TIME)
			date_print(r->date, out);
		break;
	default: /* path, id */
		put_list(out, (const struct str[]){r->id, r->source}, 2);
	}
}

/* The synonyms of what a plan is of, as the rules have them. */
static enum status list_synonyms(
	const struct asking *a, const struct plan *p, struct str *out)
{
	struct map all = {0};
	enum status status = OK;
	uint32_t id;
	for (uint32_t i = 0; i < p->count && status == OK; i++)
		if (p->kids[i]->synonym.len)
			status = map_add(&all, p->kids[i]->synonym, &id);
	if (status == OK)
		status = join(a->arena, &all, out);
	map_release(&all);
	return status;
}

static enum status look_for_word(
	const struct asking *a, const struct plan *plan, struct why_leaf *x)
{
	const struct plan *run = plan_find_run(&a->pass->planner, x->leaf);
	struct map missing = {0};
	bool apart = false;
	enum status status = has_words(a, plan, &apart);
	x->state = apart ? WHY_APART : WHY_LACKS;
	if (status == OK && !apart)
		status = list_missing(a, plan, &missing, &x->articles);
	if (status == OK)
		status = join(a->arena, &missing, &x->missing);
	if (status == OK && !apart)
		status = list_synonyms(a, run ? run : plan, &x->synonyms);
	map_release(&missing);
	return status;
}

static enum status find_near(const struct asking *a, struct why_leaf *x)
{
	struct buf forms = {0};
	enum status status = near_forms(a->searcher->analyzer,
		language_find(a->record.language), x->leaf->text,
		(const struct str[]){a->record.title, a->record.text}, 2,
		&forms);
	if (status != OK) {
		buf_release(&forms);
		return status;
	}
	return keep(a->arena, &forms, &x->near);
}

static bool is_filter(const struct node *n)
{
	return n->type == NODE_RANGE || field_is_boolean(n->field);
}

static enum status judge(struct asking *a, struct why_leaf *x, bool wanted)
{
	const struct plan *plan = plan_find(&a->pass->planner, x->leaf);
	const struct plan *run = plan_find_run(&a->pass->planner, x->leaf);
	struct buf value = {0};
	bool yes = x->leaf->type == NODE_ALL;
	enum status status = plan ? holds(a, plan, &yes) : OK;
	if (status == OK && run && !yes && wanted)
		status = holds(a, run, &yes);
	x->state = wanted ? WHY_HAS : WHY_UNWANTED;
	if (status != OK || yes == wanted) {
		x->state = WHY_HAS;
		return status;
	}
	if (!wanted)
		return OK;
	if (plan && is_filter(x->leaf)) {
		x->state = WHY_FILTERED;
		put_value(&a->record, x->leaf->field, &value);
		return keep(a->arena, &value, &x->value);
	}
	x->state = WHY_IGNORED;
	if (plan)
		status = look_for_word(a, plan, x);
	return status == OK && x->state == WHY_LACKS ? find_near(a, x) : status;
}

static enum status judge_leaf(
	struct asking *a, const struct node *n, bool wanted)
{
	struct why_leaf x = {.leaf = n};
	struct buf text = {0};
	node_print(n, &text);
	enum status status = keep(a->arena, &text, &x.word);
	if (status == OK)
		status = judge(a, &x, wanted);
	return status == OK ? vec_push(&a->leaves, x) : status;
}

static enum status judge_all(
	struct asking *a, const struct node *n, bool wanted)
{
	enum status status = OK;
	if (n->type == NODE_ALL && wanted)
		return OK;
	if (n->type == NODE_NEAR || n->count == 0)
		return judge_leaf(a, n, wanted);
	for (unsigned i = 0; i < n->count && status == OK; i++)
		status = judge_all(
			a, n->kids[i], wanted != (n->type == NODE_NOT));
	return status;
}

static enum status search_all(struct searcher *s,
	const struct search_request *q, struct search_result *r,
	struct error *err)
{
	struct search_request all = *q;
	all.offset = 0;
	all.limit = SEARCH_LIMIT_MAX;
	all.total = false;
	all.exhaustive = true; /* the plan keeps what no article has */
	return search_run(s, &all, r, err);
}

static void find_rank(const struct search_request *q,
	const struct search_result *r, struct why *out)
{
	uint64_t last = (uint64_t)q->offset + q->limit;
	last = last < r->count ? last : r->count;
	out->verdict = WHY_EXCLUDED;
	out->matches = r->count;
	out->last_rank = q->limit && last > q->offset ? last : 0;
	if (out->last_rank)
		out->last_score = r->hits[last - 1].score;
	for (uint32_t i = 0; i < r->count; i++) {
		if (r->hits[i].ordinal != out->hit.ordinal)
			continue;
		out->hit = r->hits[i];
		out->rank = i + 1;
		out->verdict =
			i >= q->offset && i < last ? WHY_SHOWN : WHY_RANKED;
		return;
	}
}

enum status why_leaves(struct searcher *s, const struct search_result *r,
	const struct search_hit *where, const struct record *record,
	struct arena *arena, struct why_leaf **out, uint32_t *count,
	struct error *err)
{
	struct search_pass pass = r->passes[0];
	struct asking a = {.searcher = s,
		.pass = &pass,
		.where = *where,
		.record = *record,
		.arena = arena};
	enum status status = judge_all(&a, r->tree, true);
	size_t bytes = a.leaves.len * sizeof *a.leaves.v;
	*count = (uint32_t)a.leaves.len;
	*out = arena_alloc(arena, bytes);
	if (status == OK && !*out)
		status = ERR_NOMEM;
	if (status == OK && bytes)
		memcpy(*out, a.leaves.v, bytes);
	vec_release(&a.leaves);
	return status == OK ? OK : searcher_failed(s, status, err);
}

static enum status describe(struct searcher *s, const struct search_result *r,
	const struct search_hit *where, struct arena *arena, struct why *out,
	struct error *err)
{
	struct stored_reader reader = {0};
	struct record record;
	enum status status = search_record(&reader, arena, where, &record, err);
	if (status == OK) {
		out->id = arena_dup(arena, record.id);
		out->title = arena_dup(arena, record.title);
		if (!out->id.p || !out->title.p)
			status = error_set(err, ERR_NOMEM, "out of memory");
	}
	if (status == OK)
		status = why_leaves(s, r, where, &record, arena, &out->leaves,
			&out->count, err);
	stored_reader_release(&reader);
	return status;
}

static enum status tell_similar(const struct searcher *s, struct str name,
	struct arena *arena, struct why *out, struct error *err)
{
	enum status status = locate_similar(
		s, name, arena, out->similar, &out->similar_count);
	out->verdict = WHY_UNKNOWN;
	out->id = name;
	return status == OK ? OK : searcher_failed(s, status, err);
}

enum status why_not(struct searcher *s, const struct search_request *q,
	struct str name, struct arena *arena, struct search_result *r,
	struct why *out, struct error *err)
{
	struct search_hit where;
	*out = (struct why){0};
	enum status status = searcher_only_native(s, "--why-not", err);
	if (status != OK)
		return status;
	status = locate(s, name, &where);
	if (status == ERR_NOT_FOUND)
		return tell_similar(s, name, arena, out, err);
	if (status != OK)
		return searcher_failed(s, status, err);
	out->hit = where;
	status = search_all(s, q, r, err);
	if (status != OK)
		return status;
	find_rank(q, r, out);
	return describe(s, r, &where, arena, out, err);
}
