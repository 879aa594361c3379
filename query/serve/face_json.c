/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/print.h"
#include "query/serve/answer.h"

enum status face_json(struct answer *a, struct buf *out, struct error *err)
{
	const struct parameters *p = a->parameters;
	struct print_form form = *print_find(STR("json"));
	const struct print_options o = {.explain = p->explain,
		.milliseconds = a->milliseconds,
		.facets = p->facets,
		.facet_count = p->facet_count,
		.generation = a->generation,
		.fields = p->fields,
		.unmarked = p->unmarked,
		.without_snippet = p->snippet == 0};
	form.parts.passages = p->snippet;
	form.parts.sections = p->sections;
	return print_result(
		&form, &o, a->searcher, &p->request, a->result, out, err);
}
