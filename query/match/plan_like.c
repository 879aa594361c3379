/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/match/plan_word.h"
#include "common/text/utf8.h"
#include "query/match/pattern.h"

#include <ctype.h>
#include <stdlib.h>

/* What a word that is so many letters wrong is worth beside the word itself: not
 * so much that more of it counts more. */
static const double CLOSENESS[PATTERN_ERRORS_MAX + 1] = {1, 0.4, 0.2};

/* In lower case, and without signs, as the parts of a compound are joined. */
static void put_lower(struct str text, struct buf *out)
{
	for (size_t at = 0; at < text.len;) {
		uint32_t c = utf8_next(text, &at);
		if (c >= 0x80 || isalnum((int)c) || c == '*' || c == '?')
			utf8_put(out, utf8_lower(c));
	}
}

/* What one leaf may have of what is left for all. */
static uint32_t share(const struct planner *p, uint32_t left)
{
	return p->unexpanded > 1 ? left / p->unexpanded : left;
}

static int in_order(const void *a, const void *b)
{
	const struct str *x = a, *y = b;
	return str_cmp(*x, *y);
}

/* As many of the most frequent as may be searched, in byte order, in which they
 * are looked up soonest. */
static enum status take_likes(struct planner *p, const struct plan_like *likes,
	uint32_t count, struct plan *set, bool *more)
{
	uint32_t left = share(p, p->postings), n = 0;
	struct str *v = arena_alloc(p->arena, (count + 1u) * sizeof *v);
	if (!v)
		return ERR_NOMEM;
	for (; n < count && likes[n].df <= left; n++) {
		left -= (uint32_t)likes[n].df;
		p->postings -= (uint32_t)likes[n].df;
		v[n] = likes[n].term;
	}
	*more = *more || n < count;
	if (n)
		qsort(v, n, sizeof *v, in_order);
	p->set_words -= n;
	set->set = v;
	set->set_count = n;
	return OK;
}

enum status plan_set(struct planner *p, const struct node *n, struct str text,
	struct plan **out)
{
	struct pattern pattern;
	struct plan_like *likes = NULL;
	uint32_t count = 0, budget = share(p, p->budget), given = budget;
	uint32_t max = share(p, p->set_words);
	bool more = false;
	enum term_kind kind = plan_kind(n->field);
	struct plan *set = plan_new(p, PLAN_SET);
	enum status status = set ? OK : ERR_NOMEM;
	if (status == OK && pattern_wildcards(&pattern, text))
		status = p->find_like(p->data, p->arena, &pattern,
			kind == TERM_STEM ? TERM_WORD : kind, &budget, max,
			&likes, &count, &more);
	p->budget -= given - budget;
	if (status == OK)
		status = take_likes(p, likes, count, set, &more);
	p->unexpanded -= p->unexpanded > 0;
	if (status == OK && more)
		status = plan_warn(p,
			"'" STR_FMT "' fits more words than can be searched; "
			"only some of them are",
			text);
	if (status != OK)
		return status;
	set->weight = n->boost;
	*out = set;
	return OK;
}

enum status plan_wildcards(
	struct planner *p, const struct node *n, struct plan **out)
{
	struct buf lower = {0};
	put_lower(n->text, &lower);
	enum status status = lower.status;
	if (status == OK)
		status = plan_set(p, n, buf_str(&lower), out);
	buf_release(&lower);
	return status;
}

/* The one surface word that a text is; empty if it is another number. */
static enum status only_word(
	struct planner *p, struct str text, struct str *out)
{
	struct tokens tokens;
	struct token token;
	struct analysis an;
	*out = (struct str){0};
	tokens_init(&tokens, text);
	if (!tokens_next(&tokens, &token))
		return OK;
	struct str raw = {text.p + token.off, token.len};
	enum status status =
		analyzer_word(p->analyzer, raw, p->languages[0], &an);
	if (status != OK || an.count != 1 || an.parts[0].word.len == 0)
		return status;
	struct str word = arena_dup(p->arena, an.parts[0].word);
	if (!word.p)
		return ERR_NOMEM;
	if (!tokens_next(&tokens, &token))
		*out = word;
	return OK;
}

enum status plan_similar(struct planner *p, const struct node *n,
	enum match match, plan_list *list)
{
	struct node form = *n;
	struct pattern pattern;
	struct plan_like *likes = NULL;
	struct str word;
	uint32_t count = 0, budget = share(p, p->budget), given = budget;
	bool more;
	form.type = NODE_WORD;
	enum status status = plan_in_all(p, &form, match, list);
	if (status == OK)
		status = only_word(p, n->text, &word);
	if (status == OK && word.len &&
		pattern_similar(&pattern, word, n->slop))
		status = p->find_like(p->data, p->arena, &pattern, TERM_WORD,
			&budget, PLAN_LIKE_MAX, &likes, &count, &more);
	p->budget -= given - budget;
	p->unexpanded -= p->unexpanded > 0;
	for (uint32_t i = 0; i < count && status == OK; i++) {
		form.text = str_slice(likes[i].term, 1, likes[i].term.len);
		form.boost = n->boost * CLOSENESS[likes[i].errors];
		if (likes[i].errors)
			status = plan_in_all(p, &form, match, list);
	}
	return status;
}
