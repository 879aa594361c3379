/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/census.h"

static uint32_t living(
	const struct leaf *leaf, const struct meta_language *m, struct str code)
{
	char term[1 + META_CODE] = {TERM_LANGUAGE};
	struct term_info info;
	memcpy(term + 1, code.p, code.len);
	if (leaf->live.count == leaf->live.docs ||
		dictionary_find(&leaf->dictionary,
			(struct str){term, 1 + code.len}, &info) != OK)
		return m->docs;
	return live_df(&leaf->live, info.ordinal, info.df);
}

static void count_leaf(const struct leaf *leaf, uint32_t docs[LANGUAGE_MAX])
{
	uint32_t rest = leaf->live.count;
	for (uint32_t i = 0; i < leaf->meta.language_count; i++) {
		const struct meta_language *m = &leaf->meta.languages[i];
		struct str code = meta_language_code(m);
		if (!code.len)
			continue;
		uint32_t n = living(leaf, m, code);
		docs[language_find(code)] += n;
		rest -= n < rest ? n : rest;
	}
	docs[LANGUAGE_NONE] += rest;
}

void census(const struct snapshot *s, uint32_t docs[LANGUAGE_MAX])
{
	for (uint32_t i = 0; i < s->leaf_count; i++)
		count_leaf(s->leaves[i], docs);
}
