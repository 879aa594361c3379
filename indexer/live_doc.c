/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/live_doc.h"
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

enum status live_doc_find(
	const struct snapshot *s, struct str id, uint32_t *leaf, uint32_t *doc)
{
	struct buf bytes = {0};
	struct str term = term_put(&bytes, TERM_ID, id);
	enum status status = bytes.status != OK ? bytes.status : ERR_NOT_FOUND;
	for (uint32_t i = 0; i < s->leaf_count && status == ERR_NOT_FOUND;
		i++) {
		struct term_info info;
		*leaf = i;
		status =
			dictionary_find(&s->leaves[i]->dictionary, term, &info);
		if (status == OK)
			status = live_doc(s->leaves[i], &info, doc);
	}
	buf_release(&bytes);
	return status;
}
