/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/build.h"
#include "indexer/flush.h"
#include "indexer/pack.h"

#include <stdlib.h>

/* Batches that may wait for a thread or for their turn, per thread. */
enum { AHEAD = 1 };

struct batch_job {
	struct job job;
	struct build *build;
	struct batch *batch;
	size_t memory; /* of the inverter, afterwards */
};

static void invert(struct job *job, unsigned worker)
{
	struct batch_job *j = (struct batch_job *)job;
	j->batch->worker = worker;
	worker_invert(&j->build->workers[worker], j->batch);
	j->memory = inverter_memory(&j->build->workers[worker].inverter);
}

static void take_in(struct job *job)
{
	struct batch_job *j = (struct batch_job *)job;
	struct build *b = j->build;
	b->inverter_memory[j->batch->worker] = j->memory;
	if (b->status == OK)
		b->status = j->batch->status;
	if (b->status == OK)
		b->status = intake_add(&b->intake, j->batch);
	if (b->status == OK)
		b->status = b->sink(b->sink_data, j->batch);
	batch_release(j->batch);
	free(j->batch);
	free(j);
}

void build_submit(struct build *b, struct batch *batch)
{
	struct batch_job *j = calloc(1, sizeof *j);
	if (!j) {
		b->status = ERR_NOMEM;
		batch_release(batch);
		free(batch);
		return;
	}
	*j = (struct batch_job){.job = {.work = invert, .finish = take_in},
		.build = b,
		.batch = batch};
	crew_submit(&b->crew, &j->job);
}

enum status build_begin(struct build *b, const char *folder,
	const struct settings *settings, const uint32_t *languages_before,
	unsigned threads, int64_t now, bool with_drafts, struct error *err)
{
	*b = (struct build){.settings = settings};
	enum status status = builder_begin(&b->builder, folder, err);
	if (status != OK)
		return status;
	status = intake_open(&b->intake, folder, err);
	if (status != OK) {
		builder_abandon(&b->builder);
		return status;
	}
	b->builder.threads = threads;
	for (unsigned i = 0; i < threads && status == OK; i++) {
		status = worker_init(&b->workers[i], settings, languages_before,
			now, with_drafts);
		b->worker_count = i + 1;
	}
	if (status == OK)
		status = crew_begin(&b->crew, threads, AHEAD * threads);
	if (status != OK) {
		build_release(b);
		return error_set(err, status, "cannot start indexing: %s",
			status_text(status));
	}
	return OK;
}

size_t build_memory(const struct build *b)
{
	/* each token becomes a record of a bin, twice as large, before it is
	 * forgotten */
	size_t n = b->intake.memory * 3;
	for (unsigned i = 0; i < b->worker_count; i++)
		n += b->inverter_memory[i];
	return n;
}

static enum status note_twins(struct build *b)
{
	enum status status = OK;
	bool running = false;
	for (uint32_t i = 1; i < b->intake.docs.len && status == OK; i++) {
		bool same = str_eq(
			b->intake.docs.v[i - 1].id, b->intake.docs.v[i].id);
		if (same && !running)
			status = vec_push(&b->twins, i - 1);
		if (same && status == OK)
			status = vec_push(&b->twins, i);
		if (running && !same && status == OK)
			status = vec_push(&b->twins, UINT32_MAX);
		running = same;
	}
	if (running && status == OK)
		status = vec_push(&b->twins, UINT32_MAX);
	return status;
}

static enum status flush(struct build *b, struct error *err)
{
	struct inverter *inverters[CREW_MAX];
	struct pack p;
	struct flush f;
	for (unsigned i = 0; i < b->worker_count; i++)
		inverters[i] = &b->workers[i].inverter;
	flush_begin(&f, inverters, b->worker_count, &b->crew);
	enum status arranged = intake_arrange(&b->intake, err);
	enum status status = arranged;
	pack_begin(&p, &b->intake, &b->crew);
	if (status == OK)
		status = note_twins(b);
	if (status == OK)
		status = flush_documents(&f, &b->intake, b->settings);
	if (status == OK)
		status = pack_documents(&p, &b->builder);
	intake_drop_records(&b->intake);
	if (status == OK)
		status =
			builder_terms(&b->builder, buf_str(&p.dictionary), err);
	if (status == OK)
		status = flush_terms(&f, &b->builder);
	crew_wait(&b->crew);
	pack_release(&p);
	flush_release(&f);
	return status == OK || arranged != OK
		       ? status
		       : error_set(err, status, "cannot write a segment: %s",
				 status_text(status));
}

enum status build_finish(
	struct build *b, char name[SEGMENT_NAME_MAX], struct error *err)
{
	crew_wait(&b->crew);
	name[0] = '\0';
	const struct error *spool = &b->intake.records.err;
	if (b->status != OK)
		return error_set(err, b->status, "indexing failed: %s",
			spool->status == b->status ? spool->text
						   : status_text(b->status));
	if (b->intake.docs.len == 0)
		return OK;
	enum status status = flush(b, err);
	return status == OK ? builder_finish(&b->builder, name, err) : status;
}

void build_release(struct build *b)
{
	crew_end(&b->crew);
	builder_abandon(&b->builder);
	intake_close(&b->intake);
	for (unsigned i = 0; i < b->worker_count; i++)
		worker_release(&b->workers[i]);
	vec_release(&b->twins);
	b->worker_count = 0;
}
