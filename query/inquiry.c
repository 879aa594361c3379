/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/inquiry.h"

#include "common/base/clock.h"
#include "query/collapse.h"
#include "query/correct.h"

enum status inquiry_run(struct inquiry *q, struct searcher *s,
	struct search_result *r, struct error *err)
{
	double began = clock_milliseconds();
	enum status status = search_run(s, q->request, r, err);
	if (status == OK && q->collapse)
		status = search_collapse(r, err);
	if (status == OK && q->facet_count)
		status = facets_count(q->facets, q->facet_count, s, r, err);
	if (status == OK && q->correct)
		status = search_correct(s, q->request, r, err);
	q->milliseconds = clock_milliseconds() - began;
	return status;
}
