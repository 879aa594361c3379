/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/lists.h"

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

/* Records in the order of their terms; afterwards starts[t] is where term t
 * ends. */
static void sort_records(
	struct lists *l, const struct lists_input *in, uint32_t bin)
{
	const struct vocabulary_term *first =
		&in->vocabulary->terms[in->bins->firsts[bin]];
	bool positions = term_has_positions((enum term_kind)first->kind);
	uint32_t *starts = l->starts.v;
	uint64_t *loci = l->loci.v;
	for (unsigned i = 0; i < in->scatter_count; i++) {
		const struct scatter *s = &in->scatters[i];
		struct bin_reader r;
		bin_open(&r, s, bin);
		while (positions && bin_next(&r))
			loci[starts[r.term]++] = scatter_locate(s, r.where);
		while (!positions && bin_next(&r))
			loci[starts[r.term]++] =
				locus_make(r.where, FIELD_BODY, 0);
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
	status = vec_reserve(&l->loci, l->starts.v[terms]);
	if (status == OK)
		sort_records(l, in, bin);
	return status;
}

static uint32_t doc_of(uint64_t locus)
{
	return (uint32_t)(locus >> LOCUS_DOC);
}

/* A long list may be of few documents. */
static size_t count_docs(const uint64_t *loci, size_t n)
{
	size_t docs = n > 0;
	for (size_t i = 1; i < n; i++)
		docs += doc_of(loci[i]) != doc_of(loci[i - 1]);
	return docs;
}

static enum status make_room(struct lists *l, const uint64_t *loci, size_t n)
{
	size_t docs = n < LONG ? n : count_docs(loci, n);
	enum status status = vec_reserve(&l->docs, docs);
	if (status == OK)
		status = vec_reserve(&l->tfs, docs);
	if (status == OK)
		status = vec_reserve(&l->counts, docs);
	return status == OK ? vec_reserve(&l->positions, n) : status;
}

/* The list of one term; returns its documents.  Whether a document goes on is
 * no branch, for nobody could foresee it. */
static uint32_t gather(struct lists *l, const uint64_t *loci, size_t n,
	const uint32_t weights[3])
{
	uint32_t *docs = l->docs.v, *tfs = l->tfs.v, *counts = l->counts.v;
	uint32_t *positions = l->positions.v;
	uint32_t before = ~doc_of(loci[0]), tf = 0, count = 0, d = UINT32_MAX;
	for (size_t i = 0; i < n; i++) {
		uint32_t doc = doc_of(loci[i]);
		uint32_t weight = weights[loci[i] >> LOCUS_FIELD & 3];
		bool next = doc != before;
		d += next;
		tf = (next ? 0 : tf) + weight;
		count = (next ? 0 : count) + 1;
		before = docs[d] = doc;
		tfs[d] = tf;
		counts[d] = count;
		positions[i] = (uint32_t)loci[i];
	}
	return d + 1;
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
		status = make_room(l, l->loci.v + from, n);
		if (status != OK || n == 0)
			continue;
		bool stem = o->terms[t].kind == TERM_STEM;
		struct builder_postings p = {l->docs.v, l->tfs.v, l->counts.v,
			l->positions.v,
			gather(l, l->loci.v + from, n,
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
	vec_release(&l->loci);
	vec_release(&l->docs);
	vec_release(&l->tfs);
	vec_release(&l->counts);
	vec_release(&l->positions);
}
