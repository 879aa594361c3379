/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/bytes.h"
#include "indexer/inverter.h"

void inverted_clear(struct inverted *i)
{
	i->docs.len = i->tfs.len = i->counts.len = i->positions.len = 0;
}

void inverted_release(struct inverted *i)
{
	vec_release(&i->docs);
	vec_release(&i->tfs);
	vec_release(&i->counts);
	vec_release(&i->positions);
	buf_release(&i->bytes);
}

static enum status push_posting(struct inverted *out, uint32_t doc,
	uint32_t tf, uint32_t count)
{
	enum status status = vec_push(&out->docs, doc);
	if (status == OK)
		status = vec_push(&out->tfs, tf);
	if (status == OK)
		status = vec_push(&out->counts, count);
	return status;
}

static enum status read_positions(const struct inverter *v,
	const struct stem_list *s, struct inverted *out, size_t from)
{
	buf_clear(&out->bytes);
	slice_read(&s->positions, &v->pool, &out->bytes);
	enum status status = out->bytes.status;
	struct reader r = reader_from(buf_str(&out->bytes));
	for (size_t i = from; i < out->docs.len; i++) {
		uint32_t at = 0;
		for (uint32_t n = out->counts.v[i]; n && status == OK; n--) {
			at += (uint32_t)read_varint(&r);
			status = vec_push(&out->positions, at);
		}
	}
	return status;
}

enum status inverter_stem(const struct inverter *v, uint32_t term,
	struct inverted *out)
{
	const struct stem_list *s = &v->stem_lists.v[term];
	size_t from = out->docs.len;
	buf_clear(&out->bytes);
	slice_read(&s->docs, &v->pool, &out->bytes);
	enum status status = out->bytes.status;
	struct reader r = reader_from(buf_str(&out->bytes));
	uint32_t doc = 0;
	for (uint32_t i = 0; i < s->df && status == OK; i++) {
		uint64_t head = read_varint(&r);
		uint32_t tf = 1, count = 1;
		doc += (uint32_t)(head >> 1);
		if (!(head & 1)) {
			tf = (uint32_t)read_varint(&r);
			count = (uint32_t)read_varint(&r);
		}
		status = push_posting(out, doc, tf, count);
	}
	if (status == OK && s->count)
		status = push_posting(out, s->doc, s->tf, s->count);
	if (status == OK)
		status = read_positions(v, s, out, from);
	return status;
}

enum status inverter_plain(const struct inverter *v, uint32_t term,
	struct inverted *out)
{
	const struct plain_list *p = &v->plain_lists.v[term];
	buf_clear(&out->bytes);
	slice_read(&p->docs, &v->pool, &out->bytes);
	enum status status = out->bytes.status;
	struct reader r = reader_from(buf_str(&out->bytes));
	uint32_t doc = 0;
	for (uint32_t i = 0; i < p->df && status == OK; i++) {
		doc += (uint32_t)read_varint(&r);
		status = vec_push(&out->docs, doc);
	}
	if (status == OK && p->doc != INVERTER_NO_DOC)
		status = vec_push(&out->docs, p->doc);
	return status;
}
