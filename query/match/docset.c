/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/match/docset.h"
#include "common/simd/kernel.h"
#include "query/match/cursor.h"

#include <string.h>

/* What bits are made with. */
struct making {
	struct arena *arena;
	const struct leaf *leaf;
	const struct str *terms;
	struct posting_cursor *postings;
	uint32_t words;
};

static uint64_t *new_bits(const struct making *m)
{
	return arena_alloc_aligned(m->arena, m->words * sizeof(uint64_t), 64);
}

static enum status put_postings(
	const struct making *m, const struct term_info *info, uint64_t *bits)
{
	struct posting_cursor *c = m->postings;
	uint32_t docs = m->leaf->segment.docs;
	if (info->df == 1) {
		if (info->doc < docs)
			bits[info->doc / 64] |= UINT64_C(1) << info->doc % 64;
		return OK;
	}
	enum status status = posting_open_idle(c, &m->leaf->segment, info);
	if (status != OK)
		return status;
	if (c->blocks == 1) {
		for (uint32_t d = c->doc; d < docs; d = posting_next(c))
			bits[d / 64] |= UINT64_C(1) << d % 64;
		return c->status;
	}
	for (uint32_t i = 0; i < c->blocks; i++)
		if (!posting_block_bits(c, i, bits, m->words, 0))
			return c->status;
	return OK;
}

static enum status put_term(
	const struct making *m, struct str term, uint64_t *bits)
{
	struct term_info info;
	enum status status = cursor_find(m->leaf, term, &info);
	if (status != OK)
		return status == ERR_NOT_FOUND ? OK : status;
	return put_postings(m, &info, bits);
}

/* Looks a term up that is behind the one before: often it is in its block. */
static bool find_behind(struct dictionary_cursor *c, const struct dictionary *d,
	struct str term)
{
	while (c->valid && c->at < c->terms && str_cmp(c->term, term) < 0)
		dictionary_next_text(c);
	if (!c->valid || str_cmp(c->term, term) < 0)
		dictionary_seek_text(c, d, term);
	return c->valid && str_eq(c->term, term) && dictionary_read_info(c);
}

/* The terms of a set are in byte order; a word may be a stem's. */
static enum status put_set(
	const struct making *m, const struct plan *plan, uint64_t *bits)
{
	const struct dictionary *d = &m->leaf->dictionary;
	struct dictionary_cursor own = {0}, stems = {0};
	char stem[DICTIONARY_TERM_MAX];
	enum status status = OK;
	for (uint32_t i = 0; i < plan->set_count && status == OK; i++) {
		struct str term = plan->set[i];
		if (find_behind(&own, d, term)) {
			status = put_postings(m, &own.info, bits);
			continue;
		}
		if (term.p[0] != TERM_WORD || term.len > sizeof stem)
			continue;
		memcpy(stem, term.p, term.len);
		stem[0] = TERM_STEM;
		if (find_behind(&stems, d, (struct str){stem, term.len}) &&
			stems.info.also_word)
			status = put_postings(m, &stems.info, bits);
	}
	if (status == OK)
		status = own.status != OK ? own.status : stems.status;
	return status;
}

static enum status put_range(
	const struct making *m, const struct plan *plan, uint64_t *bits)
{
	struct column column;
	enum status status =
		column_open(&column, &m->leaf->segment, plan->column, NULL);
	if (status != OK)
		return status == ERR_NOT_FOUND ? OK : status;
	for (uint32_t d = 0; d < m->leaf->segment.docs; d++) {
		int64_t v = column_number(&column, d);
		bool in = v != RECORD_NO_TIME && v >= plan->low &&
			  v <= plan->high;
		bits[d >> 6] |= (uint64_t)in << (d & 63);
	}
	return OK;
}

static void put_all(const struct making *m, uint64_t *bits)
{
	uint32_t docs = m->leaf->segment.docs;
	memset(bits, 0xff, (size_t)docs / 64 * 8);
	if (docs % 64)
		bits[docs / 64] |= (UINT64_C(1) << docs % 64) - 1;
}

static enum status put(
	const struct making *m, const struct plan *plan, uint64_t *bits);

