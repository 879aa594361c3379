/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/rank/topk.h"

#include <stdlib.h>

enum status topk_init(struct topk *t, struct arena *arena, uint32_t k)
{
	*t = (struct topk){.k = k};
	t->v = arena_alloc(arena, (size_t)k * sizeof *t->v);
	return t->v ? OK : ERR_NOMEM;
}

static bool worse(const struct ranked *a, const struct ranked *b)
{
	return (a->score < b->score) |
	       ((a->score == b->score) & (a->ordinal > b->ordinal));
}

static void sift_down(struct topk *t, struct ranked r)
{
	uint32_t at = 0;
	for (;;) {
		uint32_t kid = 2 * at + 1;
		if (kid >= t->len)
			break;
		if (kid + 1 < t->len)
			kid += worse(&t->v[kid + 1], &t->v[kid]);
		if (!worse(&t->v[kid], &r))
			break;
		t->v[at] = t->v[kid];
		at = kid;
	}
	t->v[at] = r;
}

void topk_add(struct topk *t, struct ranked r)
{
	if (t->len == t->k) {
		if (t->k && worse(&t->v[0], &r))
			sift_down(t, r);
		return;
	}
	uint32_t at = t->len++;
	for (; at > 0 && worse(&r, &t->v[(at - 1) / 2]); at = (at - 1) / 2)
		t->v[at] = t->v[(at - 1) / 2];
	t->v[at] = r;
}

static int best_first(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	return worse(x, y) ? 1 : worse(y, x) ? -1 : 0;
}

void topk_order(struct ranked *v, uint32_t count)
{
	if (count > 1)
		qsort(v, count, sizeof *v, best_first);
}

/* The worst that is left goes behind all others that are. */
void topk_sort(struct topk *t)
{
	uint32_t n = t->len;
	while (t->len > 1) {
		struct ranked worst = t->v[0];
		t->len--;
		sift_down(t, t->v[t->len]);
		t->v[t->len] = worst;
	}
	t->len = n;
}
