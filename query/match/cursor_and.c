/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/match/cursor_class.h"

uint32_t cursor_and_align(struct cursor *c)
{
	uint32_t doc = c->order[0]->doc;
	for (uint32_t i = 1; i < c->count && doc != DOC_END;) {
		uint32_t other = cursor_seek(c->order[i], doc);
		if (other == doc) {
			i++;
			continue;
		}
		doc = cursor_seek(c->order[0], other);
		i = 1;
	}
	return c->doc = doc;
}

static uint32_t and_next(struct cursor *c)
{
	cursor_next(c->order[0]);
	return cursor_and_align(c);
}

static uint32_t and_seek(struct cursor *c, uint32_t target)
{
	cursor_seek(c->order[0], target);
	return cursor_and_align(c);
}

uint32_t cursor_and_start(struct cursor *c)
{
	return cursor_and_align(c);
}

const struct cursor_class cursor_and = {and_next, and_seek};
