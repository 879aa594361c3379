/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cursor_near.c - one place for each kid, no two the same, within `slop`
 * positions of each other.
 *
 * A window opens at every place in turn.  Kids of different terms can share
 * places ("gut-skin" has "gut" and "gutskin" at one), so within it kids are
 * seated as in any assignment: who finds a place taken asks its holder to look
 * for another.
 */
#include "query/match/cursor_class.h"

enum { SPAN_MAX = 128 }; /* positions of a window; the grammar allows 100 */

struct window {
	struct places kids[PLACES_MAX];
	uint32_t count, low, span;
	uint16_t holders[SPAN_MAX]; /* kid + 1; 0: free */
	bool asked[PLACES_MAX];
};

static bool seat(struct window *w, uint32_t kid)
{
	const struct places *p = &w->kids[kid];
	w->asked[kid] = true;
	for (uint32_t i = p->at; i < p->count; i++) {
		uint32_t place = p->v[i] - w->low;
		if (place >= w->span)
			return false;
		uint16_t holder = w->holders[place];
		if (!holder ||
			(!w->asked[holder - 1] && seat(w, holder - 1u))) {
			w->holders[place] = (uint16_t)(kid + 1);
			return true;
		}
	}
	return false;
}

static bool window_holds(struct window *w)
{
	memset(w->holders, 0, sizeof w->holders);
	for (uint32_t i = 0; i < w->count; i++) {
		memset(w->asked, 0, w->count * sizeof *w->asked);
		if (!seat(w, i))
			return false;
	}
	return true;
}

/* To the lowest place from `from` on; false if a kid has none left. */
static bool open_window(struct window *w, uint32_t from)
{
	w->low = UINT32_MAX;
	for (uint32_t i = 0; i < w->count; i++) {
		struct places *p = &w->kids[i];
		while (p->at < p->count && p->v[p->at] < from)
			p->at++;
		if (p->at == p->count)
			return false;
		if (p->v[p->at] < w->low)
			w->low = p->v[p->at];
	}
	return true;
}

bool places_near(const struct plan *near, const struct places *p)
{
	struct window w;
	unsigned slop = near->slop;
	w.count = near->count;
	w.span = slop < SPAN_MAX ? slop + 1 : SPAN_MAX;
	if (w.count > w.span)
		return false;
	memcpy(w.kids, p, w.count * sizeof *p);
	for (bool more = open_window(&w, 0); more;
		more = w.low < UINT32_MAX && open_window(&w, w.low + 1))
		if (window_holds(&w))
			return true;
	return false;
}

bool cursor_near_holds(struct cursor *c)
{
	struct places places[PLACES_MAX];
	return cursor_places(c, places) && places_near(c->plan, places);
}