static enum status put_apart(
	const struct making *m, const struct plan *plan, uint64_t **out)
{
	*out = new_bits(m);
	return *out ? put(m, plan, *out) : ERR_NOMEM;
}

/* Of documents that have all words those that have them in their places. */
static enum status keep_placed(
	const struct making *m, const struct plan *plan, uint64_t *bits)
{
	struct cursor *c;
	enum status status =
		cursor_open_idle(m->arena, m->leaf, m->terms, plan, &c);
	if (status != OK)
		return status;
	for (uint32_t d = docset_next(m->leaf, bits, 0); d != DOC_END;
		d = docset_next(m->leaf, bits, d + 1))
		if (!cursor_holds(c, d))
			bits[d >> 6] ^= UINT64_C(1) << (d & 63);
	return cursor_close(c);
}

/* The first kid's, with or without those of the others. */
static enum status put_narrowed(
	const struct making *m, const struct plan *plan, uint64_t *bits)
{
	const struct bitmap_kernel *k = kernel()->bitmap;
	uint64_t *all, *kid, left = 1;
	enum status status = put_apart(m, plan->kids[0], &all);
	for (uint32_t i = 1; i < plan->count && status == OK && left; i++) {
		status = put_apart(m, plan->kids[i], &kid);
		if (status == OK)
			left = plan->op == PLAN_NOT
				       ? k->subtract(all, kid, m->words)
				       : k->intersect(all, kid, m->words);
	}
	if (status == OK && (plan->op == PLAN_PHRASE || plan->op == PLAN_NEAR))
		status = keep_placed(m, plan, all);
	if (status == OK)
		k->unite(bits, all, m->words);
	return status;
}

static enum status put(
	const struct making *m, const struct plan *plan, uint64_t *bits)
{
	enum status status = OK;
	switch (plan->op) {
	case PLAN_NONE:
		return OK;
	case PLAN_ALL:
		put_all(m, bits);
		return OK;
	case PLAN_TERM:
		return put_term(m, m->terms[plan->term], bits);
	case PLAN_SET:
		return put_set(m, plan, bits);
	case PLAN_RANGE:
		return put_range(m, plan, bits);
	case PLAN_OR:
	case PLAN_NAMED:
	case PLAN_MAX:
		for (uint32_t i = 0; i < plan->count && status == OK; i++)
			status = put(m, plan->kids[i], bits);
		return status;
	case PLAN_MAYBE:
		return put(m, plan->kids[0], bits);
	default:
		return put_narrowed(m, plan, bits);
	}
}

/* What damaged lists have behind the last document. */
static void drop_tail(const struct making *m, uint64_t *bits)
{
	uint32_t docs = m->leaf->segment.docs, word = docs / 64;
	bits[word] &= (UINT64_C(1) << docs % 64) - 1;
	memset(bits + word + 1, 0, (m->words - word - 1) * sizeof *bits);
}

enum status docset_all(struct arena *arena, const struct leaf *leaf,
	const struct str *terms, const struct plan *plan, uint64_t **out)
{
	struct making m = {.arena = arena,
		.leaf = leaf,
		.terms = terms,
		.words = docset_words(leaf)};
	m.postings = arena_alloc_aligned(
		arena, sizeof *m.postings, _Alignof(struct posting_cursor));
	uint64_t *bits = new_bits(&m);
	if (!m.postings || !bits)
		return ERR_NOMEM;
	enum status status = put(&m, plan, bits);
	drop_tail(&m, bits);
	*out = bits;
	return status;
}

enum status docset_live(struct arena *arena, const struct leaf *leaf,
	const struct str *terms, const struct plan *plan, uint64_t **out)
{
	enum status status = docset_all(arena, leaf, terms, plan, out);
	uint32_t words = (leaf->segment.docs + 63) / 64;
	for (uint32_t i = 0; status == OK && leaf->live.bits && i < words; i++)
		(*out)[i] &= leaf->live.bits[i];
	return status;
}

uint64_t docset_count(const struct leaf *leaf, const uint64_t *bits)
{
	return kernel()->bitmap->count(bits, docset_words(leaf));
}
