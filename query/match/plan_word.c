/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/match/plan_word.h"

enum { PIECES_MAX = 256 }; /* of one leaf; further ones are left out */

/* A part of a leaf's text, analysed in one language. */
struct piece {
	struct str stem, word;
	uint32_t position; /* in the leaf             */
	uint32_t token;    /* number of its token     */
	enum part_role role;
	bool lone; /* CHAR: not the end of a run of pairs */
};

struct pieces {
	struct piece v[PIECES_MAX];
	uint32_t len, tokens;
	bool grams; /* there are pairs of characters */
};

static bool add_piece(struct planner *p, struct pieces *out,
	const struct part *part, uint32_t position, bool lone)
{
	if (out->len == PIECES_MAX || part->stem.len == 0)
		return true;
	struct piece *x = &out->v[out->len++];
	x->stem = arena_dup(p->arena, part->stem);
	x->word = arena_dup(p->arena, part->word);
	x->position = position + part->offset;
	x->token = out->tokens;
	x->role = part->role;
	x->lone = lone;
	out->grams = out->grams || part->role == PART_GRAM ||
		     part->role == PART_CHAR;
	return x->stem.p && x->word.p;
}

static enum status analyse(
	struct planner *p, struct str text, language l, struct pieces *out)
{
	struct tokens tokens;
	struct token token;
	uint32_t position = 0, run_end = 0;
	out->len = out->tokens = 0;
	out->grams = false;
	tokens_init(&tokens, text);
	while (tokens_next(&tokens, &token)) {
		struct analysis an;
		struct str raw = {text.p + token.off, token.len};
		enum status status = analyzer_word(p->analyzer, raw, l, &an);
		if (status != OK)
			return status;
		bool pair = false;
		for (unsigned i = 0; i < an.count; i++)
			pair = pair || (an.parts[i].role == PART_GRAM &&
					       an.advance == 1);
		bool lone = token.off >= run_end;
		for (unsigned i = 0; i < an.count; i++)
			if (!add_piece(p, out, &an.parts[i], position, lone))
				return ERR_NOMEM;
		if (pair)
			run_end = token.off + token.len;
		position += an.advance;
		out->tokens++;
	}
	return OK;
}

enum status plan_term(struct planner *p, enum term_kind kind, struct str text,
	double weight, struct plan **out)
{
	struct buf bytes = {0};
	struct str name = term_put(&bytes, kind, text);
	enum status status = bytes.status;
	uint32_t number = 0;
	while (number < p->terms.len && !str_eq(p->terms.v[number], name))
		number++;
	if (status == OK && number == p->terms.len) {
		struct str copy = arena_dup(p->arena, name);
		status = copy.p ? vec_push(&p->terms, copy) : ERR_NOMEM;
	}
	buf_release(&bytes);
	*out = status == OK ? plan_new(p, PLAN_TERM) : NULL;
	if (!*out)
		return ERR_NOMEM;
	(*out)->term = number;
	(*out)->weight = weight;
	return OK;
}

enum term_kind plan_kind(enum field f)
{
	return f == FIELD_TITLE     ? TERM_TITLE
	       : f == FIELD_HEADING ? TERM_HEADING
				    : TERM_STEM;
}

/* A stem that scores, in the field of the node. */
static enum status stem(struct planner *p, const struct node *n,
	const struct piece *x, struct plan **out)
{
	struct plan *inner;
	enum status status = plan_term(p, TERM_STEM, x->stem, n->boost, out);
	if (status == OK && plan_kind(n->field) != TERM_STEM) {
		status = plan_term(p, plan_kind(n->field), x->stem, 0, &inner);
		if (status == OK)
			status = plan_pair(p, PLAN_FILTER, *out, inner, out);
	}
	if (status == OK && n->type == NODE_EXACT && x->word.len) {
		status = plan_term(p, TERM_WORD, x->word, 0, &inner);
		if (status == OK)
			status = plan_pair(p, PLAN_FILTER, *out, inner, out);
	}
	return status;
}

/* Pieces that a phrase is made of: no WHOLE, and of unspaced text the pairs. */
static bool in_phrase(const struct piece *x)
{
	return x->role == PART_WORD || x->role == PART_GRAM ||
	       (x->role == PART_CHAR && x->lone);
}

/* Is it the first character of a pair that is itself a piece? */
static bool within_pair(const struct pieces *all, const struct piece *x)
{
	for (uint32_t i = 0; i < all->len; i++)
		if (all->v[i].token == x->token && all->v[i].role == PART_GRAM)
			return true;
	return false;
}

