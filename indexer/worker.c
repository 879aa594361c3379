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
	complain(w->batch, in, line ? in->line + line - 1 : 0, sentence);
	w->batch->skipped++;
}

static enum status keep_facts(
	struct batch *b, const struct record *r, uint32_t input, uint32_t line)
{
	struct arena *a = &b->arena;
	const struct record_list lists[] = {r->authors, r->tags, r->categories};
	struct record_list copies[3];
	for (size_t i = 0; i < 3; i++) {
		struct str *v = arena_alloc(a, lists[i].len * sizeof *v);
		if (!v)
			return ERR_NOMEM;
		for (uint32_t n = 0; n < lists[i].len; n++)
			v[n] = arena_dup(a, lists[i].v[n]);
		copies[i] = (struct record_list){v, lists[i].len};
	}
	struct batch_doc doc = {.input = input,
		.line = line,
		.id = arena_dup(a, r->id),
		.facts = {.date = r->date,
			.modified = r->modified,
			.boost = r->boost,
			.language = arena_dup(a, r->language),
			.type = arena_dup(a, r->type),
			.authors = copies[0],
			.tags = copies[1],
			.categories = copies[2]}};
	return vec_push(&b->docs, doc);
}

/* The language of two thirds of the documents, if there is one. */
static language usual_language(const struct worker *w)
{
	uint64_t total = 0;
	language most = LANGUAGE_NONE;
	for (unsigned l = 1; l < language_count(); l++) {
		total += w->languages[l];
		if (w->languages[l] > w->languages[most])
			most = (language)l;
	}
	return w->languages[most] * UINT64_C(3) >= total * 2 ? most
							     : LANGUAGE_NONE;
}

static enum status add_document(struct worker *w, struct document *d)
{
	struct batch *b = w->batch;
	struct batch_input *in = &b->inputs.v[w->input];
	struct record r;
	enum status status = refine(
		d, in->name, w->inverter.settings, usual_language(w), &r);
	size_t before = b->records.len;
	if (status != OK)
		return status;
	language l = language_find(r.language);
	w->languages[l] += l != LANGUAGE_NONE;
	record_put(&r, &b->records);
	status = b->records.status;
	if (status == OK)
		status = vec_push(&b->record_lens, b->records.len - before);
	uint32_t line = r.source.len ? record_line(&r, 0) : 0;
	if (status == OK)
		status = keep_facts(b, &r, w->input, line);
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
		skip(w, 0, "a document id is longer than 4096 bytes; skipped");
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
		parse_input(
			w, form ? form : form_named(STR("jsonl")), in->bytes);
		return;
	}
	if (file_read(in->path, BATCH_FILE_MAX, &bytes, &err) == OK) {
		parse_input(w, form, buf_str(&bytes));
	} else {
		buf_printf(&b->messages, "%s; skipped\n", err.text);
		b->outcomes.v[w->input].failed = true;
		b->skipped++;
	}
	buf_release(&bytes);
}

/* A document of the batch, its record, and its place in the input. */
struct placed {
	struct str id;
	size_t off, len;
	uint32_t number;
};

static int by_id(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	int c = str_cmp(x->id, y->id);
	return c ? c : (x->number > y->number) - (x->number < y->number);
}

static enum status invert_record(
	struct worker *w, struct str bytes, uint32_t number, uint32_t *length)
{
	struct record r;
	arena_clear(&w->arena);
	enum status status = record_get(bytes, &w->arena, &r);
	if (status == OK)
		status = inverter_add(&w->inverter,
			w->batch->number * BATCH_DOCS + number, &r, length);
	return status;
}

/* Documents, records and lengths in the order given; postings are made. */
static enum status arrange(
	struct worker *w, const struct placed *order, struct batch_doc *docs)
{
	struct batch *b = w->batch;
	struct buf records = {0};
	enum status status = OK;
	for (size_t i = 0; i < b->docs.len && status == OK; i++) {
		struct str bytes = str_slice(buf_str(&b->records), order[i].off,
			order[i].off + order[i].len);
		docs[i] = b->docs.v[order[i].number];
		b->record_lens.v[i] = bytes.len;
		buf_put_str(&records, bytes);
		status = invert_record(w, bytes, (uint32_t)i, &docs[i].length);
	}
	if (status == OK)
		status = records.status;
	buf_release(&b->records);
	b->records = records;
	return status;
}

/*
 * The documents of a batch go in by their ids: neighbours in a site are alike,
 * and what is alike and close together takes less room.
 */
static enum status invert(struct worker *w)
{
	struct batch *b = w->batch;
	size_t n = b->docs.len, off = 0;
	struct placed *order = malloc((n + 1) * sizeof *order);
	struct batch_doc *docs = malloc((n + 1) * sizeof *docs);
	enum status status = order && docs ? OK : ERR_NOMEM;
	for (size_t i = 0; i < n && status == OK; i++) {
		order[i] = (struct placed){
			b->docs.v[i].id, off, b->record_lens.v[i], (uint32_t)i};
		off += b->record_lens.v[i];
	}
	if (status == OK && n) {
		qsort(order, n, sizeof *order, by_id);
		status = arrange(w, order, docs);
	}
	if (status == OK && n)
		memcpy(b->docs.v, docs, n * sizeof *docs);
	free(order);
	free(docs);
	return status;
}

void worker_invert(struct worker *w, struct batch *b)
{
	w->batch = b;
	memcpy(w->languages, w->languages_before, sizeof w->languages);
	for (w->input = 0; w->input < b->inputs.len; w->input++) {
		if (b->status == OK)
			b->status = vec_push(&b->outcomes,
				(struct batch_outcome){.recheck = INT64_MAX});
		if (b->status == OK)
			read_input(w);
	}
	arena_release(&b->texts);
	if (b->status == OK)
		b->status = invert(w);
	if (b->status == OK)
		b->status = b->messages.status;
	w->batch = NULL;
}

void worker_pack(struct worker *w, struct batch *b, struct str dictionary)
{
	if (b->status == OK && !w->packing) {
		b->status = stored_packer_init(&w->packer, dictionary);
		w->packing = true;
	}
	if (b->status == OK)
		b->status = stored_pack(&w->packer, &b->records,
			b->record_lens.v, b->record_lens.len, &b->stored);
	buf_release(&b->records);
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
	arena_release(&w->arena);
	stored_packer_release(&w->packer);
}
