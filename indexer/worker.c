/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/worker.h"
#include "common/base/file.h"
#include "common/base/hash.h"
#include "indexer/refine.h"

#include <stdlib.h>
#include <string.h>

static void complain(struct batch *b, const struct batch_input *in,
	unsigned line, const char *sentence)
{
	struct error e = {0};
	if (line)
		error_set(
			&e, ERR_INVALID, "%s:%u: %s", in->path, line, sentence);
	else
		error_set(&e, ERR_INVALID, "%s: %s", in->path, sentence);
	buf_printf(&b->messages, "%s\n", e.text);
}

static void skip(void *data, unsigned line, const char *sentence)
{
	struct worker *w = data;
	const struct batch_input *in = &w->batch->inputs.v[w->input];
	complain(w->batch, in, line, sentence);
	w->batch->skipped++;
}

static enum status add_document(struct worker *w, struct document *d)
{
	struct batch *b = w->batch;
	struct batch_input *in = &b->inputs.v[w->input];
	struct record r;
	enum status status = refine(d, in->name, w->inverter.settings,
		refine_usual(w->languages), &r);
	size_t before = b->records.len;
	if (status != OK)
		return status;
	language l = language_find(r.language);
	w->languages[l] += l != LANGUAGE_NONE;
	record_put(&r, &b->records);
	status = b->records.status;
	struct batch_doc doc = {arena_dup(&b->arena, r.id),
		(uint32_t)(b->records.len - before)};
	if (status == OK)
		status = doc.id.p ? vec_push(&b->docs, doc) : ERR_NOMEM;
	if (status == OK)
		status = inverter_add(&w->inverter, &r);
	b->outcomes.v[w->input].docs++;
	return status;
}

static enum status emit(void *data, struct document *d)
{
	struct worker *w = data;
	struct batch *b = w->batch;
	const struct batch_input *in = &b->inputs.v[w->input];
	for (size_t i = 0; i < d->warnings.len; i++)
		complain(b, in, 0, d->warnings.v[i].p);
	struct batch_outcome *out = &b->outcomes.v[w->input];
	if (d->expiry != TIME_NONE && d->expiry > w->parser.now &&
		d->expiry < out->recheck)
		out->recheck = d->expiry;
	if (d->draft)
		out->recheck = INT64_MIN;
	if ((d->draft && !w->with_drafts) || d->noindex) {
		b->withheld++;
		return OK;
	}
	if (b->docs.len == BATCH_DOCS) {
		if (!b->full)
			skip(w, 0,
				"only the first 8192 documents of such a "
				"file are indexed; make it JSONL");
		b->full = true;
		return OK;
	}
	if (d->id.len > DOCUMENT_ID_MAX) {
		skip(w, document_line(d, 0),
			"a document id is longer than 4096 bytes; skipped");
		return OK;
	}
	return add_document(w, d);
}

static void parse_input(
	struct worker *w, const struct form *form, struct str bytes)
{
	struct batch *b = w->batch;
	struct batch_input *in = &b->inputs.v[w->input];
	struct batch_outcome *out = &b->outcomes.v[w->input];
	b->bytes += bytes.len;
	if (!in->slice) {
		out->hash = hash64(bytes) | 1;
		out->unchanged = out->hash == in->known_hash;
	}
	if (out->unchanged)
		return;
	w->parser.path = in->name;
	w->parser.line = in->line;
	enum status status = parse_bytes(&w->parser, form, bytes);
	if (status != OK)
		b->status = status;
}

static void read_input(struct worker *w)
{
	struct batch *b = w->batch;
	struct batch_input *in = &b->inputs.v[w->input];
	const struct form *form = form_find(in->name);
	struct error err = {0};
	struct buf bytes = {0};
	if (in->bytes.p) {
		(void)buf_reserve(&b->records, in->bytes.len);
		parse_input(
			w, form ? form : form_named(STR("jsonl")), in->bytes);
		return;
	}
	enum status status = file_read(in->path, BATCH_FILE_MAX, &bytes, &err);
	if (status == OK) {
		parse_input(w, form, buf_str(&bytes));
	} else if (status == ERR_NOMEM) {
		b->status = status;
	} else {
		buf_printf(&b->messages, "%s; skipped\n", err.text);
		b->outcomes.v[w->input].failed = true;
		b->skipped++;
	}
	buf_release(&bytes);
}

static enum status invert_records(struct worker *w, struct batch *b)
{
	enum status status = OK;
	size_t at = 0;
	b->bytes = b->records.len;
	for (size_t i = 0; i < b->docs.len && status == OK; i++) {
		struct record r;
		size_t end = at + b->docs.v[i].record_len;
		status = record_get(str_slice(buf_str(&b->records), at, end),
			&b->texts, &r);
		if (status == OK)
			status = inverter_add(&w->inverter, &r);
		at = end;
	}
	return status;
}

void worker_invert(struct worker *w, struct batch *b)
{
	w->batch = b;
	/* what failed once may have left the inverter with half of something */
	if (b->status == OK)
		b->status = w->status;
	memcpy(w->languages, w->languages_before, sizeof w->languages);
	for (w->input = 0; w->input < b->inputs.len; w->input++) {
		if (b->status == OK)
			b->status = vec_push(&b->outcomes,
				(struct batch_outcome){.recheck = INT64_MAX});
		if (b->status == OK)
			read_input(w);
	}
	if (b->status == OK && b->stored)
		b->status = invert_records(w, b);
	arena_release(&b->texts);
	if (b->status == OK)
		b->status = inverter_take(&w->inverter, &b->inverted);
	if (b->status == OK)
		b->status = b->messages.status;
	w->status = b->status;
	w->batch = NULL;
}

enum status worker_init(struct worker *w, const struct settings *settings,
	const uint32_t *languages_before, int64_t now, bool with_drafts)
{
	*w = (struct worker){.with_drafts = with_drafts,
		.languages_before = languages_before,
		.parser = {.emit = emit, .skip = skip, .now = now}};
	w->parser.data = w;
	return inverter_init(&w->inverter, settings);
}

void worker_release(struct worker *w)
{
	inverter_release(&w->inverter);
	parser_release(&w->parser);
}
