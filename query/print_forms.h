/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * print_forms.h - the forms of print.c's table.
 */
#ifndef MEJU_QUERY_PRINT_FORMS_H
#define MEJU_QUERY_PRINT_FORMS_H

#include "common/base/json.h"
#include "query/assist/explain.h"
#include "query/print.h"

#define PRINT_HIT(name)                                                        \
	enum status name(const struct print_options *o, struct searcher *s,    \
		const struct search_result *r, const struct view *view,        \
		uint32_t rank, struct buf *out, struct error *err)

PRINT_HIT(print_text_hit);
PRINT_HIT(print_json_hit);
PRINT_HIT(print_jsonl_hit);
PRINT_HIT(print_tsv_hit);
PRINT_HIT(print_vimgrep_hit);
PRINT_HIT(print_trec_hit);
PRINT_HIT(print_ids_hit);

#define PRINT_COMPLETION(name)                                                 \
	void name(const struct print_options *o,                               \
		const struct completion_request *q,                            \
		const struct completion *c, struct buf *out)

PRINT_COMPLETION(print_text_completion);
PRINT_COMPLETION(print_json_completion);
PRINT_COMPLETION(print_jsonl_completion);
PRINT_COMPLETION(print_ids_completion); /* of titles */

void print_json_begin(const struct print_options *o,
	const struct search_request *q, const struct search_result *r,
	struct buf *out);
void print_text_end(const struct print_options *o,
	const struct search_result *r, struct buf *out);
void print_json_end(const struct print_options *o,
	const struct search_result *r, struct buf *out);

/* Members of an object, left out if they are empty. */
void print_json_text(struct json *j, const char *key, struct str value);
void print_json_list(struct json *j, const char *key, struct record_list list);

/* A table, and an object as the next value. */
void print_explain_text(const struct explanation *e, struct buf *out);
void print_explain_json(const struct explanation *e, struct json *j);

#endif
