/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/match/cursor_class.h"

uint32_t cursor_or_start(struct cursor *c)
{
	uint32_t doc = DOC_END;
	for (uint32_t i = 0; i < c->count; i++)
		doc = c->kids[i]->doc < doc ? c->kids[i]->doc : doc;
	return c->doc = doc;
}

static uint32_t or_seek(struct cursor *c, uint32_t target)
{
	for (uint32_t i = 0; i < c->count; i++)
		cursor_seek(c->kids[i], target);
	return cursor_or_start(c);
}

static uint32_t or_next(struct cursor *c)
{
	return c->doc == DOC_END ? DOC_END : or_seek(c, c->doc + 1);
}

const struct cursor_class cursor_or = {or_next, or_seek};
