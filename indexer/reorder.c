/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/reorder.h"
#include "common/base/stop.h"
#include "indexer/bisect.h"

#include <math.h>
#include <stdlib.h>

enum {
	DOCS_MIN = 1024, /* of a stem that is heeded, usually            */
	SHARE_MIN = 128, /* or one of so many, where documents are fewer */
	SHARE_MAX = 4,   /* at most one of so many has it                */
	SAMPLE = 8,      /* one stem of so many tells an order's worth   */
};

/* The new order takes so much less for gaps, or is not worth it: documents
 * themselves are compressed the better, too, the closer their like. */
static const double WORTH = 0.95;

/* The stems that are heeded, and what documents have of them. */
struct forward {
	const struct reorder_input *in;
	uint32_t low, high;
	uint32_t stems;
	uint64_t *starts; /* by document and one more */
	uint32_t *marks;
	struct join join;

	uint32_t *numbers;    /* the new ones                        */
	uint32_t *sorted;     /* of the documents of a stem          */
	double before, after; /* bits of gaps of the sample       */
};

static uint32_t docs_of(const struct term_walk *w)
{
	uint64_t docs = 0;
	for (size_t i = 0; i < w->sources.len; i++)
		docs += w->sources.v[i].info.df;
	return docs < UINT32_MAX ? (uint32_t)docs : UINT32_MAX;
}

typedef enum status use_stem(struct forward *f, const struct term_walk *w);

/* All stems that are neither rare nor everywhere. */
static enum status each_stem(struct forward *f, use_stem *use)
{
	struct term_walk w;
	const char first = TERM_STEM;
	enum status status = OK;
	f->stems = 0;
	term_walk_begin(
		&w, f->in->leaves, f->in->leaf_count, (struct str){&first, 1});
	for (; w.valid && w.term.p[0] == TERM_STEM && status == OK;
		term_walk_next(&w)) {
		uint32_t docs = docs_of(&w);
		if (docs < f->low || docs > f->high)
			continue;
		status = stop_check();
		if (status == OK)
			status = use(f, &w);
		f->stems++;
	}
	if (status == OK)
		status = w.status;
	term_walk_release(&w);
	return status;
}

static enum status join_stem(struct forward *f, const struct term_walk *w,
	struct builder_postings *p)
{
	return join_make(&f->join, f->in->joined, w->sources.v, w->sources.len,
		TERM_ID, p); /* as a kind without positions */
}

static enum status count_stem(struct forward *f, const struct term_walk *w)
{
	struct builder_postings p;
	enum status status = join_stem(f, w, &p);
	for (uint32_t i = 0; status == OK && i < p.count; i++)
		f->starts[p.docs[i]]++;
	return status;
}

/* starts[d] becomes where the marks of document d end, and then, as each is
 * put, where they begin. */
static enum status put_stem(struct forward *f, const struct term_walk *w)
{
	struct builder_postings p;
	enum status status = join_stem(f, w, &p);
	for (uint32_t i = 0; status == OK && i < p.count; i++)
		f->marks[--f->starts[p.docs[i]]] = f->stems;
	return status;
}

static enum status count_marks(struct forward *f)
{
	uint32_t n = f->in->docs;
	memset(f->starts, 0, (n + 1u) * sizeof *f->starts);
	enum status status = each_stem(f, count_stem);
	for (uint32_t i = 0; i < n; i++)
		f->starts[i + 1] += f->starts[i];
	return status;
}

static enum status make_marks(struct forward *f)
{
	uint32_t n = f->in->docs;
	enum status status = count_marks(f);
	while (status == OK &&
		f->starts[n] > f->in->memory / sizeof *f->marks) {
		f->low *= 2;
		status = count_marks(f);
	}
	if (status != OK)
		return status;
	f->marks = malloc(f->starts[n] * sizeof *f->marks + 1);
	return f->marks ? each_stem(f, put_stem) : ERR_NOMEM;
}

static int ascending(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

static double bits_of_gaps(const uint32_t *docs, uint32_t n)
{
	double bits = 0;
	for (uint32_t i = 1; i < n; i++)
		bits += log2(docs[i] - docs[i - 1]);
	return bits;
}

static enum status compare_stem(struct forward *f, const struct term_walk *w)
{
	struct builder_postings p;
	if (f->stems % SAMPLE)
		return OK;
	enum status status = join_stem(f, w, &p);
	if (status != OK || p.count == 0)
		return status;
	for (uint32_t i = 0; i < p.count; i++)
		f->sorted[i] = f->numbers[p.docs[i]];
	qsort(f->sorted, p.count, sizeof *f->sorted, ascending);
	f->before += bits_of_gaps(p.docs, p.count);
	f->after += bits_of_gaps(f->sorted, p.count);
	return OK;
}

/* Lists of all lengths count here, also those that were not heeded. */
static enum status compare(struct forward *f, const uint32_t *order)
{
	uint32_t n = f->in->docs;
	f->low = 2;
	f->high = UINT32_MAX;
	f->numbers = malloc((n + 1u) * sizeof *f->numbers);
	f->sorted = malloc((n + 1u) * sizeof *f->sorted);
	if (!f->numbers || !f->sorted)
		return ERR_NOMEM;
	for (uint32_t i = 0; i < n; i++)
		f->numbers[order[i]] = i;
	return each_stem(f, compare_stem);
}

enum status reorder(
	const struct reorder_input *in, struct crew *c, uint32_t *order)
{
	uint32_t share = in->docs / SHARE_MIN;
	struct forward f = {.in = in,
		.low = share < DOCS_MIN ? share : DOCS_MIN,
		.high = in->docs / SHARE_MAX,
		.starts = malloc((in->docs + 1u) * sizeof *f.starts)};
	enum status status = f.starts ? make_marks(&f) : ERR_NOMEM;
	if (status == OK)
		status = bisect(
			&(struct bisect){f.starts, f.marks, in->docs, f.stems},
			c, order);
	if (status == OK)
		status = compare(&f, order);
	bool worth = f.after < f.before * WORTH;
	for (uint32_t i = 0; status == OK && !worth && i < in->docs; i++)
		order[i] = i;
	free(f.starts);
	free(f.marks);
	free(f.numbers);
	free(f.sorted);
	join_release(&f.join);
	return status;
}
