/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/flush.h"
#include "indexer/batch.h"
#include "indexer/term_order.h"

#include <stdlib.h>

struct flush {
	struct inverter *const *inverters;
	unsigned count;
	const uint32_t *bases;
	struct builder *builder;
	struct flush_twins *twins;
	struct inverted lists; /* of one term, one inverter after the other */
	struct inverted merged;
	VEC(uint32_t) ends; /* in lists.docs: of each inverter's part    */
	struct inverted word, stem; /* what stem_says() compares            */
};

static uint32_t batch_of(uint32_t doc)
{
	return doc / BATCH_DOCS;
}

static void renumber(struct flush *f, struct inverted *lists)
{
	for (size_t i = 0; i < lists->docs.len; i++) {
		uint32_t doc = lists->docs.v[i];
		lists->docs.v[i] = f->bases[batch_of(doc)] + doc % BATCH_DOCS;
	}
}

static enum status append(struct inverted *to, const struct inverted *from,
	size_t posting, size_t *position)
{
	enum status status = vec_push(&to->docs, from->docs.v[posting]);
	if (status != OK || from->tfs.len == 0)
		return status;
	status = vec_push(&to->tfs, from->tfs.v[posting]);
	if (status == OK)
		status = vec_push(&to->counts, from->counts.v[posting]);
	for (uint32_t n = from->counts.v[posting]; n && status == OK; n--)
		status = vec_push(
			&to->positions, from->positions.v[(*position)++]);
	return status;
}

/* Interleave the parts of the inverters, each ascending, into f->merged. */
static enum status merge(struct flush *f)
{
	struct {
		size_t at, end, position;
	} parts[64];
	size_t count = f->ends.len, from = 0, position = 0;
	for (size_t i = 0; i < count; i++) {
		parts[i].at = from;
		parts[i].end = f->ends.v[i];
		parts[i].position = position;
		for (; from < f->ends.v[i]; from++)
			if (f->lists.counts.len)
				position += f->lists.counts.v[from];
	}
	inverted_clear(&f->merged);
	for (size_t n = f->lists.docs.len; n; n--) {
		size_t best = count;
		for (size_t i = 0; i < count; i++)
			if (parts[i].at < parts[i].end &&
				(best == count ||
					f->lists.docs.v[parts[i].at] <
						f->lists.docs
							.v[parts[best].at]))
				best = i;
		enum status status = append(&f->merged, &f->lists,
			parts[best].at++, &parts[best].position);
		if (status != OK)
			return status;
	}
	return OK;
}

static enum status note_twins(struct flush *f, const struct inverted *lists)
{
	enum status status = OK;
	for (size_t i = 0; i < lists->docs.len && status == OK; i++)
		status = vec_push(&f->twins->docs, lists->docs.v[i]);
	return status == OK ? vec_push(&f->twins->docs, UINT32_MAX) : status;
}

static uint32_t stem_of(const struct inverter *v, struct str word)
{
	char term[TERM_MAX];
	memcpy(term, word.p, word.len);
	term[0] = TERM_STEM;
	return map_find(&v->stems, (struct str){term, word.len});
}

/* Does this inverter hold the same documents for the word and its stem? */
static enum status compare(
	struct flush *f, const struct inverter *v, struct str word, bool *same)
{
	uint32_t w = map_find(&v->plains, word), s = stem_of(v, word);
	*same = (w == MAP_NONE) == (s == MAP_NONE);
	if (w == MAP_NONE || s == MAP_NONE)
		return OK;
	*same = plain_list_df(&v->plain_lists.v[w]) ==
		stem_list_df(&v->stem_lists.v[s]);
	if (!*same)
		return OK;
	inverted_clear(&f->word);
	inverted_clear(&f->stem);
	enum status status = inverter_plain(v, w, &f->word);
	if (status == OK)
		status = inverter_stem_docs(v, s, &f->stem);
	*same = status == OK &&
		memcmp(f->word.docs.v, f->stem.docs.v,
			f->word.docs.len * sizeof *f->word.docs.v) == 0;
	return status;
}

/* Can the stem of the same text stand for a word (dictionary.h)?  If so, note
 * it there; words come before stems. */
static enum status stem_says(struct flush *f, struct str word, bool *says)
{
	*says = true;
	for (unsigned i = 0; i < f->count && *says; i++) {
		enum status status = compare(f, f->inverters[i], word, says);
		if (status != OK)
			return status;
	}
	for (unsigned i = 0; i < f->count && *says; i++) {
		struct inverter *v = f->inverters[i];
		uint32_t s = stem_of(v, word);
		if (s != MAP_NONE)
			v->stem_lists.v[s].also_word = true;
	}
	return OK;
}

/* Terms [from, to) of the order are one term in different inverters. */
static enum status flush_term(
	struct flush *f, const struct term_ref *from, const struct term_ref *to)
{
	struct str term = term_order_key(from, f->inverters);
	enum status status = OK;
	bool also_word = false, left_out = false;
	inverted_clear(&f->lists);
	f->ends.len = 0;
	if (term.p[0] == TERM_WORD)
		status = stem_says(f, term, &left_out);
	if (left_out)
		return status;
	if (term.p[0] == TERM_STEM)
		also_word = f->inverters[from->inverter]
				    ->stem_lists.v[from->id]
				    .also_word;
	for (const struct term_ref *t = from; t < to && status == OK; t++) {
		const struct inverter *v = f->inverters[t->inverter];
		status = t->plain ? inverter_plain(v, t->id, &f->lists)
				  : inverter_stem(v, t->id, &f->lists);
		if (status == OK)
			status =
				vec_push(&f->ends, (uint32_t)f->lists.docs.len);
	}
	if (status == OK && to - from > 1)
		status = merge(f);
	struct inverted *l = to - from > 1 ? &f->merged : &f->lists;
	if (status != OK || l->docs.len == 0)
		return status;
	renumber(f, l);
	if (term.p[0] == TERM_ID && l->docs.len > 1)
		status = note_twins(f, l);
	struct builder_postings p = {l->docs.v, l->tfs.v, l->counts.v,
		l->positions.v, (uint32_t)l->docs.len};
	if (status != OK)
		return status;
	return also_word ? builder_put_both(f->builder, term, &p)
			 : builder_put(f->builder, term, &p);
}

enum status flush_terms(struct inverter *const *inverters, unsigned count,
	const uint32_t *bases, struct builder *b, struct flush_twins *twins)
{
	struct flush f = {.inverters = inverters,
		.count = count,
		.bases = bases,
		.builder = b,
		.twins = twins};
	struct term_order order = {0};
	for (unsigned i = 0; i < count; i++)
		inverter_forget_tokens(inverters[i]);
	enum status status = term_order_make(&order, inverters, count);
	for (size_t i = 0; i < order.len && status == OK;) {
		struct str term = term_order_key(&order.v[i], inverters);
		size_t end = i + 1;
		while (end < order.len &&
			order.v[end].prefix == order.v[i].prefix &&
			str_eq(term_order_key(&order.v[end], inverters), term))
			end++;
		status = flush_term(&f, order.v + i, order.v + end);
		i = end;
	}
	term_order_release(&order);
	inverted_release(&f.lists);
	inverted_release(&f.merged);
	inverted_release(&f.word);
	inverted_release(&f.stem);
	vec_release(&f.ends);
	return status;
}
