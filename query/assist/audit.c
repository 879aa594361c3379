/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/audit.h"
#include "query/match/plan_word.h"

const char *audit_reason_name(enum audit_reason r)
{
	static const char *const NAMES[] = {[AUDIT_FOUND] = "found",
		[AUDIT_UNTITLED] = "untitled",
		[AUDIT_NO_WORD] = "no word",
		[AUDIT_SAME_TITLE] = "same title",
		[AUDIT_STOP_WORDS] = "stop words",
		[AUDIT_UNFIT] = "unfit",
		[AUDIT_BEHIND] = "behind"};
	return NAMES[r];
}

static enum status search(struct auditor *a, struct str title,
	enum search_match match, uint32_t limit, struct error *err)
{
	struct search_request q = *a->request;
	q.query = title;
	q.match = match;
	q.limit = limit;
	q.offset = 0;
	q.total = false;
	return search_run(a->searcher, &q, &a->result, err);
}

static uint32_t rank_of(const struct search_result *r, uint64_t ordinal)
{
	for (uint32_t i = 0; i < r->count; i++)
		if (r->hits[i].ordinal == ordinal)
			return i + 1;
	return 0;
}

/* Documents with all words come first, and mostly are enough. */
static enum status find_first(struct auditor *a, struct str title,
	uint64_t ordinal, uint32_t *rank, struct error *err)
{
	enum search_match match = a->request->match;
	enum status status = search(a, title,
		match == SEARCH_AUTO ? SEARCH_ALL : match, AUDIT_TOP, err);
	if (status != OK)
		return status;
	*rank = rank_of(&a->result, ordinal);
	if (*rank || match != SEARCH_AUTO || a->result.count == AUDIT_TOP)
		return OK;
	status = search(a, title, match, AUDIT_TOP, err);
	*rank = status == OK ? rank_of(&a->result, ordinal) : 0;
	return status;
}

static bool has_word(struct str title)
{
	struct tokens tokens;
	struct token token;
	tokens_init(&tokens, title);
	return tokens_next(&tokens, &token);
}

static bool only_stops(struct planner *p, const struct node *n)
{
	bool all = n->type == NODE_WORD || n->count > 0;
	if (n->type == NODE_WORD)
		all = n->field == FIELD_ANY && plan_is_stop(p, n->text);
	for (unsigned i = 0; i < n->count && all; i++)
		all = only_stops(p, n->kids[i]);
	return all;
}

/* Of those before it the first, or the first of the same title. */
static enum status look_before(struct auditor *a, struct str title,
	uint64_t ordinal, struct audited *out, struct error *err)
{
	struct buf wanted = {0}, other = {0};
	analyzer_fold(title, LANGUAGE_NONE, &wanted);
	enum status status = wanted.status;
	for (uint32_t i = 0; i < a->result.count && i < AUDIT_TOP &&
			     status == OK && out->reason != AUDIT_SAME_TITLE;
		i++) {
		struct record r;
		const struct search_hit *hit = &a->result.hits[i];
		if (hit->ordinal == ordinal)
			break;
		status = search_record(&a->others, &a->arena, hit, &r, err);
		if (status != OK)
			break;
		analyzer_fold(r.title, LANGUAGE_NONE, &other);
		bool same = str_eq(buf_str(&wanted), buf_str(&other));
		if (same)
			out->reason = AUDIT_SAME_TITLE;
		if (same || i == 0)
			out->behind = arena_dup(&a->arena, r.id);
		if (other.status != OK || !out->behind.p)
			status = ERR_NOMEM;
	}
	buf_release(&wanted);
	buf_release(&other);
	if (status == ERR_NOMEM)
		error_set(err, status, "out of memory");
	return status;
}

/* Which part of the title, taken for a query, keeps it out? */
static enum status look_within(struct auditor *a,
	const struct search_hit *where, const struct record *r,
	struct audited *out, struct error *err)
{
	struct why_leaf *leaves;
	uint32_t count;
	enum status status = why_leaves(a->searcher, &a->result, where, r,
		&a->arena, &leaves, &count, err);
	for (uint32_t i = 0; i < count && status == OK; i++) {
		if (leaves[i].state == WHY_HAS ||
			leaves[i].state == WHY_IGNORED)
			continue;
		out->reason = AUDIT_UNFIT;
		out->word = leaves[i].word;
		out->state = leaves[i].state;
		return OK;
	}
	return status;
}

static enum status find_reason(struct auditor *a,
	const struct search_hit *where, const struct record *r,
	struct audited *out, struct error *err)
{
	enum status status =
		search(a, r->title, a->request->match, AUDIT_DEPTH, err);
	if (status != OK)
		return status;
	out->reason = AUDIT_BEHIND;
	out->rank = rank_of(&a->result, where->ordinal);
	status = look_before(a, r->title, where->ordinal, out, err);
	if (status != OK || out->reason == AUDIT_SAME_TITLE)
		return status;
	if (only_stops(&a->result.passes[0].planner, a->result.tree)) {
		out->reason = AUDIT_STOP_WORDS;
		return OK;
	}
	return look_within(a, where, r, out, err);
}

enum status audit_article(struct auditor *a, uint32_t number, uint32_t doc,
	struct audited *out, struct error *err)
{
	const struct searcher *s = a->searcher;
	struct search_hit where = {.leaf = s->leaves[number],
		.doc = doc,
		.number = number,
		.ordinal = s->ordinals[number] + doc};
	struct record r;
	arena_clear(&a->arena);
	enum status status =
		search_record(&a->articles, &a->arena, &where, &r, err);
	if (status != OK)
		return status;
	*out = (struct audited){.id = r.id, .title = r.title};
	if (str_trim(r.title).len == 0)
		out->reason = AUDIT_UNTITLED;
	else if (!has_word(r.title))
		out->reason = AUDIT_NO_WORD;
	if (out->reason != AUDIT_FOUND)
		return OK;
	status = find_first(a, r.title, where.ordinal, &out->rank, err);
	if (status != OK || out->rank)
		return status;
	return find_reason(a, &where, &r, out, err);
}

void auditor_release(struct auditor *a)
{
	search_result_release(&a->result);
	stored_reader_release(&a->articles);
	stored_reader_release(&a->others);
	arena_release(&a->arena);
}
