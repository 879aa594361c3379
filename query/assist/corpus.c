/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/corpus.h"
#include "common/base/deadline.h"
#include "query/match/cursor.h"

enum status corpus_df(const struct corpus *c, struct str term, uint64_t *df)
{
	if (c->df)
		return c->df(c->data, term, df);
	*df = 0;
	for (uint32_t i = 0; i < c->leaf_count; i++) {
		const struct leaf *leaf = c->leaves[i];
		struct term_info info;
		enum status status = cursor_find(leaf, term, &info);
		if (status == OK)
			*df += live_df(&leaf->live, info.ordinal, info.df);
		else if (status != ERR_NOT_FOUND)
			return status;
	}
	return OK;
}

enum status corpus_walk(const struct corpus *c, const struct pattern *p,
	enum term_kind kind, uint32_t *budget, pattern_use *use, void *data)
{
	enum status status = OK;
	if (c->walk)
		return c->walk(c->data, p, kind, budget, use, data);
	for (uint32_t i = 0;
		i < c->leaf_count && status == OK && !deadline_passed(); i++)
		status = pattern_walk(p, c->leaves[i], kind, budget, use, data);
	return status;
}
