/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/print.h"
#include "query/print_forms.h"

static const struct print_form FORMS[] = {
	{"text", {2, 200, 5, 80}, false, NULL, print_text_hit, print_text_end,
		print_text_completion},
	{"json", {2, 200, 3, 200}, true, print_json_begin, print_json_hit,
		print_json_end, print_json_completion},
	{"jsonl", {2, 200, 3, 200}, false, NULL, print_jsonl_hit, NULL,
		print_jsonl_completion},
	{"tsv", {0}, false, NULL, print_tsv_hit, NULL, NULL},
	{"vimgrep", {3, 120, 1, 120}, false, NULL, print_vimgrep_hit, NULL,
		NULL},
	{"trec", {0}, false, NULL, print_trec_hit, NULL, NULL},
	{"ids", {0}, false, NULL, print_ids_hit, NULL, print_ids_completion},
};

void print_names(struct buf *out)
{
	for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++)
		buf_printf(out, "%s%s", i ? " " : "", FORMS[i].name);
}

const struct print_form *print_find(struct str name)
{
	for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++)
		if (str_eq(name, str_from(FORMS[i].name)))
			return &FORMS[i];
	return NULL;
}

enum status print_result(const struct print_form *form,
	const struct print_options *o, struct searcher *s,
	const struct search_request *q, const struct search_result *r,
	struct buf *out, struct error *err)
{
	struct viewer viewer = {0};
	enum status status = viewer_begin(&viewer, s, r, err);
	if (form->begin)
		form->begin(o, q, r, out);
	for (uint32_t i = 0; i < r->count && status == OK; i++) {
		const struct view *view;
		status = viewer_show(
			&viewer, &r->hits[i], &form->parts, &view, err);
		if (status == OK)
			status = form->hit(
				o, s, r, view, q->offset + i + 1, out, err);
	}
	if (form->end)
		form->end(o, r, out);
	viewer_release(&viewer);
	if (status == OK && out->status != OK)
		status = error_set(err, out->status, "out of memory");
	return status;
}
