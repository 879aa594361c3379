/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/answer.h"
#include "common/base/clock.h"
#include "query/collapse.h"
#include "query/correct.h"
#include "query/serve/escape.h"
#include "query/serve/webpage.h"

enum { FACET_VALUES = 100 };

static const struct {
	const char *type;
	enum status (*put)(
		struct answer *a, struct buf *out, struct error *err);
} FACES[] = {
	[FACE_JSON] = {"application/json", face_json},
	[FACE_HTML] = {WEBPAGE_TYPE, face_html},
	[FACE_ATOM] = {"application/atom+xml; charset=utf-8", face_atom},
};

/* Of the words typed the last may be half a word. */
static enum status run_typing(struct answer *a, struct error *err)
{
	struct typing *t = &a->typing;
	struct search_result *r = &t->result;
	t->searcher = a->searcher;
	t->request = a->parameters->request;
	t->limited = true;
	t->collapse = a->parameters->collapse;
	typing_set(t, t->request.query);
	enum status status = typing_finish(t, err);
	a->result = r;
	if (status == OK && t->corrects && a->parameters->suggest) {
		r->suggestion = arena_dup(&r->arena, buf_str(&t->offer));
		status = r->suggestion.p ? OK : ERR_NOMEM;
	}
	return status;
}

static enum status run_plain(struct answer *a, struct error *err)
{
	const struct parameters *p = a->parameters;
	struct search_result *r = &a->plain;
	a->result = r;
	enum status status = search_run(a->searcher, &p->request, r, err);
	if (status == OK && p->collapse)
		status = search_collapse(r, err);
	if (status == OK && p->suggest && p->request.similar.len == 0)
		status = search_correct(a->searcher, &p->request, r, err);
	return status;
}

enum status answer_run(struct answer *a, struct error *err)
{
	struct parameters *p = a->parameters;
	bool typing = p->prefix && p->request.similar.len == 0 &&
		      str_trim(p->request.query).len;
	double began = clock_milliseconds();
	enum status status = typing ? run_typing(a, err) : run_plain(a, err);
	if (status == OK && p->facet_count)
		status = facets_count(
			p->facets, p->facet_count, a->searcher, a->result, err);
	for (uint32_t i = 0; i < p->facet_count; i++)
		facet_cut(&p->facets[i], FACET_VALUES);
	a->milliseconds = clock_milliseconds() - began;
	return status;
}

const char *answer_type(const struct answer *a)
{
	return FACES[a->parameters->face].type;
}

enum status answer_put(struct answer *a, struct buf *out, struct error *err)
{
	enum status status = FACES[a->parameters->face].put(a, out, err);
	if (status == OK && out->status != OK)
		status = error_set(err, out->status, "out of memory");
	return status;
}

void answer_release(struct answer *a)
{
	search_result_release(&a->plain);
	typing_release(&a->typing);
}

void answer_link(const struct answer *a, struct str name, struct str value,
	struct buf *out)
{
	const char *between = "?";
	struct buf link = {0};
	buf_put_str(&link, a->root);
	buf_put_str(&link, a->path);
	for (unsigned i = 0; i <= a->form->count; i++) {
		bool last = i == a->form->count;
		struct form_field f = {name, value};
		if (!last)
			f = a->form->v[i];
		if (last ? value.p == NULL
			 : str_eq(f.name, name) || f.value.len == 0)
			continue;
		buf_puts(&link, between);
		escape_part(&link, f.name);
		buf_putc(&link, '=');
		escape_part(&link, f.value);
		between = "&";
	}
	escape_markup(out, buf_str(&link));
	if (link.status != OK)
		out->status = link.status;
	buf_release(&link);
}
