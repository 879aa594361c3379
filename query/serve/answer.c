/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/answer.h"
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

enum status answer_run(struct answer *a, struct error *err)
{
	struct parameters *p = a->parameters;
	struct inquiry *q = &a->inquiry;
	*q = (struct inquiry){.request = &p->request,
		.facets = p->facets,
		.facet_count = p->facet_count,
		.collapse = p->collapse,
		.correct = p->suggest,
		.unfinished = p->prefix};
	enum status status = inquiry_run(q, a->searcher, err);
	for (uint32_t i = 0; i < p->facet_count; i++)
		facet_cut(&p->facets[i], FACET_VALUES);
	a->result = q->result;
	a->milliseconds = q->milliseconds;
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
	inquiry_release(&a->inquiry);
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
