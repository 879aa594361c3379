/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/prompt/typing.h"
#include "common/base/clock.h"
#include "query/collapse.h"
#include "query/correct.h"

enum { WORDS = 8 }; /* that the last one may become */

static bool is_empty(const struct typing *t)
{
	return str_trim(buf_str(&t->text)).len == 0;
}

/* For t->query. */
static enum status search(struct typing *t, struct error *err)
{
	double began = clock_milliseconds();
	t->searches++;
	t->request.query = buf_str(&t->query);
	struct search_request request = t->request;
	request.limit = t->wanted;
	enum status status =
		t->query.status != OK
			? error_set(err, t->query.status, "out of memory")
			: search_run(t->searcher, &request, &t->result, err);
	if (status == OK && t->collapse)
		status = search_collapse(&t->result, err);
	t->milliseconds = clock_milliseconds() - began;
	return status;
}

static void clear(struct typing *t)
{
	search_result_release(&t->result);
	completion_release(&t->completion);
	buf_clear(&t->offer);
	t->corrects = false;
}

void typing_set(struct typing *t, struct str text)
{
	clear(t);
	buf_clear(&t->text);
	buf_put_str(&t->text, text);
	buf_clear(&t->query);
	buf_put_str(&t->query, text);
	t->wanted = t->request.limit;
	t->next = is_empty(t) ? TYPING_DONE : TYPING_SEARCH;
}

/* Can the words that the last one may become stand in parentheses for it?  Not
 * within a phrase or a word of several parts. */
static bool is_open(struct str before)
{
	bool quoted = false;
	for (size_t i = 0; i < before.len; i++)
		quoted ^= before.p[i] == '"';
	return !quoted &&
	       (before.len == 0 || strchr(" (:", before.p[before.len - 1]));
}

/* Put the words that the last one may become, each as " OR word"; false: it is
 * none but itself. */
static bool put_words(struct typing *t, struct str typed)
{
	const struct completion *c = &t->completion;
	size_t before = t->query.len;
	for (uint32_t i = 0; i < c->count && !c->v[i].title; i++) {
		struct str whole = c->v[i].text;
		struct str word = str_slice(whole, c->kept, whole.len);
		if (str_eq_nocase(word, typed))
			continue;
		buf_puts(&t->query, " OR ");
		buf_put_str(&t->query, word);
	}
	return t->query.len > before;
}

static enum status widen(struct typing *t, struct error *err)
{
	struct str text = buf_str(&t->text);
	struct str before = str_slice(text, 0, t->completion.kept);
	struct str typed = str_slice(text, before.len, text.len);
	if (t->result.full >= t->request.limit || !is_open(before))
		return OK;
	buf_clear(&t->query);
	buf_put_str(&t->query, before);
	buf_putc(&t->query, '(');
	buf_put_str(&t->query, typed);
	bool more = put_words(t, typed);
	buf_putc(&t->query, ')');
	if (more)
		return search(t, err);
	buf_clear(&t->query);
	buf_put_str(&t->query, text);
	return OK;
}

/* Of one letter: so many words begin so that none is likely to be meant, and to
 * find them takes as long as ten searches. */
static bool is_begun(struct str text)
{
	return text.len > 1 && text.p[text.len - 2] != ' ';
}

static enum status complete(struct typing *t, struct error *err)
{
	struct completion *c = &t->completion;
	struct str text = buf_str(&t->text);
	const struct completion_request request = {
		.text = text, .limit = WORDS, .now = t->request.now};
	bool can = t->searcher->shards == NULL;
	enum status status = can && is_begun(text) ? complete_run(t->searcher,
							     &request, c, err)
						   : OK;
	if (status != OK || c->count == 0 || c->v[0].title)
		return status;
	struct str first = c->v[0].text;
	if (!str_eq_nocase(first, text))
		buf_put_str(&t->offer, first);
	t->corrects = !str_eq_nocase(str_slice(first, 0, text.len), text);
	return widen(t, err);
}

static enum status correct(struct typing *t, struct error *err)
{
	if (t->offer.len || !str_eq(buf_str(&t->query), buf_str(&t->text)))
		return OK;
	enum status status =
		search_correct(t->searcher, &t->request, &t->result, err);
	if (status == OK)
		buf_put_str(&t->offer, t->result.suggestion);
	t->corrects = true;
	return status;
}

enum status typing_step(struct typing *t, struct error *err)
{
	switch (t->next++) {
	case TYPING_SEARCH:
		return search(t, err);
	case TYPING_COMPLETE:
		return complete(t, err);
	case TYPING_CORRECT:
		return correct(t, err);
	case TYPING_DONE:
		break;
	}
	t->next = TYPING_DONE;
	return OK;
}

enum status typing_finish(struct typing *t, struct error *err)
{
	enum status status = OK;
	while (t->next != TYPING_DONE && status == OK)
		status = typing_step(t, err);
	return status;
}

enum status typing_more(struct typing *t, struct error *err)
{
	if (t->limited || is_empty(t) || t->result.count < t->wanted ||
		t->wanted > SEARCH_LIMIT_MAX / 2)
		return OK;
	t->wanted *= 2;
	return search(t, err);
}

void typing_follow(struct typing *t)
{
	struct searcher now;
	struct error err;
	if (searcher_is_current(t->searcher) ||
		searcher_reopen(&now, t->searcher, &err) != OK)
		return;
	struct buf text = t->text;
	t->text = (struct buf){0};
	clear(t);
	searcher_close(t->searcher);
	*t->searcher = now;
	typing_set(t, buf_str(&text));
	buf_release(&text);
}

void typing_release(struct typing *t)
{
	clear(t);
	buf_release(&t->offer);
	buf_release(&t->text);
	buf_release(&t->query);
}
