/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/flush.h"
#include "common/base/stop.h"

#include <stddef.h>
#include <stdlib.h>

/* Documents [from, to) go through one scatter. */
struct scatter_job {
	struct job job;
	struct flush *of;
	struct intake *in;
	struct scatter *scatter;
	size_t from, to;
	enum status status;
};

/* Neighbours by id come from anywhere in the input. */
static void ask_ahead(const struct intake *in, size_t at, size_t end)
{
	enum { NEAR = 2, FAR = 4 };
	if (end - at <= FAR)
		return;
	const struct intake_doc *far = &in->docs.v[at + FAR],
				*near = &in->docs.v[at + NEAR];
	inverted_ask(&in->batches.v[far->batch].inverted, far->number);
	inverted_ask_content(
		&in->batches.v[near->batch].inverted, near->number);
}

static void scatter_work(struct job *job, unsigned worker)
{
	(void)worker;
	struct scatter_job *j = (struct scatter_job *)job;
	struct intake *in = j->in;
	for (size_t i = j->from; i < j->to && stop_check() == OK; i++) {
		ask_ahead(in, i, j->to);
		struct intake_doc *d = &in->docs.v[i];
		const struct intake_batch *b = &in->batches.v[d->batch];
		scatter_doc(j->scatter, b->worker, &b->inverted, d->number,
			(uint32_t)i, &d->length);
	}
	j->status = scatter_finish(j->scatter);
	if (j->status == OK)
		j->status = stop_check();
}

static void scatter_done(struct job *job)
{
	struct scatter_job *j = (struct scatter_job *)job;
	if (j->of->status == OK)
		j->of->status = j->status;
	free(j);
}

static void scatter_submit(struct flush *f, struct intake *in, unsigned n)
{
	struct scatter_job *j = calloc(1, sizeof *j);
	size_t docs = in->docs.len;
	if (!j) {
		f->status = ERR_NOMEM;
		return;
	}
	*j = (struct scatter_job){
		.job = {.work = scatter_work, .finish = scatter_done},
		.of = f,
		.in = in,
		.scatter = &f->scatters[n],
		.from = docs * n / f->scatter_count,
		.to = docs * (n + 1) / f->scatter_count};
	crew_submit(f->crew, &j->job);
}

static void scatter_all(
	struct flush *f, struct intake *in, const struct settings *settings)
{
	f->scatter_count = f->crew->count ? f->crew->count : 1;
	f->scatters = calloc(f->scatter_count, sizeof *f->scatters);
	if (!f->scatters) {
		f->status = ERR_NOMEM;
		return;
	}
	for (unsigned i = 0; i < f->scatter_count && f->status == OK; i++)
		f->status = scatter_init(
			&f->scatters[i], &f->bins, &f->vocabulary, settings);
	for (unsigned i = 0; i < f->scatter_count && f->status == OK; i++)
		scatter_submit(f, in, i);
	crew_wait(f->crew);
}

static void order_work(struct job *job, unsigned worker)
{
	struct flush *f = (struct flush *)((char *)job -
					   offsetof(struct flush, ordering));
	(void)worker;
	for (unsigned i = 0; i < f->inverter_count; i++)
		inverter_seal(f->inverters[i]);
	f->status = vocabulary_make(
		&f->vocabulary, f->inverters, f->inverter_count);
	for (unsigned i = 0; i < f->inverter_count; i++)
		inverter_drop_texts(f->inverters[i]);
}

static void order_done(struct job *job)
{
	(void)job;
}

void flush_begin(struct flush *f, struct inverter *const *inverters,
	unsigned count, struct crew *c)
{
	*f = (struct flush){.crew = c,
		.inverters = inverters,
		.inverter_count = count,
		.ordering = {.work = order_work, .finish = order_done}};
	crew_submit(c, &f->ordering);
}

enum status flush_documents(
	struct flush *f, struct intake *in, const struct settings *settings)
{
	crew_wait(f->crew);
	if (f->status == OK)
		f->status = bins_make(&f->bins, &f->vocabulary, f->crew);
	if (f->status == OK)
		scatter_all(f, in, settings);
	intake_drop_inverted(in);
	return f->status;
}

/* One bin's terms; used again for another bin, as its run has the room. */
struct bin_job {
	struct job job;
	struct flush *of;
	uint32_t bin;
	struct builder_run run;
	enum status status;
	struct bin_job *next; /* of the spare ones */
};

static void bin_work(struct job *job, unsigned worker)
{
	struct bin_job *j = (struct bin_job *)job;
	struct flush *f = j->of;
	struct lists_input in = {&f->bins, &f->vocabulary, f->scatters,
		f->scatter_count, f->builder};
	j->status = lists_make(&f->lists[worker], &in, j->bin, &j->run);
}

static void bin_done(struct job *job)
{
	struct bin_job *j = (struct bin_job *)job;
	struct flush *f = j->of;
	if (f->status == OK)
		f->status = j->status;
	if (f->status == OK)
		builder_put_run(f->builder, &j->run);
	builder_run_clear(&j->run);
	j->next = f->spare;
	f->spare = j;
}

static struct bin_job *spare_job(struct flush *f)
{
	struct bin_job *j = f->spare;
	if (!j)
		return calloc(1, sizeof *j);
	f->spare = j->next;
	return j;
}

static void free_spare(struct flush *f)
{
	while (f->spare) {
		struct bin_job *j = f->spare;
		f->spare = j->next;
		builder_run_release(&j->run);
		free(j);
	}
}

enum status flush_terms(struct flush *f, struct builder *b)
{
	f->builder = b;
	for (uint32_t i = 0; i < f->bins.count && f->status == OK; i++) {
		struct bin_job *j = spare_job(f);
		if (!j) {
			f->status = ERR_NOMEM;
			break;
		}
		j->job = (struct job){.work = bin_work, .finish = bin_done};
		j->of = f;
		j->bin = i;
		crew_submit(f->crew, &j->job);
		if (f->status == OK)
			f->status = stop_check();
	}
	crew_wait(f->crew);
	free_spare(f);
	return f->status;
}

void flush_release(struct flush *f)
{
	for (unsigned i = 0; i < CREW_MAX; i++)
		lists_release(&f->lists[i]);
	for (unsigned i = 0; f->scatters && i < f->scatter_count; i++)
		scatter_release(&f->scatters[i]);
	free(f->scatters);
	bins_release(&f->bins);
	vocabulary_release(&f->vocabulary);
	*f = (struct flush){0};
}
