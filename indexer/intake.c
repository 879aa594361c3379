/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/intake.h"

#include <stdlib.h>

enum status intake_open(
	struct intake *in, const char *folder, struct error *err)
{
	*in = (struct intake){0};
	return spool_open(&in->records, folder, err);
}

enum status intake_add(struct intake *in, struct batch *b)
{
	struct intake_batch mine = {b->inverted, b->worker};
	uint32_t number = (uint32_t)in->batches.len;
	uint64_t off = in->records.len;
	enum status status = vec_push(&in->batches, mine);
	if (status != OK)
		return status;
	b->inverted = (struct inverted){0};
	in->memory += inverted_memory(&mine.inverted);
	for (uint32_t i = 0; i < b->docs.len && status == OK; i++) {
		struct intake_doc doc = {
			.id = arena_dup(&in->ids, b->docs.v[i].id),
			.off = off,
			.len = b->docs.v[i].record_len,
			.batch = number,
			.number = i};
		off += doc.len;
		status = doc.id.p ? vec_push(&in->docs, doc) : ERR_NOMEM;
	}
	in->bytes += b->records.len;
	spool_put(&in->records, b->records.p, b->records.len);
	return status == OK ? in->records.err.status : status;
}

static int by_id(const void *a, const void *b)
{
	const struct intake_doc *x = a, *y = b;
	int c = str_cmp(x->id, y->id);
	if (c == 0)
		c = (x->batch > y->batch) - (x->batch < y->batch);
	return c ? c : (x->off > y->off) - (x->off < y->off);
}

enum status intake_arrange(struct intake *in, struct error *err)
{
	if (in->docs.len && !in->keep)
		qsort(in->docs.v, in->docs.len, sizeof *in->docs.v, by_id);
	return spool_rewind(&in->records, err);
}

void intake_drop_inverted(struct intake *in)
{
	for (size_t i = 0; i < in->batches.len; i++)
		inverted_release(&in->batches.v[i].inverted);
	vec_release(&in->batches);
	in->memory = 0;
}

static enum status stored_record(const struct intake *in,
	struct intake_reader *r, const struct intake_doc *doc, struct buf *out)
{
	struct str bytes;
	struct error why;
	if (!r->leaves) {
		r->leaves = calloc(in->leaf_count, sizeof *r->leaves);
		r->count = in->leaf_count;
	}
	if (!r->leaves)
		return ERR_NOMEM;
	enum status status = stored_get(&r->leaves[doc->batch],
		&in->leaves[doc->batch]->stored, (uint32_t)doc->off, &bytes,
		&why);
	if (status == OK)
		buf_put_str(out, bytes);
	return status == OK ? out->status : status;
}

enum status intake_record(const struct intake *in, struct intake_reader *r,
	size_t n, struct buf *out)
{
	const struct intake_doc *doc = &in->docs.v[n];
	if (in->leaves)
		return stored_record(in, r, doc, out);
	char *to = buf_reserve(out, doc->len);
	if (!to)
		return out->status;
	enum status status = spool_get(&in->records, doc->off, to, doc->len);
	if (status == OK)
		out->len += doc->len;
	return status;
}

void intake_reader_release(struct intake_reader *r)
{
	for (size_t i = 0; r->leaves && i < r->count; i++)
		stored_reader_release(&r->leaves[i]);
	free(r->leaves);
	*r = (struct intake_reader){0};
}

void intake_drop_records(struct intake *in)
{
	spool_close(&in->records);
}

void intake_close(struct intake *in)
{
	intake_drop_inverted(in);
	intake_drop_records(in);
	vec_release(&in->docs);
	arena_release(&in->ids);
}