static enum status phrase_of(struct planner *p, const struct node *n,
	enum term_kind kind, const struct pieces *all, uint32_t from,
	uint32_t to, struct plan **out)
{
	plan_list list = {0};
	enum status status = OK;
	uint32_t first = UINT32_MAX;
	for (uint32_t i = from; i < to && status == OK; i++) {
		const struct piece *x = &all->v[i];
		struct plan *kid;
		if (!in_phrase(x) ||
			(x->role == PART_CHAR && within_pair(all, x)))
			continue;
		status = plan_term(p, kind, x->stem,
			kind == TERM_STEM ? n->boost : 0, &kid);
		if (status != OK)
			break;
		first = first == UINT32_MAX ? x->position : first;
		kid->offset = x->position - first;
		status = vec_push(&list, kid);
	}
	*out = NULL;
	if (status == OK && list.len) {
		status = plan_combine(p, PLAN_PHRASE, &list, out);
		if (status == OK && (*out)->op == PLAN_PHRASE)
			(*out)->slop = n->slop;
	}
	vec_release(&list);
	return status;
}

/* In a field the stems score, and the field's own terms have the places. */
static enum status in_field(struct planner *p, struct plan *stems,
	struct plan *places, struct plan **out)
{
	if (stems->op == PLAN_PHRASE || stems->op == PLAN_NEAR) {
		stems->op = PLAN_AND;
		stems->slop = 0;
	}
	return plan_pair(p, PLAN_FILTER, stems, places, out);
}

static enum status phrase(struct planner *p, const struct node *n,
	const struct pieces *all, uint32_t from, uint32_t to, struct plan **out)
{
	enum term_kind kind = plan_kind(n->field);
	struct plan *places;
	enum status status = phrase_of(p, n, TERM_STEM, all, from, to, out);
	if (status != OK || !*out || kind == TERM_STEM)
		return status;
	status = phrase_of(p, n, kind, all, from, to, &places);
	return status == OK ? in_field(p, *out, places, out) : status;
}

/* Pairs of unspaced text such as Japanese particles; a pair is its own stem. */
static bool is_stop_pair(const struct planner *p, const struct piece *x)
{
	return x->role == PART_GRAM && language_is_stop(p->stops, x->stem);
}

static bool all_stop_pairs(const struct planner *p, const struct pieces *all)
{
	for (uint32_t i = 0; i < all->len; i++)
		if (all->v[i].role != PART_CHAR && !is_stop_pair(p, &all->v[i]))
			return false;
	return true;
}

/* The stems of pieces [from, to) that stand for themselves in MATCH_ANY. */
static enum status scattered(struct planner *p, const struct node *n,
	const struct pieces *all, uint32_t from, uint32_t to, plan_list *list)
{
	enum status status = OK;
	bool keep = all_stop_pairs(p, all);
	for (uint32_t i = from; i < to && status == OK; i++) {
		const struct piece *x = &all->v[i];
		struct plan *kid;
		if (x->role == PART_CHAR && (!x->lone || within_pair(all, x)))
			continue;
		if (!keep && is_stop_pair(p, x))
			continue;
		status = stem(p, n, x, &kid);
		if (status == OK)
			status = vec_push(list, kid);
	}
	return status;
}

/* One token in MATCH_ALL: its only word, or the whole or its parts in a row. */
static enum status token_plan(struct planner *p, const struct node *n,
	const struct pieces *all, uint32_t from, uint32_t to, struct plan **out)
{
	const struct piece *first = &all->v[from];
	if (to - from == 1)
		return first->role == PART_CHAR && !first->lone
			       ? (*out = NULL, OK)
			       : stem(p, n, first, out);
	struct plan *whole;
	enum status status = phrase(p, n, all, from, to, out);
	if (status != OK || first->role != PART_WHOLE)
		return status;
	status = stem(p, n, first, &whole);
	if (status == OK && *out)
		status = plan_pair(p, PLAN_MAX, whole, *out, out);
	else
		*out = whole;
	return status;
}

static enum status tokens_plan(struct planner *p, const struct node *n,
	const struct pieces *all, plan_list *list)
{
	enum status status = OK;
	for (uint32_t from = 0; from < all->len && status == OK;) {
		uint32_t to = from;
		struct plan *kid;
		while (to < all->len && all->v[to].token == all->v[from].token)
			to++;
		status = token_plan(p, n, all, from, to, &kid);
		if (status == OK && kid)
			status = vec_push(list, kid);
		from = to;
	}
	return status;
}

