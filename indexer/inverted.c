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

uint32_t stem_list_df(const struct stem_list *s)
{
	return s->df + (s->count > 0);
}

uint32_t plain_list_df(const struct plain_list *p)
{
	return p->df + (p->doc != INVERTER_NO_DOC);
}

/* A stream's bytes; our own, so they are sound. */
static const uint8_t *load(
	struct inverted *out, const struct inverter *v, const struct slice *s)
{
	buf_clear(&out->bytes);
	slice_read(s, &v->pool, &out->bytes);
	return (const uint8_t *)buf_str(&out->bytes).p;
}

static uint32_t next(const uint8_t **p)
{
	uint32_t v = *(*p)++;
	if (v < 0x80)
		return v;
	v &= 0x7f;
	for (unsigned shift = 7;; shift += 7) {
		uint32_t byte = *(*p)++;
		v |= (byte & 0x7f) << shift;
		if (byte < 0x80)
			return v;
	}
}

static enum status reserve_postings(struct inverted *out, size_t n)
{
	enum status status = vec_reserve(&out->docs, out->docs.len + n);
	if (status == OK)
		status = vec_reserve(&out->tfs, out->tfs.len + n);
	if (status == OK)
		status = vec_reserve(&out->counts, out->counts.len + n);
	return status;
}

static void push_posting(
	struct inverted *out, uint32_t doc, uint32_t tf, uint32_t count)
{
	out->docs.v[out->docs.len++] = doc;
	out->tfs.v[out->tfs.len++] = tf;
	out->counts.v[out->counts.len++] = count;
}

enum status inverter_stem_docs(
	const struct inverter *v, uint32_t term, struct inverted *out)
{
	const struct stem_list *s = &v->stem_lists.v[term];
	enum status status = reserve_postings(out, s->df + 1);
	const uint8_t *p = load(out, v, &s->docs);
	if (status == OK)
		status = out->bytes.status;
	uint32_t doc = 0;
	for (uint32_t i = 0; i < s->df && status == OK; i++) {
		uint32_t head = next(&p), tf = 1, count = 1;
		doc += head >> 1;
		if (!(head & 1)) {
			tf = next(&p);
			count = next(&p);
		}
		push_posting(out, doc, tf, count);
	}
	if (status == OK && s->count)
		push_posting(out, s->doc, s->tf, s->count);
	return status;
}

enum status inverter_stem(
	const struct inverter *v, uint32_t term, struct inverted *out)
{
	const struct stem_list *s = &v->stem_lists.v[term];
	size_t from = out->docs.len, total = out->positions.len;
	enum status status = inverter_stem_docs(v, term, out);
	for (size_t i = from; i < out->docs.len; i++)
		total += out->counts.v[i];
	if (status == OK)
		status = vec_reserve(&out->positions, total);
	const uint8_t *p = load(out, v, &s->positions);
	if (status == OK)
		status = out->bytes.status;
	for (size_t i = from; i < out->docs.len && status == OK; i++) {
		uint32_t at = 0;
		for (uint32_t n = out->counts.v[i]; n; n--) {
			at += next(&p);
			out->positions.v[out->positions.len++] = at;
		}
	}
	return status;
}

enum status inverter_plain(
	const struct inverter *v, uint32_t term, struct inverted *out)
{
	const struct plain_list *s = &v->plain_lists.v[term];
	enum status status = vec_reserve(&out->docs, out->docs.len + s->df + 1);
	const uint8_t *p = load(out, v, &s->docs);
	if (status == OK)
		status = out->bytes.status;
	uint32_t doc = 0;
	for (uint32_t i = 0; i < s->df && status == OK; i++) {
		doc += next(&p);
		out->docs.v[out->docs.len++] = doc;
	}
	if (status == OK && s->doc != INVERTER_NO_DOC)
		out->docs.v[out->docs.len++] = s->doc;
	return status;
}
