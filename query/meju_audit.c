/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * meju_audit.c - libmeju: does an index find what it should?
 */
#include "query/meju_index.h"
#include "query/meju_query.h"
#include "query/print_audit.h"
#include "query/print_check.h"

/* What one of them writes of an index, as it is asked. */
struct task {
	const char *path; /* of relevance tests; NULL: an audit */
	uint64_t limit;   /* articles of an audit               */
	enum meju_form form;
};

static enum status run(const struct task *t, struct searcher *s,
	const struct search_request *q, struct buf *out, bool *all,
	struct error *err)
{
	bool json = t->form == MEJU_JSON;
	const struct audit_options audit = {
		.form = json ? AUDIT_JSON : AUDIT_TEXT, .limit = t->limit};
	const struct check_options check = {.path = t->path, .json = json};
	return t->path ? print_check(s, q, &check, out, all, err)
		       : print_audit(s, q, &audit, out, all, err);
}

static enum meju_status tell(struct meju_index *index,
	const struct meju_query *query, const struct task *t, int *good,
	struct meju_text **text, struct meju_error *err)
{
	struct wanted w;
	struct buf out = {0};
	struct error why = {0};
	bool all = false;
	enum status status = wanted_read(&w, query, &why);
	if (status == OK)
		status = run(t, &index->opened->searcher, &w.request, &out,
			&all, &why);
	if (status == OK)
		status = border_text(&out, text);
	if (status == OK && good)
		*good = all;
	buf_release(&out);
	wanted_release(&w);
	return border_status(status, &why, err);
}

enum meju_status meju_audit(struct meju_index *index,
	const struct meju_query *query, uint64_t most, enum meju_form form,
	int *good, struct meju_text **text, struct meju_error *err)
{
	const struct task t = {.limit = most, .form = form};
	return tell(index, query, &t, good, text, err);
}

enum meju_status meju_relevance(struct meju_index *index,
	const struct meju_query *query, const char *path, enum meju_form form,
	int *good, struct meju_text **text, struct meju_error *err)
{
	const struct task t = {.path = path ? path : "", .form = form};
	return tell(index, query, &t, good, text, err);
}