static enum status word_plan(struct planner *p, const struct node *n,
	enum match match, const struct pieces *all, struct plan **out)
{
	plan_list list = {0};
	enum plan_op op = PLAN_AND;
	enum status status;
	if (match == MATCH_ANY && n->type != NODE_EXACT) {
		op = PLAN_OR;
		status = scattered(p, n, all, 0, all->len, &list);
	} else if (all->tokens > 1 && !all->grams) {
		return phrase(p, n, all, 0, all->len, out);
	} else {
		status = tokens_plan(p, n, all, &list);
	}
	*out = NULL;
	if (status == OK && list.len)
		status = plan_combine(p, op, &list, out);
	vec_release(&list);
	return status;
}

static enum status near_of(struct planner *p, const struct node *n,
	enum term_kind kind, language l, struct pieces *scratch,
	struct plan **out)
{
	plan_list list = {0};
	enum status status = OK;
	double weight = kind == TERM_STEM ? n->boost : 0;
	for (unsigned i = 0; i < n->count && status == OK; i++) {
		struct plan *kid;
		status = analyse(p, n->kids[i]->text, l, scratch);
		if (status == OK && scratch->len)
			status = plan_term(
				p, kind, scratch->v[0].stem, weight, &kid);
		if (status == OK && scratch->len)
			status = vec_push(&list, kid);
	}
	*out = NULL;
	if (status == OK && list.len) {
		status = plan_combine(p, PLAN_NEAR, &list, out);
		if (status == OK && (*out)->op == PLAN_NEAR)
			(*out)->slop = n->slop;
	}
	vec_release(&list);
	return status;
}

static enum status near_plan(struct planner *p, const struct node *n,
	language l, struct pieces *scratch, struct plan **out)
{
	enum term_kind kind = plan_kind(n->field);
	struct plan *places;
	enum status status = near_of(p, n, TERM_STEM, l, scratch, out);
	if (status != OK || !*out || kind == TERM_STEM)
		return status;
	status = near_of(p, n, kind, l, scratch, &places);
	return status == OK ? in_field(p, *out, places, out) : status;
}

enum status plan_warn(struct planner *p, const char *fmt, struct str text)
{
	struct buf b = {0};
	buf_printf(&b, fmt, STR_ARG(text));
	struct str copy = arena_dup(p->arena, buf_str(&b));
	buf_release(&b);
	return copy.p ? vec_push(&p->warnings, copy) : ERR_NOMEM;
}

static enum status prefix_plan(struct planner *p, const struct node *n,
	const struct pieces *all, struct plan **out)
{
	struct buf text = {0};
	*out = NULL;
	if (all->len == 0)
		return OK;
	const struct piece *last = &all->v[all->len - 1];
	bool word = plan_kind(n->field) == TERM_STEM && last->word.len;
	buf_put_str(&text, word ? last->word : last->stem);
	buf_putc(&text, '*');
	enum status status = text.status;
	if (status == OK)
		status = plan_set(p, n, buf_str(&text), out);
	buf_release(&text);
	return status;
}

static enum status plan_in(struct planner *p, const struct node *n,
	enum match match, language l, struct pieces *scratch, struct plan **out)
{
	if (n->type == NODE_NEAR)
		return near_plan(p, n, l, scratch, out);
	enum status status = analyse(p, n->text, l, scratch);
	if (status != OK)
		return status;
	if (n->type == NODE_PREFIX)
		return prefix_plan(p, n, scratch, out);
	if (n->type == NODE_PHRASE)
		return phrase(p, n, scratch, 0, scratch->len, out);
	return word_plan(p, n, match, scratch, out);
}

enum status plan_in_all(struct planner *p, const struct node *n,
	enum match match, plan_list *list)
{
	struct pieces scratch; /* analyse() begins anew */
	enum status status = OK;
	for (uint32_t i = 0; i < p->language_count && status == OK; i++) {
		struct plan *kid;
		status = plan_in(p, n, match, p->languages[i], &scratch, &kid);
		if (status == OK && kid)
			status = vec_push(list, kid);
	}
	return status;
}

