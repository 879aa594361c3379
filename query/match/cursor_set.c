/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/match/cursor_class.h"
#include "query/match/docset.h"

static uint32_t set_seek(struct cursor *c, uint32_t target)
{
	return c->doc = docset_next(c->leaf, c->bits, target);
}

static uint32_t set_next(struct cursor *c)
{
	return c->doc == DOC_END ? DOC_END : set_seek(c, c->doc + 1);
}

const struct cursor_class cursor_set = {set_next, set_seek};

enum status cursor_set_open(struct cursor *c, struct arena *arena,
	const struct leaf *leaf, const struct str *terms)
{
	enum status status = docset_all(arena, leaf, terms, c->plan, &c->bits);
	if (status != OK)
		return status;
	c->leaf = leaf;
	c->cost = (uint32_t)docset_count(leaf, c->bits);
	c->class = &cursor_set;
	set_seek(c, 0);
	return OK;
}
