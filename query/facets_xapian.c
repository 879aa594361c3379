/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/source_xapian.h"
#include "common/base/deadline.h"

/* Values are lists, and lists are counted whole. */
static enum status add_lists(struct facet *f, const struct xap_result *found,
	uint32_t most, struct error *err)
{
	struct xap_walk *walk;
	struct xap_item item;
	struct str key;
	enum status status =
		xap_result_values(found, 0, most, NULL, &walk, err);
	if (status != OK)
		return status;
	while (status == OK && xap_walk_next(walk, &item)) {
		struct str keys = item.text;
		while (status == OK && glass_next_key(&keys, &key))
			status = facet_add(f, key, item.count);
	}
	enum status closed = xap_walk_close(walk, err);
	return status == OK ? closed : status;
}

static enum status count_one(const struct searcher *s, struct facet *f,
	const struct search_pass *pass, struct arena *arena)
{
	struct shards *x = s->shards;
	struct translation t = xapian_translation(s, pass, arena);
	const struct plan *plan = facet_plan(arena, pass, f->column);
	const unsigned slot = GLASS_COLUMN + f->column;
	const struct xap_search how = {.limit = 1,
		.exact = true,
		.scheme = XAP_BOOL,
		.count_slots = &slot,
		.count_slots_count = 1,
		.time_limit = xapian_time()};
	struct xap_query *query;
	struct xap_result *found;
	enum status status = plan ? translate(&t, plan, &query) : ERR_NOMEM;
	if (status != OK)
		return status;
	status = xap_db_search(x->all, query, &how, &found, &x->err);
	xap_query_free(query);
	if (status != OK)
		return status;
	uint32_t most = (uint32_t)xapian_total(found, true);
	status = add_lists(f, found, most, &x->err);
	xap_result_free(found);
	return status;
}

enum status xapian_facets(const struct searcher *s, struct facet *v,
	uint32_t count, const struct search_pass *pass, struct arena *arena)
{
	enum status status = OK;
	for (uint32_t i = 0; i < count && status == OK && !deadline_passed();
		i++)
		status = count_one(s, &v[i], pass, arena);
	return status;
}
