/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/corpus.h"
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
