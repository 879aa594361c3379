/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/rank/flat.h"
#include "common/index/pair.h"

#include <string.h>

static bool scores(const struct plan *p)
{
	return p->op == PLAN_TERM && p->weight > 0;
}

static bool all_score(const struct plan *p)
{
	for (uint32_t i = 0; i < p->count; i++)
		if (!scores(p->kids[i]))
			return false;
	return p->count > 0;
}

static bool is_group(const struct plan *p, enum plan_op op)
{
	return scores(p) || (p->op == op && all_score(p));
}

/* The shape of the core, without filters. */
static bool is_flat(const struct plan *p)
{
	if (p->op == PLAN_MAYBE)
		return p->count == 2 && is_group(p->kids[0], PLAN_AND) &&
		       is_group(p->kids[1], PLAN_OR);
	return is_group(p, PLAN_AND) || is_group(p, PLAN_OR) ||
	       is_group(p, PLAN_MAX) || is_group(p, PLAN_PHRASE) ||
	       is_group(p, PLAN_NEAR);
}

static enum status add_list(struct flat *f, const struct plan *p, bool must)
{
	const struct term_info *info = &f->ranking->infos[p->term];
	if (info->df == 0) {
		f->none = f->none || must;
		return OK;
	}
	struct list *l =
		arena_alloc_aligned(f->arena, sizeof *l, _Alignof(struct list));
	if (!l)
		return ERR_NOMEM;
	f->lists[f->count++] = l;
	f->musts += must;
	return list_open(
		l, f->ranking, info, f->ranking->weights[p->term] * p->weight);
}

static enum status add_group(struct flat *f, const struct plan *p, bool must)
{
	enum status status = OK;
	if (p->op == PLAN_TERM)
		return add_list(f, p, must);
	for (uint32_t i = 0; i < p->count && status == OK; i++)
		status = add_list(f, p->kids[i], must);
	return status;
}

enum status flat_mask(struct flat *f)
{
	const struct live *live = &f->ranking->leaf->live;
	uint32_t docs = f->ranking->leaf->segment.docs;
	if (f->mask)
		return OK;
	f->mask = arena_alloc_aligned(
		f->arena, flat_words(f->ranking->leaf->segment.docs) * 8, 64);
	if (!f->mask)
		return ERR_NOMEM;
	if (live->bits)
		memcpy(f->mask, live->bits, (docs + 63u) / 64 * 8);
	else
		memset(f->mask, 0xff, (docs + 63u) / 64 * 8);
	if (docs % 64)
		f->mask[docs / 64] &= (UINT64_C(1) << docs % 64) - 1;
	return OK;
}

/* The documents of a pair into the mask, if it is a term. */
static enum status narrow_pair(struct flat *f, struct str a, struct str b)
{
	struct buf bytes = {0};
	struct term_info info;
	struct str term = pair_put(&bytes, a, b);
	enum status status = bytes.status;
	if (status == OK)
		status = dictionary_find(
			&f->ranking->leaf->dictionary, term, &info);
	buf_release(&bytes);
	if (status == ERR_NOT_FOUND) {
		f->none = true;
		return OK;
	}
	size_t words = flat_words(f->ranking->leaf->segment.docs);
	uint64_t *bits = NULL;
	if (status == OK)
		status = flat_mask(f);
	if (status == OK)
		bits = arena_alloc_aligned(f->arena, words * 8, 64);
	if (status == OK && !bits)
		status = ERR_NOMEM;
	if (status != OK)
		return status;
	struct posting_cursor c;
	status = posting_open_idle(&c, &f->ranking->leaf->segment, &info);
	for (uint32_t i = 0; i < c.blocks && status == OK; i++)
		if (!posting_block_bits(&c, i, bits, (uint32_t)words, 0))
			status = c.status;
	kernel()->bitmap->intersect(f->mask, bits, words);
	return status;
}

/* Kids of a phrase that stand side by side: is the list of such pairs known? */
static bool are_paired(const struct flat *f, const struct plan *p, uint32_t i,
	const struct str *terms)
{
	uint32_t docs = f->ranking->leaf->segment.docs;
	for (uint32_t k = i; k < i + 2; k++) {
		struct str stem = terms[p->kids[k]->term];
		stem = str_slice(stem, 1, stem.len);
		if (!pair_has(stem, f->lists[k]->info.df, docs))
			return false;
	}
	return p->kids[i + 1]->offset == p->kids[i]->offset + 1;
}

/*
 * Pairs of very frequent words are terms (pair.h), whose documents are few
 * beside those that have both words.  REQUIRES: the phrase's lists.
 */
static enum status narrow_phrase(
	struct flat *f, const struct plan *p, const struct str *terms)
{
	enum status status = OK;
	uint32_t pairs = 0;
	for (uint32_t i = 0; i + 1 < p->count && status == OK && !f->none; i++)
		if (are_paired(f, p, i, terms)) {
			struct str a = terms[p->kids[i]->term];
			struct str b = terms[p->kids[i + 1]->term];
			status = narrow_pair(f, str_slice(a, 1, a.len),
				str_slice(b, 1, b.len));
			pairs++;
		}
	f->paired = p->count == 2 && pairs == 1;
	return status;
}

