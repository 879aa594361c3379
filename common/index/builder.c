/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/builder.h"
#include "common/base/stop.h"
#include "common/index/position.h"

enum status builder_begin(
	struct builder *b, const char *folder, struct error *err)
{
	*b = (struct builder){.positions.fd = -1, .pairs.spool.fd = -1};
	enum status status = segment_create(&b->segment, folder, err);
	if (status == OK)
		status = spool_open(&b->positions, folder, err);
	if (status == OK)
		status = pair_writer_open(&b->pairs, folder, err);
	if (status == OK)
		segment_begin(&b->segment, SECTION_STORED, SECTION_REQUIRED);
	else
		builder_abandon(b);
	return status;
}

void builder_stored(struct builder *b, const struct stored_run *run)
{
	stored_put(&b->stored, &b->segment, run);
}

enum status builder_document(
	struct builder *b, const struct record *facts, uint32_t length)
{
	enum status status = b->lengths.len < SEGMENT_DOCS_MAX ? OK : ERR_LIMIT;
	if (status == OK)
		status = column_put(&b->columns, facts);
	if (status == OK)
		status = meta_count(&b->meta, facts->language);
	if (status == OK)
		status = vec_push(&b->lengths, length);
	return status;
}

static enum status no_memory(
	const struct builder *b, enum status status, struct error *err)
{
	return error_set(err, status, "cannot write %s: %s",
		b->segment.out.path, status_text(status));
}

enum status builder_terms(
	struct builder *b, struct str dictionary, struct error *err)
{
	uint64_t total = 0;
	for (size_t i = 0; i < b->lengths.len; i++)
		total += b->lengths.v[i];
	b->average =
		b->lengths.len ? (double)total / (double)b->lengths.len : 0;
	b->terms.docs = (uint32_t)b->lengths.len;
	enum status status = stored_finish(&b->stored, &b->segment, dictionary);
	if (status != OK)
		return no_memory(b, status, err);
	segment_begin(&b->segment, SECTION_POSTINGS, SECTION_REQUIRED);
	return OK;
}

static struct posting_input input(const struct builder *b,
	const struct term_info *info, const struct builder_postings *p)
{
	return (struct posting_input){.docs = p->docs,
		.tfs = term_has_positions(info->kind) ? p->tfs : NULL,
		.count = p->count,
		.lengths = b->lengths.v,
		.average = b->average,
		.limit = (uint32_t)b->lengths.len};
}

/* A list's directory counts in 32 bits. */
static enum status within(uint64_t len)
{
	return len <= UINT32_MAX ? OK : ERR_LIMIT;
}

static enum status encode_postings(const struct builder *b,
	const struct builder_postings *p, struct term_info *info,
	struct builder_run *run)
{
	struct posting_input in = input(b, info, p);
	posting_put(&in, &run->postings);
	info->postings_len = run->postings.len - info->postings_off;
	return run->postings.status == OK ? within(info->postings_len)
					  : run->postings.status;
}

static enum status encode_positions(const struct builder *b,
	const struct builder_postings *p, struct term_info *info,
	struct builder_run *run)
{
	struct posting_input in = input(b, info, p);
	position_put(&in, p->counts, p->positions, &run->positions);
	info->positions_len = run->positions.len - info->positions_off;
	return run->positions.status == OK ? within(info->positions_len)
					   : run->positions.status;
}

static enum status encode_paired(const struct builder *b, struct str term,
	const struct builder_postings *p, struct builder_run *run)
{
	uint32_t docs = (uint32_t)b->lengths.len;
	if (term.p[0] == TERM_STEM &&
		pair_has(str_slice(term, 1, term.len), p->count, docs))
		pair_encode(p->docs, p->counts, p->positions, p->count,
			&run->paired);
	return run->paired.status;
}

enum status builder_encode(const struct builder *b, struct str term,
	bool also_word, const struct builder_postings *p,
	struct builder_run *run)
{
	struct term_info info = {
		.kind = (enum term_kind)(unsigned char)term.p[0],
		.also_word = also_word,
		.df = p->count,
		.doc = p->docs[0],
		.postings_off = run->postings.len,
		.positions_off = run->positions.len};
	bool positions = term_has_positions(info.kind);
	bool inlined = positions && p->count == 1 && p->tfs[0] == 1;
	enum status status = OK;
	if (positions) {
		info.tf = p->tfs[0];
		info.position = p->positions[0];
	}
	if (p->count > 1)
		status = encode_postings(b, p, &info, run);
	if (status == OK && positions && !inlined)
		status = encode_positions(b, p, &info, run);
	size_t paired = run->paired.len;
	if (status == OK)
		status = encode_paired(b, term, p, run);
	paired = run->paired.len - paired;
	buf_put_str(&run->texts, term);
	if (status == OK)
		status = run->texts.status;
	return status == OK ? vec_push(&run->terms, (struct builder_term){info,
							    term.len, paired})
			    : status;
}