enum status plan_words(struct planner *p, const struct node *n,
	enum match match, struct plan **out)
{
	plan_list list = {0};
	if (n->type == NODE_GLOB)
		return plan_wildcards(p, n, out);
	enum status status = n->type == NODE_FUZZY
				     ? plan_similar(p, n, match, &list)
				     : plan_in_all(p, n, match, &list);
	*out = NULL;
	if (status == OK && list.len)
		status = plan_combine(p, PLAN_MAX, &list, out);
	if (status == OK && *out && (*out)->op == PLAN_MAX)
		(*out)->variants = list.len > 1;
	vec_release(&list);
	return status;
}

static enum status values_plan(struct planner *p, enum term_kind kind,
	struct str folded, bool words, struct plan **out)
{
	plan_list list = {0};
	enum status status = OK;
	for (size_t at = 0; at < folded.len && status == OK;) {
		size_t end = words ? str_find(folded, at, ' ') : folded.len;
		struct plan *kid;
		status =
			plan_term(p, kind, str_slice(folded, at, end), 0, &kid);
		if (status == OK)
			status = vec_push(&list, kid);
		at = end + 1;
	}
	if (status == OK)
		status = plan_combine(p, PLAN_AND, &list, out);
	if (list.len == 0)
		*out = NULL;
	vec_release(&list);
	return status;
}

/* What is no language is not in any document, but not passed over. */
static enum status language_plan(
	struct planner *p, struct str text, struct plan **out)
{
	language l = language_find(text);
	if (l != LANGUAGE_NONE)
		return values_plan(
			p, TERM_LANGUAGE, language_code(l), false, out);
	enum status status = plan_warn(p,
		"'" STR_FMT "' is no language that is known here, as 'en' and "
		"'english' are, so no document is in it",
		text);
	return status == OK ? values_plan(p, TERM_LANGUAGE, text, false, out)
			    : status;
}

/* A folder with all below it, or a file. */
static enum status path_plan(
	struct planner *p, struct str path, struct plan **out)
{
	struct buf folder = {0};
	struct plan *kids[3] = {0};
	while (path.len && path.p[path.len - 1] == '*')
		path.len--;
	while (path.len && path.p[0] == '/')
		path = str_slice(path, 1, path.len);
	buf_put_str(&folder, path);
	if (path.len && path.p[path.len - 1] != '/')
		buf_putc(&folder, '/');
	enum status status = folder.status;
	if (status == OK)
		status = plan_term(p, TERM_PATH, buf_str(&folder), 0, &kids[0]);
	if (status == OK)
		status = plan_term(p, TERM_ID, path, 0, &kids[1]);
	if (status == OK)
		status = plan_term(p, TERM_SOURCE, path, 0, &kids[2]);
	buf_release(&folder);
	plan_list list = {kids, 3, 3};
	return status == OK ? plan_combine(p, PLAN_OR, &list, out) : status;
}

enum status plan_value(
	struct planner *p, const struct node *n, struct plan **out)
{
	static const enum term_kind KINDS[] = {[FIELD_AUTHOR] = TERM_AUTHOR,
		[FIELD_TAG] = TERM_TAG,
		[FIELD_CATEGORY] = TERM_CATEGORY,
		[FIELD_TYPE] = TERM_TYPE,
		[FIELD_URL] = TERM_URL,
		[FIELD_ID] = TERM_ID};
	struct buf folded = {0};
	enum status status;
	switch (n->field) {
	case FIELD_PATH:
		return path_plan(p, n->text, out);
	case FIELD_LANGUAGE:
		return language_plan(p, n->text, out);
	case FIELD_URL:
	case FIELD_ID:
		return values_plan(p, KINDS[n->field], n->text, false, out);
	default:
		analyzer_fold(n->text, LANGUAGE_NONE, &folded);
		status = folded.status;
		if (status == OK)
			status = values_plan(p, KINDS[n->field],
				buf_str(&folded), n->field == FIELD_AUTHOR,
				out);
		buf_release(&folded);
		return status;
	}
}

bool plan_is_stop(struct planner *p, struct str text)
{
	struct tokens tokens;
	struct token token;
	struct analysis an;
	tokens_init(&tokens, text);
	if (!tokens_next(&tokens, &token))
		return true;
	struct str raw = {text.p + token.off, token.len};
	if (analyzer_word(p->analyzer, raw, p->stops, &an) != OK ||
		an.count != 1 || tokens_next(&tokens, &token))
		return false;
	return language_is_stop(p->stops, an.parts[0].fold);
}
