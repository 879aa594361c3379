/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/bytes.h"
#include "common/index/glass.h"
#include "common/text/analyzer.h"
#include "common/text/term.h"

struct str glass_name(struct buf *scratch, struct str term)
{
	size_t size = term.len;
	for (size_t i = 0; i < term.len; i++)
		size += term.p[i] == '\0';
	if (size <= TERM_MAX)
		return term;
	buf_clear(scratch);
	buf_putc(scratch, term.p[0]);
	buf_printf(scratch, "%016llx", (unsigned long long)hash64(term));
	return buf_str(scratch);
}

enum status glass_put_term(struct xap_doc *doc, struct str term, uint32_t tf,
	const uint32_t *positions, uint32_t count)
{
	bool stem = term.p[0] == TERM_STEM;
	enum status status = xap_doc_add_term(doc, term, stem ? tf : 0);
	for (uint32_t i = 0; i < count && status == OK; i++)
		status = xap_doc_add_posting(
			doc, term, positions[i] + GLASS_POSITION, 0);
	return status;
}

static enum status put_number(
	struct xap_doc *doc, enum column_id id, const struct record *r)
{
	unsigned slot = GLASS_COLUMN + (unsigned)id;
	if (id == COLUMN_BOOST)
		return xap_doc_set_number(doc, slot, glass_boost(r->boost));
	int64_t v = column_value(id, r).number;
	return v == RECORD_NO_TIME ? OK
				   : xap_doc_set_number(doc, slot, (double)v);
}

static enum status put_keys(struct xap_doc *doc, enum column_id id,
	const struct record *r, struct buf *scratch)
{
	struct record_list keys = column_value(id, r).keys;
	struct str first = {0};
	enum status status = OK;
	buf_clear(scratch);
	for (uint32_t i = 0; i < keys.len; i++) {
		if (keys.v[i].len == 0)
			continue;
		if (first.len == 0)
			first = keys.v[i];
		buf_put_text(scratch, keys.v[i]);
	}
	if (first.len == 0)
		return OK;
	status = scratch->status;
	if (status == OK)
		status = xap_doc_set_value(
			doc, GLASS_COLUMN + (unsigned)id, buf_str(scratch));
	if (status != OK)
		return status;
	analyzer_fold(first, LANGUAGE_NONE, scratch);
	return scratch->status != OK
		       ? scratch->status
		       : xap_doc_set_value(doc, GLASS_FIRST + (unsigned)id,
				 buf_str(scratch));
}

enum status glass_put_record(struct xap_doc *doc, const struct record *r,
	struct str bytes, uint64_t ordinal)
{
	struct buf scratch = {0};
	enum status status =
		xap_doc_set_number(doc, GLASS_ORDINAL, (double)ordinal);
	if (status == OK)
		status = xap_doc_set_value(doc, GLASS_ID, r->id);
	for (unsigned i = 0; i < COLUMN_COUNT && status == OK; i++) {
		enum column_id id = (enum column_id)i;
		status = column_is_number(id) ? put_number(doc, id, r)
					      : put_keys(doc, id, r, &scratch);
	}
	buf_release(&scratch);
	return status == OK ? xap_doc_set_data(doc, bytes) : status;
}
