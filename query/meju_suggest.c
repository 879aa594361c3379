/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * meju_suggest.c - libmeju: how a query that is being typed may go on.
 */
#include "query/complete.h"
#include "query/meju_index.h"

#include <stdlib.h>
#include <time.h>

enum { USUAL = 8 };

struct meju_completion {
	struct completion found; /* what is given back lives in its arena */
	const struct meju_suggestion **list;
};

static enum status make_list(struct meju_completion *c)
{
	struct arena *a = &c->found.arena;
	uint32_t n = c->found.count;
	enum status status = OK;
	c->list = arena_alloc(a, (n + 1u) * sizeof *c->list);
	struct meju_suggestion *v = arena_alloc(a, n * sizeof *v);
	if (!c->list || !v)
		return ERR_NOMEM;
	for (uint32_t i = 0; i < n; i++) {
		const struct suggestion *x = &c->found.v[i];
		v[i] = (struct meju_suggestion){
			.text = border_string(a, x->text, &status),
			.title = x->title,
			.id = border_string(a, x->id, &status),
			.url = border_string(a, x->url, &status),
			.documents = x->docs};
		c->list[i] = &v[i];
	}
	return status;
}

static enum status run(struct searcher *s, const struct meju_typing *t,
	struct meju_completion *c, struct error *err)
{
	struct completion_request q = {.text = str_from(t->text),
		.filter = str_from(t->filter),
		.limit = t->limit ? t->limit : USUAL,
		.now = t->now ? t->now : time(NULL)};
	if (q.limit > COMPLETE_MAX)
		return error_set(err, ERR_LIMIT,
			"suggestions may be %d at most, not %u", COMPLETE_MAX,
			q.limit);
	enum status status = complete_run(s, &q, &c->found, err);
	return status == OK ? make_list(c) : status;
}

enum meju_status meju_suggest(struct meju_index *index,
	const struct meju_typing *typing, struct meju_completion **completion,
	struct meju_error *err)
{
	struct meju_typing t;
	struct error why = {0};
	struct meju_completion *c = calloc(1, sizeof *c);
	enum status status = c ? OK : ERR_NOMEM;
	if (status == OK)
		status = border_options(
			&t, sizeof t, typing, "struct meju_typing", &why);
	if (status == OK)
		status = run(&index->opened->searcher, &t, c, &why);
	if (status == OK)
		*completion = c;
	else
		meju_completion_free(c);
	return border_status(status, &why, err);
}

const struct meju_suggestion *const *meju_completion_suggestions(
	const struct meju_completion *completion)
{
	return completion->list;
}

void meju_completion_free(struct meju_completion *completion)
{
	if (!completion)
		return;
	completion_release(&completion->found);
	free(completion);
}
