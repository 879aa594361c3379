/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/match/cursor_class.h"

uint32_t cursor_maybe_start(struct cursor *c)
{
	return c->doc = c->kids[0]->doc;
}

static uint32_t maybe_next(struct cursor *c)
{
	return c->doc = cursor_next(c->kids[0]);
}

static uint32_t maybe_seek(struct cursor *c, uint32_t target)
{
	return c->doc = cursor_seek(c->kids[0], target);
}

const struct cursor_class cursor_maybe = {maybe_next, maybe_seek};
