/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/pack.h"
#include "common/base/stop.h"

#include <stddef.h>
#include <stdlib.h>

enum { JOB_BYTES = 1 << 20 }; /* of records, about */

/* Documents [from, to). */
struct pack_job {
	struct job job;
	struct pack *of;
	size_t from, to;
	struct buf records;
	struct arena arena;
	struct record *facts;
	size_t *lens;
	struct stored_run run;
	enum status status;
};

static enum status pack(struct pack_job *j, struct stored_packer *p,
	struct intake_reader *reader)
{
	const struct intake *in = j->of->in;
	size_t n = j->to - j->from, at = 0, total = 0;
	enum status status = OK;
	j->facts = calloc(n, sizeof *j->facts);
	j->lens = calloc(n, sizeof *j->lens);
	if (!j->facts || !j->lens)
		return ERR_NOMEM;
	for (size_t i = 0; i < n; i++)
		total += j->lens[i] = in->docs.v[j->from + i].len;
	if (!buf_reserve(&j->records, total))
		return j->records.status;
	for (size_t i = 0; i < n && status == OK; i++)
		status = intake_record(in, reader, j->from + i, &j->records);
	for (size_t i = 0; i < n && status == OK; at += j->lens[i++])
		status = record_get(
			str_slice(buf_str(&j->records), at, at + j->lens[i]),
			&j->arena, &j->facts[i]);
	return status == OK ? stored_pack(p, &j->records, j->lens, n, &j->run)
			    : status;
}

static void work(struct job *job, unsigned worker)
{
	struct pack_job *j = (struct pack_job *)job;
	struct pack *of = j->of;
	if (!of->ready[worker]) {
		j->status = stored_packer_init(
			&of->packers[worker], buf_str(&of->dictionary));
		of->ready[worker] = true;
	}
	if (j->status == OK)
		j->status = pack(j, &of->packers[worker], &of->readers[worker]);
}

static void finish(struct job *job)
{
	struct pack_job *j = (struct pack_job *)job;
	struct pack *of = j->of;
	if (of->status == OK)
		of->status = j->status;
	if (of->status == OK)
		builder_stored(of->builder, &j->run);
	for (size_t i = j->from; i < j->to && of->status == OK; i++)
		of->status = builder_document(of->builder,
			&j->facts[i - j->from], of->in->docs.v[i].length);
	buf_release(&j->records);
	buf_release(&j->run.blocks);
	buf_release(&j->run.index);
	arena_release(&j->arena);
	free(j->facts);
	free(j->lens);
	free(j);
}

static void submit(struct pack *of, size_t from, size_t to)
{
	struct pack_job *j = calloc(1, sizeof *j);
	if (!j) {
		of->status = ERR_NOMEM;
		return;
	}
	*j = (struct pack_job){.job = {.work = work, .finish = finish},
		.of = of,
		.from = from,
		.to = to};
	crew_submit(of->crew, &j->job);
}

/* Every n-th document, for neighbours are alike. */
static enum status train(const struct intake *in, struct buf *dictionary)
{
	struct buf sample = {0};
	struct intake_reader reader = {0};
	VEC(size_t) lens = {0};
	size_t step = (size_t)(in->bytes / STORED_SAMPLE_MAX) + 1;
	size_t room = in->bytes < STORED_SAMPLE_MAX ? (size_t)in->bytes
						    : STORED_SAMPLE_MAX;
	enum status status = buf_reserve(&sample, room) ? OK : sample.status;
	for (size_t i = 0; i < in->docs.len && status == OK; i += step) {
		size_t len = in->docs.v[i].len;
		if (sample.len + len > STORED_SAMPLE_MAX)
			continue;
		status = intake_record(in, &reader, i, &sample);
		if (status == OK)
			status = vec_push(&lens, len);
	}
	if (status == OK)
		status = stored_train(
			&sample, lens.v, lens.len, in->bytes, dictionary);
	intake_reader_release(&reader);
	buf_release(&sample);
	vec_release(&lens);
	return status;
}

static void train_work(struct job *job, unsigned worker)
{
	(void)worker;
	struct pack *p =
		(struct pack *)((char *)job - offsetof(struct pack, training));
	p->status = train(p->in, &p->dictionary);
}

static void train_done(struct job *job)
{
	(void)job;
}

void pack_begin(struct pack *p, const struct intake *in, struct crew *c)
{
	*p = (struct pack){.in = in,
		.crew = c,
		.training = {.work = train_work, .finish = train_done}};
	crew_submit(c, &p->training);
}

enum status pack_documents(struct pack *p, struct builder *b)
{
	const struct intake *in = p->in;
	p->builder = b;
	crew_wait(p->crew);
	for (size_t from = 0, to; from < in->docs.len && p->status == OK;
		from = to) {
		size_t bytes = 0;
		for (to = from; to < in->docs.len && bytes < JOB_BYTES; to++)
			bytes += in->docs.v[to].len;
		submit(p, from, to);
		if (p->status == OK)
			p->status = stop_check();
	}
	crew_wait(p->crew);
	return p->status;
}

void pack_release(struct pack *p)
{
	for (unsigned i = 0; i < CREW_MAX; i++) {
		stored_packer_release(&p->packers[i]);
		intake_reader_release(&p->readers[i]);
	}
	buf_release(&p->dictionary);
}
