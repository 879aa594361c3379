/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/source_xapian.h"

static enum status find_any(struct shards *x, const struct str *terms,
	uint32_t count, struct xap_result **out)
{
	static const struct xap_search how = {.scheme = XAP_BOOL};
	struct xap_query *kids[XAPIAN_TERMS] = {0}, *query;
	enum status status = OK;
	for (uint32_t i = 0; i < count && status == OK; i++)
		status = xap_query_term(terms[i], 1, &kids[i]);
	status = translate_join(status, XAP_OR, kids, count, 0, &query);
	if (status != OK)
		return status;
	status = xap_db_search(x->all, query, &how, out, &x->err);
	xap_query_free(query);
	return status;
}

static enum status count_at_once(struct shards *x, const struct str *terms,
	uint32_t count, uint64_t *dfs)
{
	struct xap_result *found;
	enum status status = find_any(x, terms, count, &found);
	if (status != OK)
		return status;
	for (uint32_t i = 0; i < count && status == OK; i++) {
		uint32_t docs = 0;
		double score;
		status = xap_result_term(
			found, terms[i], &docs, &score, &x->err);
		dfs[i] = docs;
	}
	xap_result_free(found);
	return status;
}

static enum status count_each(struct shards *x, const struct str *terms,
	uint32_t count, uint64_t *dfs)
{
	enum status status = OK;
	for (uint32_t i = 0; i < count && status == OK; i++) {
		uint32_t docs = 0;
		status = xap_db_term(
			x->all, terms[i], &docs, NULL, NULL, &x->err);
		dfs[i] = docs;
	}
	return status;
}

enum status xapian_dfs(struct shards *x, const struct str *terms,
	uint32_t count, uint64_t *dfs)
{
	enum status status = OK;
	if (!shards_far(x) || count < 2)
		return count_each(x, terms, count, dfs);
	for (uint32_t at = 0, n; at < count && status == OK; at += n) {
		n = count - at < XAPIAN_TERMS ? count - at : XAPIAN_TERMS;
		status = count_at_once(x, terms + at, n, dfs + at);
	}
	return status;
}
