/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/lists.h"

/* A place: position, and above it document and field. */
enum { DOC_SHIFT = 32, FIELD_SHIFT = 62 };

enum { LONG = 1 << 16 };

/* starts[t + 1] becomes the number of records of term t. */
static void count_terms(
	struct lists *l, const struct lists_input *in, uint32_t bin)
{
	for (unsigned i = 0; i < in->scatter_count; i++) {
		struct bin_reader r;
		for (bin_open(&r, &in->scatters[i], bin); bin_next(&r);)
			l->starts.v[r.term + 1]++;
	}
}

static uint64_t place_of(const struct scatter *s, uint32_t where)
{
	const struct spot *spot = scatter_locate(s, where);
	uint32_t position = spot->position + (where - spot->place);
	return (uint64_t)spot->field << FIELD_SHIFT |
	       (uint64_t)spot->doc << DOC_SHIFT | position;
}

/* Records in the order of their terms; afterwards starts[t] is where term t
 * ends. */
static void sort_records(
	struct lists *l, const struct lists_input *in, uint32_t bin)
{
	const struct vocabulary_term *first =
		&in->vocabulary->terms[in->bins->firsts[bin]];
	bool positions = term_has_positions((enum term_kind)first->kind);
	for (unsigned i = 0; i < in->scatter_count; i++) {
		const struct scatter *s = &in->scatters[i];
		struct bin_reader r;
		for (bin_open(&r, s, bin); bin_next(&r);)
			l->places.v[l->starts.v[r.term]++] =
				positions ? place_of(s, r.where)
					  : (uint64_t)r.where << DOC_SHIFT;
	}
}

static enum status sort_bin(
	struct lists *l, const struct lists_input *in, uint32_t bin)
{
	uint32_t terms = in->bins->firsts[bin + 1] - in->bins->firsts[bin];
	enum status status = vec_reserve(&l->starts, terms + 1u);
	if (status != OK)
		return status;
	l->starts.len = terms + 1u;
	memset(l->starts.v, 0, l->starts.len * sizeof *l->starts.v);
	count_terms(l, in, bin);
	for (uint32_t t = 0; t < terms; t++)
		l->starts.v[t + 1] += l->starts.v[t];
	status = vec_reserve(&l->places, l->starts.v[terms]);
	if (status == OK)
		sort_records(l, in, bin);
	return status;
}

static uint32_t doc_of(uint64_t place)
{
	return (uint32_t)(place >> DOC_SHIFT) & ((1u << 30) - 1);
}

/* A long list may be of few documents. */
static size_t count_docs(const uint64_t *places, size_t n)
{
	size_t docs = n > 0;
	for (size_t i = 1; i < n; i++)
		docs += doc_of(places[i]) != doc_of(places[i - 1]);
	return docs;
}

static enum status make_room(struct lists *l, const uint64_t *places, size_t n)
{
	size_t docs = n < LONG ? n : count_docs(places, n);
	enum status status = vec_reserve(&l->docs, docs);
	if (status == OK)
		status = vec_reserve(&l->tfs, docs);
	if (status == OK)
		status = vec_reserve(&l->counts, docs);
	return status == OK ? vec_reserve(&l->positions, n) : status;
}

/* The list of one term from its places; returns its documents. */
static uint32_t gather(struct lists *l, const uint64_t *places, size_t n,
	const uint32_t weights[3])
{
	uint32_t *docs = l->docs.v, *tfs = l->tfs.v, *counts = l->counts.v;
	size_t d = 0;
	for (size_t i = 0; i < n;) {
		uint32_t doc = doc_of(places[i]), tf = 0;
		size_t from = i;
		for (; i < n && doc_of(places[i]) == doc; i++) {
			l->positions.v[i] = (uint32_t)places[i];
			tf += weights[places[i] >> FIELD_SHIFT];
		}
		docs[d] = doc;
		tfs[d] = tf;
		counts[d++] = (uint32_t)(i - from);
	}
	return (uint32_t)d;
}

enum status lists_make(struct lists *l, const struct lists_input *in,
	uint32_t bin, struct builder_run *run)
{
	static const uint32_t once[3] = {1, 1, 1};
	const struct vocabulary *o = in->vocabulary;
	uint32_t first = in->bins->firsts[bin], from = 0;
	uint32_t end = in->bins->firsts[bin + 1];
	char bytes[TERM_MAX];
	enum status status = sort_bin(l, in, bin);
	for (uint32_t t = first; t < end && status == OK; t++) {
		uint32_t to = l->starts.v[t - first], n = to - from;
		vocabulary_ask(o, t);
		status = make_room(l, l->places.v + from, n);
		if (status != OK || n == 0)
			continue;
		bool stem = o->terms[t].kind == TERM_STEM;
		struct builder_postings p = {l->docs.v, l->tfs.v, l->counts.v,
			l->positions.v,
			gather(l, l->places.v + from, n,
				stem ? in->scatters->weights : once)};
		status = builder_encode(in->builder,
			vocabulary_term(o, t, bytes), o->terms[t].also_word, &p,
			run);
		from = to;
	}
	return status;
}

void lists_release(struct lists *l)
{
	vec_release(&l->starts);
	vec_release(&l->places);
	vec_release(&l->docs);
	vec_release(&l->tfs);
	vec_release(&l->counts);
	vec_release(&l->positions);
}
