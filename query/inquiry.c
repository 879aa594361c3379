/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/inquiry.h"

#include "common/base/clock.h"
#include "query/collapse.h"
#include "query/correct.h"

static enum status run_typing(
	struct inquiry *q, struct searcher *s, struct error *err)
{
	struct typing *t = &q->typing;
	struct search_result *r = &t->result;
	t->searcher = s;
	t->request = *q->request;
	t->limited = true;
	t->collapse = q->collapse;
	q->result = r;
	typing_set(t, t->request.query);
	if (t->text.status != OK)
		return error_set(err, t->text.status, "out of memory");
	enum status status = typing_finish(t, err);
	if (status == OK && t->corrects && q->correct) {
		r->suggestion = arena_dup(&r->arena, buf_str(&t->offer));
		status = r->suggestion.p
				 ? OK
				 : error_set(err, ERR_NOMEM, "out of memory");
	}
	return status;
}

static enum status run_plain(
	struct inquiry *q, struct searcher *s, struct error *err)
{
	struct search_result *r = &q->plain;
	enum status status = search_run(s, q->request, r, err);
	if (status == OK && q->collapse)
		status = search_collapse(r, err);
	if (status == OK && q->correct && q->request->similar.len == 0)
		status = search_correct(s, q->request, r, err);
	q->result = r;
	return status;
}

enum status inquiry_run(
	struct inquiry *q, struct searcher *s, struct error *err)
{
	double began = clock_milliseconds();
	bool typing = q->unfinished && q->request->similar.len == 0 &&
		      str_trim(q->request->query).len;
	enum status status =
		typing ? run_typing(q, s, err) : run_plain(q, s, err);
	if (status == OK && q->facet_count)
		status = facets_count(
			q->facets, q->facet_count, s, q->result, err);
	q->milliseconds = clock_milliseconds() - began;
	return status;
}

void inquiry_release(struct inquiry *q)
{
	search_result_release(&q->plain);
	typing_release(&q->typing);
	q->result = NULL;
}