void builder_put_run(struct builder *b, const struct builder_run *run)
{
	uint64_t postings = segment_at(&b->segment);
	uint64_t positions = b->positions.len;
	const char *text = run->texts.p;
	size_t paired = 0;
	for (size_t i = 0; i < run->terms.len; i++) {
		const struct builder_term *t = &run->terms.v[i];
		struct str term = {text, t->text_len};
		struct term_info info = t->info;
		info.postings_off += postings;
		info.positions_off += positions;
		dictionary_put(&b->terms, term, &info);
		if (t->paired_len)
			pair_writer_put(&b->pairs, str_slice(term, 1, term.len),
				str_slice(buf_str(&run->paired), paired,
					paired + t->paired_len));
		text += t->text_len;
		paired += t->paired_len;
	}
	segment_put(&b->segment, run->postings.p, run->postings.len);
	spool_put(&b->positions, run->positions.p, run->positions.len);
}

void builder_run_clear(struct builder_run *r)
{
	buf_clear(&r->postings);
	buf_clear(&r->positions);
	buf_clear(&r->texts);
	buf_clear(&r->paired);
	r->terms.len = 0;
}

void builder_run_release(struct builder_run *r)
{
	buf_release(&r->postings);
	buf_release(&r->positions);
	buf_release(&r->texts);
	buf_release(&r->paired);
	vec_release(&r->terms);
}

enum status builder_put(
	struct builder *b, struct str term, const struct builder_postings *p)
{
	builder_run_clear(&b->run);
	enum status status = builder_encode(b, term, false, p, &b->run);
	if (status == OK)
		builder_put_run(b, &b->run);
	return status;
}

static enum status put_pairs(struct builder *b, struct error *err)
{
	struct pair_writer *w = &b->pairs;
	enum status status = pair_writer_begin(
		w, (uint32_t)b->lengths.len, b->threads ? b->threads : 1, err);
	if (status != OK)
		return status;
	while (status == OK && pair_writer_next(w)) {
		struct builder_postings p = {
			.docs = w->docs, .count = w->count};
		status = builder_put(b, w->term, &p);
		if (status == OK)
			status = stop_check();
	}
	if (status == OK)
		status = w->status;
	return status == OK ? OK : no_memory(b, status, err);
}

static enum status copy_positions(struct builder *b, struct error *err)
{
	struct str bytes;
	segment_begin(&b->segment, SECTION_POSITIONS, SECTION_REQUIRED);
	enum status status = spool_rewind(&b->positions, err);
	while (status == OK) {
		status = spool_read(&b->positions, &bytes, err);
		if (status != OK || bytes.len == 0)
			break;
		segment_put(&b->segment, bytes.p, bytes.len);
	}
	return status;
}

enum status builder_finish(
	struct builder *b, char name[SEGMENT_NAME_MAX], struct error *err)
{
	uint32_t docs = (uint32_t)b->lengths.len;
	enum status status = put_pairs(b, err);
	if (status == OK)
		status = copy_positions(b, err);
	if (status == OK) {
		status = dictionary_finish(&b->terms, &b->segment);
		if (status == OK)
			status = column_finish(&b->columns, &b->segment);
		if (status == OK)
			status = meta_write(
				&b->meta, b->lengths.v, docs, &b->segment);
		if (status != OK)
			no_memory(b, status, err);
	}
	if (status == OK)
		status = segment_finish(&b->segment, docs, name, err);
	builder_abandon(b);
	return status;
}

void builder_abandon(struct builder *b)
{
	segment_abandon(&b->segment);
	buf_release(&b->stored.index);
	column_release(&b->columns);
	vec_release(&b->lengths);
	dictionary_release(&b->terms);
	spool_close(&b->positions);
	pair_writer_close(&b->pairs);
	builder_run_release(&b->run);
}
