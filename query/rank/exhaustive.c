/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/rank/rank.h"
#include "common/base/deadline.h"

uint64_t rank_exhaustive(const struct ranking *r, struct cursor *c)
{
	uint64_t n = 0;
	for (uint32_t d = c->doc; d != DOC_END && !deadline_passed();
		d = cursor_next(c)) {
		if (!live_has(&r->leaf->live, d))
			continue;
		n++;
		ranking_add(r, d, rank_score(r, c));
	}
	return n;
}
