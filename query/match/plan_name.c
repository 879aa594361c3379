/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/match/plan_word.h"

static bool is_word(const struct node *n)
{
	return n->field == FIELD_ANY && n->count == 0 &&
	       (n->type == NODE_WORD || n->type == NODE_EXACT ||
		       n->type == NODE_PHRASE);
}

/* The words of a query in a row; false if there is something else that
 * scores. */
static bool put_words(const struct node *n, struct buf *out)
{
	if (is_word(n)) {
		buf_putc(out, ' ');
		buf_put_str(out, n->text);
		return true;
	}
	if (n->type == NODE_NOT || n->type == NODE_RANGE ||
		field_is_boolean(n->field))
		return true;
	if (n->type != NODE_AND)
		return false;
	for (unsigned i = 0; i < n->count; i++)
		if (!put_words(n->kids[i], out))
			return false;
	return true;
}

/* Names were folded in the language of their document, so in any of those. */
static enum status put_names(
	struct planner *p, struct str words, plan_list *list)
{
	struct buf folded = {0}, term = {0};
	enum status status = OK;
	for (uint32_t i = 0; i < p->language_count && status == OK; i++) {
		struct plan *name;
		analyzer_fold(words, p->languages[i], &folded);
		buf_clear(&term);
		struct str bytes = term_put_name(&term, buf_str(&folded));
		if (folded.status != OK || term.status != OK)
			status = ERR_NOMEM;
		else if (folded.len)
			status = plan_term(p, TERM_NAME,
				str_slice(bytes, 1, bytes.len), 0, &name);
		if (status == OK && folded.len)
			status = vec_push(list, name);
	}
	buf_release(&folded);
	buf_release(&term);
	return status;
}

enum status plan_name(
	struct planner *p, const struct node *query, struct plan **plan)
{
	struct buf words = {0};
	plan_list list = {0};
	struct plan *name;
	bool only = p->names && put_words(query, &words);
	enum status status = words.status;
	if (status == OK && only && words.len)
		status = put_names(p, buf_str(&words), &list);
	if (status == OK && list.len)
		status = plan_combine(p, PLAN_OR, &list, &name);
	if (status == OK && list.len)
		status = plan_pair(p, PLAN_NAMED, *plan, name, plan);
	buf_release(&words);
	vec_release(&list);
	return status;
}
