/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/deadline.h"
#include "query/match/cursor_class.h"

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

static void put(struct cursor *c, uint32_t doc)
{
	c->bits[doc >> 6] |= UINT64_C(1) << (doc & 63);
}

static enum status put_terms(
	struct cursor *c, struct arena *arena, const struct leaf *leaf)
{
	struct posting_cursor *p = arena_alloc_aligned(
		arena, sizeof *p, _Alignof(struct posting_cursor));
	enum status status = p ? OK : ERR_NOMEM;
	for (uint32_t i = 0;
		i < c->plan->set_count && status == OK && !deadline_passed();
		i++) {
		struct term_info info;
		status = cursor_find(leaf, c->plan->set[i], &info);
		if (status == ERR_NOT_FOUND) {
			status = OK;
			continue;
		}
		if (status == OK)
			status = posting_open(p, &leaf->segment, &info);
		if (status != OK)
			break;
		for (uint32_t d = p->doc; d != DOC_END; d = posting_next(p))
			put(c, d);
		status = p->status;
	}
	return status;
}

static enum status put_range(struct cursor *c, const struct leaf *leaf)
{
	struct column column;
	enum status status =
		column_open(&column, &leaf->segment, c->plan->column, NULL);
	if (status != OK)
		return status == ERR_NOT_FOUND ? OK : status;
	for (uint32_t d = 0; d < c->docs; d++) {
		int64_t v = column_number(&column, d);
		if (v != RECORD_NO_TIME && v >= c->plan->low &&
			v <= c->plan->high)
			put(c, d);
	}
	return OK;
}

enum status cursor_set_open(
	struct cursor *c, struct arena *arena, const struct leaf *leaf)
{
	enum status status = OK;
	c->docs = leaf->segment.docs;
	c->bits = arena_alloc(arena, ((size_t)c->docs / 64 + 1) * 8);
	if (!c->bits)
		return ERR_NOMEM;
	if (c->plan->op == PLAN_ALL)
		memset(c->bits, 0xff, ((size_t)c->docs / 64 + 1) * 8);
	else if (c->plan->op == PLAN_SET)
		status = put_terms(c, arena, leaf);
	else
		status = put_range(c, leaf);
	if (c->docs % 64)
		c->bits[c->docs / 64] &= (UINT64_C(1) << c->docs % 64) - 1;
	for (uint32_t i = 0; i < (c->docs + 63) / 64; i++)
		c->cost += (uint32_t)__builtin_popcountll(c->bits[i]);
	c->class = &cursor_set;
	set_seek(c, 0);
	return status;
}
