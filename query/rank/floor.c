/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/rank/floor.h"

static void replace_lowest(struct floor *f, float score)
{
	uint32_t at = 0;
	for (;;) {
		uint32_t kid = 2 * at + 1;
		if (kid >= f->len)
			break;
		kid += kid + 1 < f->len && f->v[kid + 1] < f->v[kid];
		if (f->v[kid] >= score)
			break;
		f->v[at] = f->v[kid];
		at = kid;
	}
	f->v[at] = score;
}

void floor_enter(struct floor *f, float score)
{
	if (f->len == f->k) {
		replace_lowest(f, score);
		return;
	}
	uint32_t at = f->len++;
	for (; at > 0 && f->v[(at - 1) / 2] > score; at = (at - 1) / 2)
		f->v[at] = f->v[(at - 1) / 2];
	f->v[at] = score;
}
