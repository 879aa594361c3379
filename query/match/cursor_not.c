/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/match/cursor_class.h"

static bool is_excluded(struct cursor *c, uint32_t doc)
{
	for (uint32_t i = 1; i < c->count; i++)
		if (cursor_seek(c->kids[i], doc) == doc)
			return true;
	return false;
}

uint32_t cursor_not_start(struct cursor *c)
{
	uint32_t doc = c->kids[0]->doc;
	while (doc != DOC_END && is_excluded(c, doc))
		doc = cursor_next(c->kids[0]);
	return c->doc = doc;
}

static uint32_t not_next(struct cursor *c)
{
	cursor_next(c->kids[0]);
	return cursor_not_start(c);
}

static uint32_t not_seek(struct cursor *c, uint32_t target)
{
	cursor_seek(c->kids[0], target);
	return cursor_not_start(c);
}

const struct cursor_class cursor_not = {not_next, not_seek};