static enum status add_core(
	struct flat *f, const struct plan *p, const struct str *terms)
{
	if (p->op == PLAN_MAYBE) {
		enum status status = add_group(f, p->kids[0], true);
		return status == OK ? add_group(f, p->kids[1], false) : status;
	}
	bool any = p->op == PLAN_OR || p->op == PLAN_MAX;
	enum status status = add_group(f, p, !any);
	f->highest = p->op == PLAN_MAX;
	bool places = p->op == PLAN_PHRASE || p->op == PLAN_NEAR;
	if (status == OK && p->op == PLAN_PHRASE && p->slop == 0 && !f->none)
		status = narrow_phrase(f, p, terms);
	if (status == OK && places && !f->none && !f->paired)
		status = cursor_open_idle(
			f->arena, f->ranking->leaf, terms, p, &f->phrase);
	return status;
}

/* The bits of what a plan matches. */
static enum status gather(struct flat *f, const struct plan *p,
	const struct str *terms, uint64_t *bits)
{
	struct cursor *c;
	enum status status =
		cursor_open(f->arena, f->ranking->leaf, terms, p, &c);
	if (status != OK)
		return status;
	for (uint32_t d = c->doc; d != DOC_END; d = cursor_next(c))
		bits[d >> 6] |= UINT64_C(1) << (d & 63);
	return cursor_close(c);
}

/* The kids of a FILTER or NOT but the first. */
static enum status narrow(
	struct flat *f, const struct plan *p, const struct str *terms)
{
	size_t words = flat_words(f->ranking->leaf->segment.docs);
	const struct bitmap_kernel *k = kernel()->bitmap;
	enum status status = flat_mask(f);
	for (uint32_t i = 1; i < p->count && status == OK; i++) {
		uint64_t *bits = arena_alloc_aligned(f->arena, words * 8, 64);
		if (!bits)
			return ERR_NOMEM;
		status = gather(f, p->kids[i], terms, bits);
		if (p->op == PLAN_FILTER)
			k->intersect(f->mask, bits, words);
		else
			k->subtract(f->mask, bits, words);
	}
	return status;
}

enum status flat_open(struct flat *f, const struct ranking *r,
	const struct plan *plan, const struct str *terms, struct arena *arena)
{
	const struct plan *core = plan, *words;
	*f = (struct flat){.ranking = r, .arena = arena};
	while (core->op == PLAN_FILTER || core->op == PLAN_NOT)
		core = core->kids[0];
	words = core->op == PLAN_NAMED ? core->kids[0] : core;
	if (!is_flat(words) || words->count > FLAT_TERMS_MAX)
		return ERR_UNSUPPORTED;
	f->filtered = core != plan;
	enum status status = r->leaf->live.bits ? flat_mask(f) : OK;
	for (; plan != core && status == OK; plan = plan->kids[0])
		status = narrow(f, plan, terms);
	if (status == OK && words != core)
		status = flat_name(f, core, terms);
	return status == OK ? add_core(f, words, terms) : status;
}

enum status flat_close(struct flat *f)
{
	enum status status = f->status;
	for (uint32_t i = 0; i < f->count; i++) {
		enum status list = list_status(f->lists[i]);
		status = status == OK ? list : status;
	}
	if (f->phrase) {
		enum status phrase = cursor_close(f->phrase);
		status = status == OK ? phrase : status;
	}
	return status;
}

/* Wanted and optional terms are added up apart, as their operators do. */
double flat_sum(struct flat *f, uint32_t doc)
{
	double musts = 0, others = 0;
	for (uint32_t i = 0; i < f->musts; i++)
		musts += f->lists[i]->part;
	for (uint32_t i = f->musts; i < f->count; i++)
		others += list_exact(f->lists[i], doc);
	return musts + others;
}

double flat_exact(struct flat *f, uint32_t doc)
{
	for (uint32_t i = 0; i < f->musts; i++)
		f->lists[i]->part = list_exact(f->lists[i], doc);
	return flat_sum(f, doc);
}

void flat_add(struct flat *f, uint32_t doc, double score)
{
	ranking_add(f->ranking, doc, score);
}

/* All of what is deleted may be among the best of a list. */
void flat_start(struct flat *f)
{
	const struct live *live = &f->ranking->leaf->live;
	uint64_t k = f->ranking->top->k + (live->docs - live->count);
	for (uint32_t i = 0; i < f->count && !f->filtered; i++) {
		double least = list_rank(f->lists[i], k);
		f->least = least > f->least ? least : f->least;
	}
	const struct prior *p = f->ranking->prior;
	if (p && f->least > 0)
		f->least -= p->high - p->low;
}

void flat_rank(struct flat *f)
{
	if (f->none || f->count == 0)
		return;
	if ((f->count == 1 && !f->phrase) || f->highest)
		rank_highest(f);
	else if (f->musts && found_is_quicker(f))
		rank_found(f);
	else if (f->musts)
		rank_conjunction(f);
	else
		rank_disjunction(f);
}

static uint64_t count(struct flat *f)
{
	if (f->none || f->count == 0)
		return 0;
	if (f->count == 1 && !f->phrase && !f->mask)
		return f->lists[0]->info.df;
	if (f->paired)
		return kernel()->bitmap->count(
			f->mask, flat_words(f->ranking->leaf->segment.docs));
	if (f->phrase)
		return rank_phrase(f, false);
	return f->musts ? count_conjunction(f, NULL) : count_disjunction(f);
}

uint64_t flat_count(struct flat *f)
{
	return f->named + count(f);
}

/* Counting a phrase looks at all of its documents anyway. */
uint64_t flat_rank_and_count(struct flat *f)
{
	if (f->none)
		return f->named;
	if (f->phrase)
		return f->named + rank_phrase(f, true);
	if (f->musts > 1 && !f->paired)
		return f->named + rank_found(f);
	flat_rank(f);
	return flat_count(f);
}
