/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/lists.h"

enum { LONG = 1 << 16 };

static enum status read_scatter(
	struct lists *l, const struct scatter *s, uint32_t bin)
{
	struct bin_reader r;
	size_t len = l->terms.len;
	enum status status = OK;
	bin_open(&r, s, bin);
	for (unsigned n = 1; n > 0 && status == OK; len += n) {
		status = vec_reserve(&l->terms, len + BIN_CHUNK_RECORDS);
		if (status == OK)
			status = vec_reserve(
				&l->wheres, len + BIN_CHUNK_RECORDS);
		n = status == OK
			    ? bin_read(&r, l->terms.v + len, l->wheres.v + len)
			    : 0;
	}
	l->terms.len = l->wheres.len = len;
	return status;
}

static enum status read_records(
	struct lists *l, const struct lists_input *in, uint32_t bin)
{
	enum status status = OK;
	l->terms.len = 0;
	for (unsigned i = 0; i < in->scatter_count && status == OK; i++) {
		status = read_scatter(l, &in->scatters[i], bin);
		l->ends[i] = l->terms.len;
	}
	return status;
}

/* starts[t] becomes the number of records of terms before t. */
static void count_terms(struct lists *l, uint32_t terms)
{
	uint32_t *starts = l->starts.v;
	memset(starts, 0, (terms + 1u) * sizeof *starts);
	for (size_t i = 0; i < l->terms.len; i++)
		starts[l->terms.v[i] + 1]++;
	for (uint32_t t = 0; t < terms; t++)
		starts[t + 1] += starts[t];
}

/* Records in the order of their terms; afterwards starts[t] is where term t
 * ends. */
static void sort_records(
	struct lists *l, const struct lists_input *in, bool positions)
{
	const uint16_t *terms = l->terms.v;
	const uint32_t *wheres = l->wheres.v;
	uint32_t *starts = l->starts.v;
	uint64_t *loci = l->loci.v;
	size_t i = 0;
	for (unsigned n = 0; n < in->scatter_count; n++) {
		const struct scatter *s = &in->scatters[n];
		for (; positions && i < l->ends[n]; i++)
			loci[starts[terms[i]]++] = scatter_locate(s, wheres[i]);
		for (; i < l->ends[n]; i++)
			loci[starts[terms[i]]++] =
				locus_make(wheres[i], FIELD_BODY, 0);
	}
}

/* The records of an only term are in order. */
static void locate_records(
	struct lists *l, const struct lists_input *in, bool positions)
{
	const uint32_t *wheres = l->wheres.v;
	uint64_t *loci = l->loci.v;
	size_t i = 0;
	for (unsigned n = 0; n < in->scatter_count; n++) {
		const struct scatter *s = &in->scatters[n];
		for (; positions && i < l->ends[n]; i++)
			loci[i] = scatter_locate(s, wheres[i]);
		for (; i < l->ends[n]; i++)
			loci[i] = locus_make(wheres[i], FIELD_BODY, 0);
	}
	l->starts.v[0] = (uint32_t)i;
}

static enum status sort_bin(
	struct lists *l, const struct lists_input *in, uint32_t bin)
{
	const uint32_t *firsts = in->bins->firsts + bin;
	unsigned kind = in->vocabulary->terms[firsts[0]].kind;
	bool positions = term_has_positions((enum term_kind)kind);
	uint32_t terms = firsts[1] - firsts[0];
	enum status status = read_records(l, in, bin);
	if (status == OK)
		status = vec_reserve(&l->starts, terms + 1u);
	if (status == OK)
		status = vec_reserve(&l->loci, l->terms.len);
	if (status != OK)
		return status;
	if (terms == 1) {
		locate_records(l, in, positions);
	} else {
		count_terms(l, terms);
		sort_records(l, in, positions);
	}
	return OK;
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
	enum status status = vec_reserve(&l->tfs, docs);
	if (status == OK)
		status = vec_reserve(&l->counts, docs);
	if (status == OK)
		status = vec_reserve(&l->docs, docs);
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
		if (n == 0)
			continue;
		if (n > l->docs.cap || n > l->positions.cap)
			status = make_room(l, l->loci.v + from, n);
		if (status != OK)
			break;
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
	vec_release(&l->terms);
	vec_release(&l->wheres);
	vec_release(&l->starts);
	vec_release(&l->loci);
	vec_release(&l->docs);
	vec_release(&l->tfs);
	vec_release(&l->counts);
	vec_release(&l->positions);
}
