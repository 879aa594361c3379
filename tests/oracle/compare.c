/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/oracle/compare.h"
#include "tests/support/test.h"

void compare_run(struct searcher *s, struct str query, uint32_t limit,
	const struct rank_settings *rank, bool exhaustive,
	struct search_result *out)
{
	struct error err = {0};
	struct search_request q = {.query = query,
		.match = SEARCH_ANY,
		.limit = limit,
		.exhaustive = exhaustive,
		.now = COMPARE_NOW,
		.total = true};
	if (rank)
		q.rank = *rank;
	if (search_run(s, &q, out, &err) != OK)
		fail_msg("%s", err.text);
}

static void compare(struct searcher *s, struct str query, uint32_t limit,
	const struct rank_settings *rank)
{
	struct search_result all = {0}, pruned = {0};
	compare_run(s, query, limit, rank, true, &all);
	compare_run(s, query, limit, rank, false, &pruned);
	if (pruned.count != all.count || pruned.total != all.total)
		fail_msg(STR_FMT ", %u: %u of %llu, not %u of %llu",
			STR_ARG(query), limit, pruned.count,
			(unsigned long long)pruned.total, all.count,
			(unsigned long long)all.total);
	for (uint32_t i = 0; i < all.count; i++)
		if (all.hits[i].ordinal != pruned.hits[i].ordinal ||
			all.hits[i].score != pruned.hits[i].score)
			fail_msg(STR_FMT ", %u: hit %u differs", STR_ARG(query),
				limit, i);
	search_result_release(&all);
	search_result_release(&pruned);
}

void compare_pruned(struct searcher *s, struct str query, uint32_t limit)
{
	struct rank_settings all = rank_defaults();
	all.recency = 0.3;
	compare(s, query, limit, NULL);
	compare(s, query, limit, &all);
}
