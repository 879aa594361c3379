/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/match/plan_word.h"
#include "query/match/synonyms.h"

/* Is it what rules speak of? */
static bool is_open(const struct planner *p, const struct node *n)
{
	return p->synonyms && !p->literal && !field_is_boolean(n->field) &&
	       (n->type == NODE_WORD || n->type == NODE_PHRASE);
}

/* Can one rule be about both? */
static bool go_together(const struct node *a, const struct node *b)
{
	return b->type == NODE_WORD && a->field == b->field &&
	       a->boost == b->boost && a->must == b->must;
}

/* How many of the leaves are the left side of a rule in this language; the
 * longest such side. */
static enum status longest(struct planner *p, language l,
	struct node *const *leaves, unsigned count, unsigned *out)
{
	struct buf key = {0};
	enum status status = OK;
	for (unsigned i = 0; i < count && status == OK; i++) {
		uint32_t left = SYNONYMS_NONE;
		status = synonyms_key(p->analyzer, l, leaves[i]->text, &key);
		if (status == OK)
			status = synonyms_find(p->synonyms, p->analyzer, l,
				buf_str(&key), &left);
		if (left != SYNONYMS_NONE && i >= *out)
			*out = i + 1;
	}
	buf_release(&key);
	return status == ERR_NOT_FOUND ? OK : status;
}

enum status plan_synonym_run(
	struct planner *p, const struct node *and, unsigned from, unsigned *run)
{
	struct node *const *leaves = and->kids + from;
	unsigned count = 0, found = 0;
	enum status status = OK;
	*run = 1;
	if (!is_open(p, leaves[0]))
		return OK;
	while (from + count < and->count && count < SYNONYMS_WORDS_MAX &&
		go_together(leaves[0], leaves[count]))
		count++;
	for (uint32_t i = 0; i < p->language_count && count > 1; i++) {
		status = longest(p, p->languages[i], leaves, count, &found);
		if (status != OK)
			return status;
	}
	*run = found > 1 ? found : 1;
	return OK;
}

static void mark(struct plan *plan, struct str text, const struct node *leaf)
{
	plan->synonym = text;
	plan->from = leaf;
	for (uint32_t i = 0; i < plan->count; i++)
		mark(plan->kids[i], text, leaf);
}

static bool has(const plan_list *list, struct str text)
{
	for (size_t i = 0; i < list->len; i++)
		if (str_eq(list->v[i]->synonym, text))
			return true;
	return false;
}

static enum status note(struct planner *p, struct str text)
{
	for (size_t i = 0; i < p->used.len; i++)
		if (str_eq(p->used.v[i], text))
			return OK;
	return vec_push(&p->used, text);
}

/* Said once; none is added from here on. */
static enum status leave_out(struct planner *p, struct str text)
{
	bool said = p->words > QUERY_TERMS_MAX;
	p->words = QUERY_TERMS_MAX + 1;
	return said ? OK
		    : plan_warn(p,
			      "with its synonyms the query has more than 128 "
			      "words; those from '" STR_FMT
			      "' on are not looked for",
			      text);
}

/* One that is found instead of the leaf. */
static enum status add_synonym(struct planner *p, const struct node *leaf,
	uint32_t number, plan_list *list)
{
	const struct synonym *x = &p->synonyms->all.v[number];
	struct str text = synonyms_text(p->synonyms, number);
	struct plan *plan;
	/* Parts of a compound written as one word may also stand as one. */
	struct node form = {.type = x->words > 1 ? NODE_PHRASE : NODE_WORD,
		.field = leaf->field,
		.boost = leaf->boost,
		.text = text};
	if (has(list, text))
		return OK;
	if (p->words + x->words > QUERY_TERMS_MAX)
		return leave_out(p, text);
	p->words += x->words;
	enum status status = plan_words(p, &form, MATCH_ALL, &plan);
	if (status != OK || !plan)
		return status;
	mark(plan, text, leaf);
	status = vec_push(list, plan);
	return status == OK ? note(p, text) : status;
}

/* What a rule says of its synonym `left`, whose stems are the key. */
static enum status add_rule(struct planner *p, const struct node *leaf,
	language l, struct str key, uint32_t left, plan_list *list)
{
	const struct synonyms *s = p->synonyms;
	const struct synonym_rule *r = &s->rules.v[s->all.v[left].rule];
	uint32_t i = r->arrow == r->end ? r->first : r->arrow;
	struct buf other = {0};
	enum status status = OK;
	for (; i < r->end && status == OK; i++) {
		buf_clear(&other);
		status = synonyms_key(
			p->analyzer, l, synonyms_text(s, i), &other);
		if (status == OK && !str_eq(buf_str(&other), key))
			status = add_synonym(p, leaf, i, list);
	}
	buf_release(&other);
	return status;
}

static enum status add_rules(struct planner *p, language l,
	const struct node *const *leaves, unsigned count, plan_list *list)
{
	struct buf key = {0};
	uint32_t left = SYNONYMS_NONE;
	enum status status = OK;
	for (unsigned i = 0; i < count && status == OK; i++)
		status = synonyms_key(p->analyzer, l, leaves[i]->text, &key);
	if (status == OK)
		status = synonyms_find(
			p->synonyms, p->analyzer, l, buf_str(&key), &left);
	while (status == OK && left != SYNONYMS_NONE &&
		p->words <= QUERY_TERMS_MAX) {
		status = add_rule(p, leaves[0], l, buf_str(&key), left, list);
		left = synonyms_next(p->synonyms, l, left);
	}
	buf_release(&key);
	return status == ERR_NOT_FOUND ? OK : status;
}

enum status plan_synonyms(struct planner *p, const struct node *const *leaves,
	unsigned count, struct plan *typed, struct plan **out)
{
	plan_list list = {0};
	*out = typed;
	if (!is_open(p, leaves[0]) || p->words > QUERY_TERMS_MAX)
		return OK;
	enum status status = vec_push(&list, typed);
	for (uint32_t i = 0; i < p->language_count && status == OK; i++)
		status = add_rules(p, p->languages[i], leaves, count, &list);
	if (status == OK)
		status = plan_combine(p, PLAN_MAX, &list, out);
	if (status == OK && *out != typed)
		(*out)->synonyms = true;
	vec_release(&list);
	return status;
}
