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
		starts[(l->terms.v[i] & BIN_TERM) + 1]++;
	for (uint32_t t = 0; t < terms; t++)
		starts[t + 1] += starts[t];
}

/* Places of a bin lie far apart. */
static inline void ask_ahead(
	const struct scatter *s, const uint32_t *wheres, size_t left)
{
	enum { NEAR = 24, FAR = 48 };
	if (left <= FAR)
		return;
	scatter_ask(s, wheres[FAR]);
	scatter_ask_begin(s, wheres[NEAR]);
}

/* Records in the order of their terms; afterwards starts[t] is where term t
 * ends. */
static void sort_loci(struct lists *l, const struct lists_input *in)
{
	const uint16_t *terms = l->terms.v;
	const uint32_t *wheres = l->wheres.v;
	uint32_t *starts = l->starts.v;
	uint64_t *loci = l->loci.v;
	size_t i = 0;
	for (unsigned n = 0; n < in->scatter_count; n++) {
		const struct scatter *s = &in->scatters[n];
		for (; i < l->ends[n]; i++) {
			ask_ahead(s, wheres + i, l->ends[n] - i);
			loci[starts[terms[i] & BIN_TERM]++] =
				scatter_locate(s, wheres[i], terms[i]);
		}
	}
}

/* The same of an only term, whose records are in order. */
static void locate(struct lists *l, const struct lists_input *in)
{
	const uint16_t *terms = l->terms.v;
	const uint32_t *wheres = l->wheres.v;
	uint64_t *loci = l->loci.v;
	size_t i = 0;
	for (unsigned n = 0; n < in->scatter_count; n++) {
		const struct scatter *s = &in->scatters[n];
		for (; i < l->ends[n]; i++) {
			ask_ahead(s, wheres + i, l->ends[n] - i);
			loci[i] = scatter_locate(s, wheres[i], terms[i]);
		}
	}
	l->starts.v[0] = (uint32_t)i;
}

static void sort_docs(struct lists *l)
{
	const uint16_t *terms = l->terms.v;
	uint32_t *starts = l->starts.v, *sorted = l->sorted.v;
	for (size_t i = 0; i < l->terms.len; i++)
		sorted[starts[terms[i]]++] = l->wheres.v[i];
}

static enum status sort_bin(struct lists *l, const struct lists_input *in,
	uint32_t bin, bool positions)
{
	const uint32_t *firsts = in->bins->firsts + bin;
	uint32_t terms = firsts[1] - firsts[0];
	enum status status = read_records(l, in, bin);
	size_t n = l->terms.len;
	if (status == OK)
		status = vec_renew(&l->starts, terms + 1u);
	if (status == OK)
		status = positions ? vec_renew(&l->loci, n)
				   : vec_renew(&l->sorted, n);
	if (status != OK)
		return status;
	if (positions && terms == 1) {
		locate(l, in);
		return OK;
	}
	count_terms(l, terms);
	if (positions)
		sort_loci(l, in);
	else
		sort_docs(l);
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
	if (n <= l->docs.cap && n <= l->positions.cap)
		return OK;
	size_t docs = n < LONG ? n : count_docs(loci, n);
	enum status status = vec_renew(&l->tfs, docs);
	if (status == OK)
		status = vec_renew(&l->counts, docs);
	if (status == OK)
		status = vec_renew(&l->docs, docs);
	return status == OK ? vec_renew(&l->positions, n) : status;
}

/* The list of one term.  Whether a document goes on is no branch, for nobody
 * could foresee it. */
static struct builder_postings gather(struct lists *l, const uint64_t *loci,
	size_t n, const uint32_t weights[3])
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
	return (struct builder_postings){docs, tfs, counts, positions, d + 1};
}

/* The list of one term without positions, where its documents are. */
static struct builder_postings distinct(uint32_t *docs, size_t n)
{
	uint32_t count = 1;
	for (size_t i = 1; i < n; i++) {
		docs[count] = docs[i];
		count += docs[i] != docs[count - 1];
	}
	return (struct builder_postings){.docs = docs, .count = count};
}

enum status lists_make(struct lists *l, const struct lists_input *in,
	uint32_t bin, struct builder_run *run)
{
	static const uint32_t once[3] = {1, 1, 1};
	const struct vocabulary *o = in->vocabulary;
	uint32_t first = in->bins->firsts[bin], from = 0;
	uint32_t end = in->bins->firsts[bin + 1];
	enum term_kind kind = (enum term_kind)o->terms[first].kind;
	bool positions = term_has_positions(kind);
	char bytes[TERM_MAX];
	enum status status = sort_bin(l, in, bin, positions);
	for (uint32_t t = first; t < end && status == OK; t++) {
		uint32_t to = l->starts.v[t - first], n = to - from;
		struct builder_postings p;
		if (n == 0)
			continue;
		if (positions) {
			status = make_room(l, l->loci.v + from, n);
			if (status != OK)
				break;
			p = gather(l, l->loci.v + from, n,
				kind == TERM_STEM ? in->scatters->weights
						  : once);
		} else {
			p = distinct(l->sorted.v + from, n);
		}
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
	vec_release(&l->sorted);
	vec_release(&l->docs);
	vec_release(&l->tfs);
	vec_release(&l->counts);
	vec_release(&l->positions);
}
