/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/match/cursor_class.h"
#include "query/match/docset.h"

static uint32_t set_seek(struct cursor *c, uint32_t target)
{
	if (target >= c->docs)
		return c->doc = DOC_END;
	uint32_t word = target >> 6, words = (c->docs + 63) >> 6;
	uint64_t bits = c->bits[word] >> (target & 63) << (target & 63);
	while (!bits && ++word < words)
		bits = c->bits[word];
	if (!bits)
		return c->doc = DOC_END;
	return c->doc = (word << 6) + (uint32_t)__builtin_ctzll(bits);
}

static uint32_t set_next(struct cursor *c)
{
	return c->doc == DOC_END ? DOC_END : set_seek(c, c->doc + 1);
}

const struct cursor_class cursor_set = {set_next, set_seek};

enum status cursor_set_open(
	struct cursor *c, struct arena *arena, const struct leaf *leaf)
{
	enum status status = docset_all(arena, leaf, NULL, c->plan, &c->bits);
	if (status != OK)
		return status;
	c->docs = leaf->segment.docs;
	c->cost = (uint32_t)docset_count(leaf, c->bits);
	c->class = &cursor_set;
	set_seek(c, 0);
	return OK;
}
