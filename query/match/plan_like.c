/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/match/plan_word.h"
#include "common/text/utf8.h"
#include "query/match/pattern.h"

#include <ctype.h>

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

enum status plan_wildcards(
	struct planner *p, const struct node *n, struct plan **out)
{
	struct buf lower = {0};
	struct pattern pattern;
	struct plan_like *likes = NULL;
	uint32_t count = 0, budget = PATTERN_BUDGET - p->looked_at;
	bool more = false;
	put_lower(n->text, &lower);
	enum status status = lower.status;
	struct plan *set = plan_new(p, PLAN_SET);
	if (status == OK && set && pattern_wildcards(&pattern, buf_str(&lower)))
		status = p->find_like(p->data, p->arena, &pattern,
			plan_kind(n->field) == TERM_STEM ? TERM_WORD
							 : plan_kind(n->field),
			&budget, PLAN_SET_MAX, &likes, &count, &more);
	buf_release(&lower);
	p->looked_at = PATTERN_BUDGET - budget;
	for (uint32_t i = 0; i < count; i++) {
		p->postings += likes[i].df;
		if (p->postings > PLAN_SET_POSTINGS) {
			count = i;
			more = true;
		}
	}
	if (status == OK && more)
		status = plan_warn(p,
			"'" STR_FMT "' fits more words than can be searched; "
			"only some of them are",
			n->text);
	struct str *v = arena_alloc(p->arena, count * sizeof *v);
	if (status != OK || !set || !v)
		return status != OK ? status : ERR_NOMEM;
	for (uint32_t i = 0; i < count; i++)
		v[i] = likes[i].term;
	set->set = v;
	set->set_count = count;
	set->weight = n->boost;
	*out = set;
	return OK;
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
	uint32_t count = 0, budget = PATTERN_BUDGET;
	bool more;
	form.type = NODE_WORD;
	enum status status = plan_in_all(p, &form, match, list);
	if (status == OK)
		status = only_word(p, n->text, &word);
	if (status == OK && word.len &&
		pattern_similar(&pattern, word, n->slop))
		status = p->find_like(p->data, p->arena, &pattern, TERM_WORD,
			&budget, PLAN_LIKE_MAX, &likes, &count, &more);
	for (uint32_t i = 0; i < count && status == OK; i++) {
		form.text = str_slice(likes[i].term, 1, likes[i].term.len);
		form.boost = n->boost * CLOSENESS[likes[i].errors];
		if (likes[i].errors)
			status = plan_in_all(p, &form, match, list);
	}
	return status;
}
