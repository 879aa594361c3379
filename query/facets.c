/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/facets.h"
#include "common/base/deadline.h"

#include <stdlib.h>

enum { KEYS_MAX = 1024 }; /* of one document */

static enum status count_docs(const struct leaf *leaf,
	const struct search_pass *pass, const struct column *column,
	uint64_t *counts)
{
	struct arena arena = {0};
	struct cursor *c;
	enum status status = cursor_open(
		&arena, leaf, pass->planner.terms.v, pass->plan, &c);
	if (status == OK) {
		uint32_t keys[KEYS_MAX];
		for (uint32_t d = c->doc; d != DOC_END && !deadline_passed();
			d = cursor_next(c)) {
			if (!live_has(&leaf->live, d))
				continue;
			uint32_t n = column_keys(column, d, keys, KEYS_MAX);
			for (uint32_t i = 0; i < n; i++)
				counts[keys[i]]++;
		}
		status = cursor_close(c);
	}
	arena_release(&arena);
	return status;
}

static enum status add(struct facet *f, struct str key, uint64_t count)
{
	uint32_t id;
	enum status status = map_add(&f->keys, key, &id);
	if (status == OK && id == f->values.len)
		status = vec_push(&f->values, (struct facet_value){0});
	if (status == OK)
		f->values.v[id].count += count;
	return status;
}

static enum status count_leaf(struct facet *f, const struct leaf *leaf,
	const struct search_pass *pass)
{
	struct column column;
	enum status status =
		column_open(&column, &leaf->segment, f->column, NULL);
	if (status != OK)
		return status == ERR_NOT_FOUND ? OK : status;
	uint64_t *counts = calloc(column.keys + 1u, sizeof *counts);
	if (!counts)
		return ERR_NOMEM;
	status = count_docs(leaf, pass, &column, counts);
	for (uint32_t i = 0; i < column.keys && status == OK; i++)
		if (counts[i])
			status = add(f, column_key(&column, i), counts[i]);
	free(counts);
	return status;
}

static int most_first(const void *a, const void *b)
{
	const struct facet_value *x = a, *y = b;
	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return str_cmp(x->key, y->key);
}

enum status facet_count(struct facet *f, const struct searcher *s,
	const struct search_result *r, struct error *err)
{
	enum status status = OK;
	facet_release(f);
	for (uint32_t i = 0;
		i < s->leaf_count && status == OK && !deadline_passed(); i++)
		status = count_leaf(f, s->leaves[i], &r->passes[r->relaxed]);
	if (status != OK)
		return error_set(err, status, "cannot count by %s: %s",
			column_name(f->column), status_text(status));
	for (uint32_t i = 0; i < f->values.len; i++)
		f->values.v[i].key = map_key(&f->keys, i);
	if (f->values.len)
		qsort(f->values.v, f->values.len, sizeof *f->values.v,
			most_first);
	return OK;
}

void facet_release(struct facet *f)
{
	map_release(&f->keys);
	vec_release(&f->values);
	*f = (struct facet){.column = f->column};
}
