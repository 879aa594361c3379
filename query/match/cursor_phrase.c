/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/match/cursor_class.h"

static bool load(struct cursor *kid, struct places *p)
{
	if (!kid->positions)
		return false;
	p->v = position_get(kid->positions, kid->postings, &p->count);
	p->at = 0;
	return p->v != NULL;
}

bool cursor_places(struct cursor *c, struct places *places)
{
	for (uint32_t i = 0; i < c->count; i++)
		if (!load(c->kids[i], &places[i]))
			return false;
	return true;
}

/* Do the two rarest kids stand as far apart as in the phrase, anywhere?  The
 * positions of the others need not be decoded if not. */
static bool rarest_fit(struct cursor *c)
{
	struct cursor *a = c->order[0], *b = c->order[1];
	struct places x, y;
	if (!load(a, &x) || !load(b, &y))
		return false;
	uint64_t from_a = b->plan->offset, from_b = a->plan->offset;
	while (x.at < x.count && y.at < y.count) {
		uint64_t left = x.v[x.at] + from_a, right = y.v[y.at] + from_b;
		if (left == right)
			return true;
		x.at += left < right;
		y.at += right < left;
	}
	return false;
}

/*
 * Kids in order, each behind the one before; the last no further from the
 * first than the phrase is long, plus slop.  For a given start the earliest
 * place of each is best.
 */
bool places_in_order(const struct plan *phrase, struct places *p)
{
	uint32_t n = phrase->count, slop = phrase->slop;
	for (; p[0].at < p[0].count; p[0].at++) {
		uint32_t start = p[0].v[p[0].at], before = start;
		bool good = true;
		for (uint32_t i = 1; i < n && good; i++) {
			uint32_t step = phrase->kids[i]->offset -
					phrase->kids[i - 1]->offset;
			uint64_t least = (uint64_t)before + step;
			while (p[i].at < p[i].count && p[i].v[p[i].at] < least)
				p[i].at++;
			if (p[i].at == p[i].count)
				return false;
			before = p[i].v[p[i].at];
			good = before - start <= phrase->kids[i]->offset + slop;
		}
		if (good)
			return true;
	}
	return false;
}

bool cursor_phrase_holds(struct cursor *c)
{
	struct places places[PLACES_MAX];
	bool exact = c->plan->slop == 0 && c->count > 1;
	if (exact && !rarest_fit(c))
		return false;
	if (exact && c->count == 2)
		return true;
	return cursor_places(c, places) && places_in_order(c->plan, places);
}

static uint32_t settle(struct cursor *c)
{
	bool near = c->plan->op == PLAN_NEAR;
	while (c->doc != DOC_END &&
		!(near ? cursor_near_holds(c) : cursor_phrase_holds(c))) {
		cursor_next(c->order[0]);
		cursor_and_align(c);
	}
	return c->doc;
}

uint32_t cursor_phrase_start(struct cursor *c)
{
	cursor_and_align(c);
	return settle(c);
}

static uint32_t phrase_next(struct cursor *c)
{
	cursor_next(c->order[0]);
	cursor_and_align(c);
	return settle(c);
}

static uint32_t phrase_seek(struct cursor *c, uint32_t target)
{
	cursor_seek(c->order[0], target);
	cursor_and_align(c);
	return settle(c);
}

const struct cursor_class cursor_phrase = {phrase_next, phrase_seek};
const struct cursor_class cursor_near = {phrase_next, phrase_seek};
