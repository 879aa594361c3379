/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/pair_check.h"
#include "common/index/pair.h"
#include "common/index/position.h"

struct side {
	struct posting_cursor c;
	struct position_reader positions;
};

static bool open_side(struct side *s, const struct leaf *leaf, struct str stem)
{
	struct buf bytes = {0};
	struct term_info info;
	struct str term = term_put(&bytes, TERM_STEM, stem);
	uint32_t docs = leaf->segment.docs;
	bool good = dictionary_find(&leaf->dictionary, term, &info) == OK &&
		    pair_has(stem, info.df, docs) &&
		    posting_open(&s->c, &leaf->segment, &info) == OK &&
		    position_open(&s->positions, &leaf->segment, &info) == OK;
	buf_release(&bytes);
	return good;
}

static const uint32_t *places(struct side *s, uint32_t doc, uint32_t *count)
{
	*count = 0;
	return posting_seek(&s->c, doc) == doc
		       ? position_get(&s->positions, &s->c, count)
		       : NULL;
}

/* Does `b` stand behind `a` in the document? */
static bool are_beside(struct side *a, struct side *b, uint32_t doc)
{
	uint32_t m, n, i = 0, k = 0;
	const uint32_t *v = places(a, doc, &m), *w = places(b, doc, &n);
	while (i < m && k < n) {
		uint64_t behind = (uint64_t)v[i] + 1;
		if (w[k] == behind)
			return true;
		if (w[k] < behind)
			k++;
		else
			i++;
	}
	return false;
}

static const char *check_list(struct side *a, struct side *b,
	const struct leaf *leaf, const struct term_info *info)
{
	struct posting_cursor c;
	if (posting_open(&c, &leaf->segment, info) != OK)
		return "its list cannot be read";
	for (; c.doc != DOC_END; posting_next(&c))
		if (!are_beside(a, b, c.doc))
			return "in a document its stems are not side by side";
	return NULL;
}

const char *pair_check(const struct leaf *leaf, struct str term,
	const struct term_info *info, enum status *status)
{
	struct side a = {0}, b = {0};
	size_t end = str_find(term, 0, '\0');
	const char *why = "its stems are none that are paired";
	if (open_side(&a, leaf, str_slice(term, 1, end)) &&
		open_side(&b, leaf, str_slice(term, end + 1, term.len)))
		why = check_list(&a, &b, leaf, info);
	if (a.positions.status == ERR_NOMEM || b.positions.status == ERR_NOMEM)
		*status = ERR_NOMEM;
	position_close(&a.positions);
	position_close(&b.positions);
	return why;
}
