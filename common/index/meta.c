/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/meta.h"

enum status meta_open(
	struct meta *m, const struct segment *s, struct error *err)
{
	struct str bytes, lengths;
	*m = (struct meta){0};
	enum status status = segment_load(s, SECTION_META, &bytes, err);
	if (status == OK)
		status = segment_load(s, SECTION_LENGTHS, &lengths, err);
	if (status != OK)
		return status;
	struct reader r = reader_from(bytes);
	m->length = read_u64(&r);
	m->low = read_u32(&r);
	m->high = read_u32(&r);
	m->language_count = read_u32(&r);
	for (uint32_t i = 0; i < m->language_count && !r.bad; i++) {
		if (i == META_LANGUAGES_MAX)
			r.bad = true;
		struct meta_language l = {.docs = read_u32(&r)};
		struct str code = read_bytes(&r, META_CODE);
		if (r.bad)
			break;
		memcpy(l.code, code.p, META_CODE);
		m->languages[i] = l;
	}
	m->width = m->high > UINT16_MAX ? 4 : 2;
	m->lengths = (const uint8_t *)lengths.p;
	if (r.bad)
		return segment_corrupt(s, SECTION_META, "too short", err);
	if (m->low > m->high || m->length > (uint64_t)s->docs * m->high ||
		m->length < (uint64_t)s->docs * m->low)
		return segment_corrupt(
			s, SECTION_META, "it contradicts itself", err);
	if (lengths.len != (uint64_t)s->docs * m->width)
		return segment_corrupt(s, SECTION_LENGTHS,
			"it does not cover all documents", err);
	return OK;
}

enum status meta_count(struct meta *m, struct str code)
{
	char padded[META_CODE] = {0};
	if (code.len)
		memcpy(padded, code.p,
			code.len < META_CODE ? code.len : META_CODE);
	uint32_t i = 0;
	while (i < m->language_count &&
		memcmp(m->languages[i].code, padded, META_CODE) != 0)
		i++;
	if (i == META_LANGUAGES_MAX)
		return ERR_LIMIT;
	if (i == m->language_count) {
		memcpy(m->languages[i].code, padded, META_CODE);
		m->language_count++;
	}
	m->languages[i].docs++;
	return OK;
}

enum status meta_write(struct meta *m, const uint32_t *lengths, uint32_t docs,
	struct segment_writer *w)
{
	struct buf b = {0};
	m->length = 0;
	m->low = docs ? UINT32_MAX : 0;
	m->high = 0;
	for (uint32_t i = 0; i < docs; i++) {
		m->length += lengths[i];
		m->low = lengths[i] < m->low ? lengths[i] : m->low;
		m->high = lengths[i] > m->high ? lengths[i] : m->high;
	}
	buf_put_u64(&b, m->length);
	buf_put_u32(&b, m->low);
	buf_put_u32(&b, m->high);
	buf_put_u32(&b, m->language_count);
	for (uint32_t i = 0; i < m->language_count; i++) {
		buf_put_u32(&b, m->languages[i].docs);
		buf_put(&b, m->languages[i].code, META_CODE);
	}
	segment_add(w, SECTION_META, SECTION_REQUIRED, buf_str(&b));
	enum status status = b.status;
	buf_clear(&b);
	for (uint32_t i = 0; i < docs; i++)
		buf_put(&b, &lengths[i], m->high > UINT16_MAX ? 4 : 2);
	segment_add(w, SECTION_LENGTHS, SECTION_REQUIRED, buf_str(&b));
	if (status == OK)
		status = b.status;
	buf_release(&b);
	return status;
}
