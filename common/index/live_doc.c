/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/live_doc.h"
#include "common/index/posting.h"

enum status live_doc(
	const struct leaf *p, const struct term_info *info, uint32_t *doc)
{
	struct posting_cursor c;
	enum status status = posting_open(&c, &p->segment, info);
	if (status != OK)
		return status;
	while (c.doc != DOC_END && !live_has(&p->live, c.doc))
		posting_next(&c);
	if (c.status != OK)
		return c.status;
	*doc = c.doc;
	return c.doc == DOC_END ? ERR_NOT_FOUND : OK;
}

enum status live_doc_term(const struct leaf *p, struct str term, uint32_t *doc)
{
	struct term_info info;
	enum status status = dictionary_find(&p->dictionary, term, &info);
	return status == OK ? live_doc(p, &info, doc) : status;
}

enum status live_doc_find(
	const struct snapshot *s, struct str id, uint32_t *leaf, uint32_t *doc)
{
	struct buf bytes = {0};
	struct str term = term_put(&bytes, TERM_ID, id);
	enum status status = bytes.status != OK ? bytes.status : ERR_NOT_FOUND;
	for (uint32_t i = 0; i < s->leaf_count && status == ERR_NOT_FOUND;
		i++) {
		*leaf = i;
		status = live_doc_term(s->leaves[i], term, doc);
	}
	buf_release(&bytes);
	return status;
}
