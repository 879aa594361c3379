/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * named.c - documents that are asked for by name: few, so each is scored at
 * once, whatever its words are worth; algorithms see the others only.
 */
#include "query/rank/flat.h"

static bool is_here(const struct flat *f, const struct plan *p)
{
	if (p->op == PLAN_TERM)
		return f->ranking->infos[p->term].df > 0;
	for (uint32_t i = 0; i < p->count; i++)
		if (is_here(f, p->kids[i]))
			return true;
	return false;
}

static enum status visit(struct flat *f, struct cursor *c)
{
	struct cursor *name = c->kids[1];
	enum status status = flat_mask(f);
	for (uint32_t d = name->doc; d != DOC_END && status == OK;
		d = cursor_next(name)) {
		if (!flat_may(f, d))
			continue;
		c->doc = d;
		ranking_add(f->ranking, d, rank_score(f->ranking, c));
		f->mask[d / 64] &= ~(UINT64_C(1) << d % 64);
		f->named++;
	}
	return status;
}

enum status flat_name(
	struct flat *f, const struct plan *named, const struct str *terms)
{
	struct cursor *c;
	if (!is_here(f, named->kids[1]))
		return OK;
	enum status status =
		cursor_open(f->arena, f->ranking->leaf, terms, named, &c);
	if (status != OK)
		return status;
	status = visit(f, c);
	enum status closed = cursor_close(c);
	return status == OK ? closed : status;
}
