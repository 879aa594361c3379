/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What rerank.h wants to know of the top.  To ask servers for it document by
 * document takes a round trip each, with a message for each place.  But those that have a word in the title, or two
 * words close together, are among the best as many of just these: a search
 * tells it of all.
 */
#include "query/source_xapian.h"

#include <string.h>

/* Any of the forms of a word, as terms of a kind. */
static enum status any_form(struct run *run, const struct rerank_word *word,
	enum term_kind kind, struct xap_query **out)
{
	struct xap_query *kids[RERANK_FORMS] = {0};
	char bytes[TERM_MAX];
	enum status status = OK;
	for (uint32_t i = 0; i < word->count && status == OK; i++) {
		struct str stem = run->pass->planner.terms.v[word->terms[i]];
		memcpy(bytes, stem.p, stem.len);
		bytes[0] = (char)kind;
		status = xap_query_term(
			(struct str){bytes, stem.len}, 1, &kids[i]);
	}
	return translate_join(status, XAP_OR, kids, word->count, 0, out);
}

/* A form of a word close to one of another. */
static enum status two_forms(struct str a, struct str b, struct xap_query **out)
{
	struct xap_query *kids[2] = {0};
	enum status status = xap_query_term(a, 1, &kids[0]);
	if (status == OK)
		status = xap_query_term(b, 1, &kids[1]);
	return translate_join(
		status, XAP_NEAR, kids, 2, RERANK_DISTANCE + 1, out);
}

/* Word i close to the one before; NULL if Xapian cannot say. */
static enum status close_forms(
	struct run *run, uint32_t i, struct xap_query **out)
{
	const struct rerank_word *b = &run->pass->words.v[i], *a = b - 1;
	struct xap_query *kids[RERANK_FORMS * RERANK_FORMS] = {0};
	const struct str *terms = run->pass->planner.terms.v;
	uint32_t n = 0;
	bool shared = false;
	enum status status = OK;
	*out = NULL;
	for (uint32_t k = 0; k < a->count; k++)
		for (uint32_t l = 0; l < b->count && status == OK; l++) {
			struct str x = terms[a->terms[k]];
			struct str y = terms[b->terms[l]];
			shared = shared || translate_may_share(x, y);
			status = two_forms(x, y, &kids[n++]);
		}
	if (!shared)
		return translate_join(status, XAP_OR, kids, n, 0, out);
	for (uint32_t k = 0; k < n; k++)
		xap_query_free(kids[k]);
	return status;
}

/* The best of `query` that are `such` get the bit. */
static enum status note(struct run *run, struct xap_query *query,
	struct xap_query *such, uint32_t limit, size_t member, uint32_t bit)
{
	struct xap_query *both[] = {query, such}, *narrow;
	struct xap_result *found;
	enum status status = xap_query_join(XAP_FILTER, both, 2, 0, &narrow);
	uint32_t count;
	if (status != OK)
		return status;
	status = xapian_search(run, narrow, limit, &found);
	xap_query_free(narrow);
	if (status != OK)
		return status;
	const struct xap_hit *hits = xap_result_hits(found, &count);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t doc, shard = shards_shard_of(
				      run->searcher->shards, hits[i].doc, &doc);
		for (uint32_t k = 0; k < run->known_count; k++) {
			struct rerank_known *x = &run->known[k];
			if (x->leaf == shard && x->doc == doc)
				*(uint32_t *)((char *)x + member) |= bit;
		}
	}
	xap_result_free(found);
	return status;
}

static enum status know_titles(
	struct run *run, struct xap_query *query, uint32_t limit)
{
	const struct rerank_words *w = &run->pass->words;
	enum status status = OK;
	for (uint32_t i = 0; i < w->count && status == OK; i++) {
		struct xap_query *such;
		status = any_form(run, &w->v[i], TERM_TITLE, &such);
		if (status == OK) {
			status = note(run, query, such, limit,
				offsetof(struct rerank_known, titled),
				UINT32_C(1) << i);
			xap_query_free(such);
		}
	}
	return status;
}

static enum status know_near(
	struct run *run, struct xap_query *query, uint32_t limit)
{
	const struct rerank_words *w = &run->pass->words;
	enum status status = OK;
	for (uint32_t i = 1; i < w->count && status == OK; i++) {
		struct xap_query *such;
		uint32_t bit = UINT32_C(1) << i;
		if (!w->v[i].apart)
			continue;
		status = close_forms(run, i, &such);
		if (status == OK && such)
			status = note(run, query, such, limit,
				offsetof(struct rerank_known, near), bit);
		for (uint32_t k = 0; k < run->known_count && !such; k++)
			run->known[k].near |= bit;
		xap_query_free(such);
	}
	return status;
}

enum status xapian_know(
	struct run *run, struct xap_query *query, uint32_t limit)
{
	const struct rank_settings *settings = &run->result->rank;
	uint32_t n = run->top.len < RERANK_DEPTH ? run->top.len : RERANK_DEPTH;
	enum status status = OK;
	run->known =
		arena_alloc(&run->result->arena, (n + 1u) * sizeof *run->known);
	if (!run->known)
		return ERR_NOMEM;
	for (run->known_count = 0; run->known_count < n; run->known_count++) {
		const struct ranked *x = &run->top.v[run->known_count];
		run->known[run->known_count] =
			(struct rerank_known){.leaf = x->leaf, .doc = x->doc};
	}
	if (n && settings->title > 0)
		status = know_titles(run, query, limit);
	if (n && settings->proximity > 0 && status == OK)
		status = know_near(run, query, limit);
	return status;
}
