/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Batches are parsed, inverted and listed by as many threads as there may be;
 * in the order of the input their documents then go to the shards, which are
 * served by several threads, too.
 */
#include "common/base/stop.h"
#include "common/index/glass.h"
#include "indexer/crew.h"
#include "indexer/shard.h"
#include "indexer/sink.h"
#include "indexer/sweep.h"
#include "indexer/worker.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

enum { AHEAD = 1 }; /* batches that may wait, per thread */

struct hand {
	struct worker worker;
	struct termlister lister;
};

struct xapian {
	struct shard *shards;
	uint32_t count;
	struct hand hands[CREW_MAX];
	unsigned hand_count;
	struct crew crew; /* for batches */
	struct crew rows; /* for shards  */
	bool working;
	bool made; /* a first manifest says that the shards are an index */
	enum status status;
	struct error err;
};

/* ---- before ---- */

/* A commit was interrupted between two shards.  What it added is taken back
 * (begin_shard()); what it took away nobody knows, so every file is read
 * again. */
static void distrust(struct writer *w)
{
	struct error e;
	for (size_t i = 0; i < w->sources.v.len; i++) {
		struct source *s = &w->sources.v.v[i];
		if (!s->hash)
			continue;
		s->recheck = INT64_MIN;
		s->file = SOURCE_CHANGED;
	}
	error_set(&e, ERR_INVALID,
		"a commit to %s was interrupted between its shards; every "
		"file is read again, and what else was added or deleted then "
		"should be again",
		w->options.folder);
	w->options.message(w->options.data, str_from(e.text));
}

static enum status compare(struct writer *w, bool *ahead, struct error *err)
{
	const struct xapian *x = w->sunk;
	uint64_t generation = w->before.generation;
	for (uint32_t i = 0; i < x->count; i++) {
		const struct shard *s = &x->shards[i];
		const struct hash128 *id = &s->info.index;
		if (id->low != x->shards->info.index.low ||
			id->high != x->shards->info.index.high)
			return error_set(err, ERR_INVALID,
				"%s is a shard of another index", s->path);
		if (s->info.generation < generation)
			return error_set(err, ERR_INVALID,
				"%s is of commit %llu, but the index of commit "
				"%llu; bring the right one back, or index "
				"again",
				s->path, (unsigned long long)s->info.generation,
				(unsigned long long)generation);
		*ahead = *ahead || s->info.generation > generation;
	}
	return OK;
}

static enum status count_languages(struct writer *w, struct error *err)
{
	const struct xapian *x = w->sunk;
	enum status status = OK;
	for (uint32_t i = 0; i < x->count && status == OK; i++) {
		uint32_t left = x->shards[i].docs;
		for (unsigned l = 1; l < language_count() && status == OK;
			l++) {
			uint32_t docs;
			char term[16];
			snprintf(term, sizeof term, "%c" STR_FMT, TERM_LANGUAGE,
				STR_ARG(language_code((language)l)));
			status = xap_db_term(x->shards[i].before,
				str_from(term), &docs, NULL, NULL, err);
			if (status != OK)
				break;
			w->languages[l] += docs;
			left -= docs < left ? docs : left;
		}
		w->languages[LANGUAGE_NONE] += left;
	}
	return status;
}

static enum status open_shards(struct writer *w, struct error *err)
{
	struct xapian *x = w->sunk;
	bool ahead = false;
	enum status status = OK;
	for (uint32_t i = 0; i < x->count && status == OK; i++)
		status = shard_open(&x->shards[i], w->options.folder, i,
			x->count, &w->arena, err);
	if (status == OK)
		status = compare(w, &ahead, err);
	if (status == OK)
		status = count_languages(w, err);
	if (status == OK && ahead)
		distrust(w);
	return status;
}

static enum status make_shards(struct writer *w, struct error *err)
{
	struct xapian *x = w->sunk;
	struct glass_info info = {.shards = x->count};
	if (getrandom(&info.index, sizeof info.index, 0) !=
		(ssize_t)sizeof info.index)
		return error_errno(err, "cannot draw a number for the index");
	sweep_shards(w->options.folder);
	for (uint32_t i = 0; i < x->count; i++) {
		info.shard = i;
		shard_make(&x->shards[i], w->options.folder, &info);
	}
	return OK;
}

static enum status open(struct writer *w, struct error *err)
{
	struct xapian *x = calloc(1, sizeof *x);
	w->sunk = x;
	if (!x)
		return writer_no_memory(err);
	uint32_t wanted = w->options.shards;
	uint32_t count = 0;
	if (!w->fresh && glass_look(w->options.folder, &count, err) != OK)
		return err->status;
	if (count && wanted && wanted != count)
		return error_set(err, ERR_INVALID,
			"the index %s has %u shard%s; `meju-index convert` "
			"makes one with another number of them",
			w->options.folder, count, count == 1 ? "" : "s");
	count = count ? count : wanted ? wanted : 1;
	x->shards = calloc(count, sizeof *x->shards);
	if (!x->shards)
		return writer_no_memory(err);
	x->count = count;
	return w->fresh ? make_shards(w, err) : open_shards(w, err);
}

/* ---- at work ---- */

typedef enum status row_work(
	struct writer *w, struct shard *s, void *data, struct error *err);

/* The same for each shard. */
struct row_job {
	struct job job;
	struct writer *writer;
	struct shard *shard;
	row_work *work;
	void *data;
	enum status status;
	struct error err;
};

static void work_row(struct job *job, unsigned worker)
{
	struct row_job *j = (struct row_job *)job;
	(void)worker;
	j->status = j->work(j->writer, j->shard, j->data, &j->err);
}

static void end_row(struct job *job)
{
	(void)job;
}

/* For all shards, several at a time. */
static enum status each_shard(
	struct writer *w, row_work *work, void *data, struct error *err)
{
	struct xapian *x = w->sunk;
	enum status status = OK;
	struct row_job *jobs = calloc(x->count, sizeof *jobs);
	if (!jobs)
		return writer_no_memory(err);
	for (uint32_t i = 0; i < x->count; i++) {
		jobs[i] = (struct row_job){.job = {work_row, end_row, 0, 0},
			.writer = w,
			.shard = &x->shards[i],
			.work = work,
			.data = data};
		crew_submit(&x->rows, &jobs[i].job);
	}
	crew_wait(&x->rows);
	for (uint32_t i = 0; i < x->count && status == OK; i++) {
		status = jobs[i].status;
		if (status != OK)
			*err = jobs[i].err;
	}
	free(jobs);
	return status;
}

static enum status begin_shard(
	struct writer *w, struct shard *s, void *data, struct error *err)
{
	bool ahead = s->info.generation > w->before.generation;
	enum status status = shard_begin(s, err);
	(void)data;
	return status == OK && ahead
		       ? shard_undo(s, w->before.next_ordinal, err)
		       : status;
}

/* Shards may be written to from now on. */
static enum status begin(struct writer *w, struct error *err)
{
	struct xapian *x = w->sunk;
	unsigned threads = w->options.threads;
	if (x->rows.begun)
		return OK;
	enum status status = crew_begin(
		&x->rows, threads < x->count ? threads : x->count, x->count);
	if (status != OK)
		return writer_no_memory(err);
	for (uint32_t i = 0; i < x->count; i++)
		x->shards[i].info.settings = w->next.settings;
	status = each_shard(w, begin_shard, NULL, err);
	if (status == OK && w->fresh)
		status = folder_sync(w->options.folder, err);
	return status;
}

struct batch_job {
	struct job job;
	struct writer *writer;
	struct batch *batch;
	struct termlists lists;
	struct record *records;
	bool *twins; /* by document: another of its id came before */
	uint64_t ordinal;
};

/* Words that no document has any more are forgotten when they are many. */
static enum status refresh(struct writer *w, struct hand *h)
{
	size_t most = w->options.memory / 4 / w->options.threads;
	if (inverter_memory(&h->worker.inverter) < most)
		return OK;
	termlister_release(&h->lister);
	inverter_release(&h->worker.inverter);
	enum status status =
		inverter_init(&h->worker.inverter, &w->next.settings);
	termlister_init(&h->lister, &h->worker.inverter);
	return status;
}

static enum status read_records(struct batch_job *j)
{
	struct batch *b = j->batch;
	enum status status = OK;
	size_t at = 0;
	j->records = arena_alloc(&b->arena, b->docs.len * sizeof *j->records);
	j->twins = arena_alloc(&b->arena, b->docs.len * sizeof *j->twins);
	if (!j->records || !j->twins)
		return ERR_NOMEM;
	for (size_t i = 0; i < b->docs.len && status == OK; i++) {
		size_t end = at + b->docs.v[i].record_len;
		status = record_get(str_slice(buf_str(&b->records), at, end),
			&b->arena, &j->records[i]);
		at = end;
	}
	return status;
}

static void work(struct job *job, unsigned worker)
{
	struct batch_job *j = (struct batch_job *)job;
	struct batch *b = j->batch;
	struct hand *h = &((struct xapian *)j->writer->sunk)->hands[worker];
	worker_invert(&h->worker, b);
	if (b->status == OK)
		b->status =
			termlister_list(&h->lister, &b->inverted, &j->lists);
	inverted_release(&b->inverted);
	if (b->status == OK)
		b->status = read_records(j);
	if (b->status == OK)
		b->status = refresh(j->writer, h);
}

/* What of a batch belongs to a shard. */
static enum status add_to(
	struct writer *w, struct shard *s, void *data, struct error *err)
{
	struct batch_job *j = data;
	const struct batch *b = j->batch;
	enum status status = OK;
	size_t at = 0;
	for (uint32_t i = 0; i < b->docs.len && status == OK; i++) {
		size_t end = at + b->docs.v[i].record_len;
		struct shard_article a = {.record = &j->records[i],
			.bytes = str_slice(buf_str(&b->records), at, end),
			.lists = &j->lists,
			.doc = i,
			.ordinal = j->ordinal + i,
			.replace = w->options.replace};
		at = end;
		if (glass_shard(a.record->id, s->info.shards) != s->info.shard)
			continue;
		status = stop_check() == OK
				 ? shard_add(s, &a, &j->twins[i], err)
				 : writer_stopped(err);
	}
	return status;
}

static enum status take(
	struct writer *w, struct batch_job *j, struct error *err)
{
	struct batch *b = j->batch;
	enum status status = b->status;
	if (status == OK)
		status = writer_account(w, b);
	if (status != OK)
		return error_set(err, status, "indexing failed: %s",
			status_text(status));
	j->ordinal = w->next.next_ordinal;
	w->next.next_ordinal += b->docs.len;
	status = each_shard(w, add_to, j, err);
	for (size_t i = 0; i < b->docs.len && status == OK; i++)
		if (j->twins[i])
			writer_skip_twin(w, &j->records[i]);
	return status;
}

static void finish_batch(struct job *job)
{
	struct batch_job *j = (struct batch_job *)job;
	struct xapian *x = j->writer->sunk;
	if (x->status == OK)
		x->status = take(j->writer, j, &x->err);
	termlists_release(&j->lists);
	batch_release(j->batch);
	free(j->batch);
	free(j);
}

static enum status start(struct writer *w, struct error *err)
{
	struct xapian *x = w->sunk;
	const struct writer_options *o = &w->options;
	enum status status = OK;
	if (x->working)
		return OK;
	for (unsigned i = 0; i < o->threads && status == OK; i++) {
		status = worker_init(&x->hands[i].worker, &w->next.settings,
			w->languages, o->now, o->with_drafts);
		termlister_init(
			&x->hands[i].lister, &x->hands[i].worker.inverter);
		x->hand_count = i + 1;
	}
	if (status == OK)
		status = crew_begin(&x->crew, o->threads, AHEAD * o->threads);
	x->working = true;
	return status == OK ? OK : writer_no_memory(err);
}

/*
 * Xapian keeps what is new in memory until that is of so many documents, which
 * only the environment can tell it, when a database is opened: as many as there
 * is room for, if all are like the first.  Measured, they take 17 bytes for each
 * of the input.
 */
static void foresee(const struct writer *w, const struct batch *b)
{
	enum { COST = 17, LEAST = 100 };
	const struct xapian *x = w->sunk;
	char text[32];
	uint64_t most = b->bytes / LEAST; /* a document is hardly shorter */
	uint64_t docs = b->expected < most ? b->expected : most;
	uint64_t cost = docs ? b->bytes * COST / docs : LEAST * COST;
	uint64_t room = w->options.memory / 8 * 5 / x->count;
	uint64_t n = room / cost;
	n = n < LEAST ? LEAST : n > INT32_MAX ? INT32_MAX : n;
	snprintf(text, sizeof text, "%llu", (unsigned long long)n);
	setenv("XAPIAN_FLUSH_THRESHOLD", text, true);
	for (uint32_t i = 0; i < x->count; i++) {
		x->shards[i].most = (uint32_t)n;
		x->shards[i].room = room;
	}
}

static enum status submit(struct writer *w, struct batch *b, struct error *err)
{
	struct xapian *x = w->sunk;
	struct batch_job *j = calloc(1, sizeof *j);
	if (!x->rows.begun)
		foresee(w, b);
	enum status status = j ? begin(w, err) : writer_no_memory(err);
	if (status == OK)
		status = start(w, err);
	if (status != OK) {
		batch_release(b);
		free(b);
		free(j);
		return status;
	}
	*j = (struct batch_job){.job = {.work = work, .finish = finish_batch},
		.writer = w,
		.batch = b};
	b->bytes = 0;
	crew_submit(&x->crew, &j->job);
	return x->status == OK ? OK : (*err = x->err, x->status);
}

static enum status finish(struct writer *w, struct error *err)
{
	struct xapian *x = w->sunk;
	if (x->working)
		crew_wait(&x->crew);
	return x->status == OK ? OK : (*err = x->err, x->status);
}

/* `unknown`: of each shard, the ids that should go and were not there. */
static enum status erase_id(struct shard *s, struct str id, bool all,
	uint32_t *unknown, struct error *err)
{
	if (glass_shard(id, s->info.shards) != s->info.shard)
		return OK;
	enum status status = shard_erase(s, all, TERM_ID, id, err);
	unknown[s->info.shard] += s->gone.len == 0;
	return status;
}

static enum status erase_ids(
	struct writer *w, struct shard *s, uint32_t *unknown, struct error *err)
{
	enum status status = OK;
	for (uint32_t i = 0; i < w->ids.count && status == OK; i++)
		status = erase_id(s, map_key(&w->ids, i), false, unknown, err);
	return status;
}

static enum status recall_from(
	struct writer *w, struct shard *s, void *data, struct error *err)
{
	enum status status = erase_ids(w, s, data, err);
	for (size_t i = 0; i < w->late.len && status == OK; i++)
		status = erase_id(s, w->late.v[i], true, data, err);
	return status;
}

/* For each shard, and then the sum of what was not there. */
static enum status erase_each(
	struct writer *w, row_work *from, struct error *err)
{
	struct xapian *x = w->sunk;
	uint32_t *unknown = calloc(x->count, sizeof *unknown);
	enum status status = unknown ? begin(w, err) : writer_no_memory(err);
	if (status == OK)
		status = each_shard(w, from, unknown, err);
	for (uint32_t i = 0; i < x->count && status == OK; i++)
		w->unknown += unknown[i];
	free(unknown);
	return status;
}

static enum status recall(struct writer *w, struct error *err)
{
	enum status status = erase_each(w, recall_from, err);
	map_release(&w->ids); /* they are out */
	return status;
}

/* ---- at the end ---- */

static enum status erase_from(
	struct writer *w, struct shard *s, void *data, struct error *err)
{
	enum status status = OK;
	for (size_t i = 0; i < w->forgotten.len && status == OK; i++) {
		struct str path = w->forgotten.v[i];
		status = shard_erase(s, false, TERM_SOURCE, path, err);
		if (status == OK)
			status = shard_erase(s, false, TERM_ID, path, err);
	}
	return status == OK ? erase_ids(w, s, data, err) : status;
}

static enum status erase(struct writer *w, struct error *err)
{
	struct xapian *x = w->sunk;
	enum status status = erase_each(w, erase_from, err);
	for (uint32_t i = 0; i < x->count && status == OK; i++)
		w->erased += x->shards[i].erased;
	return status;
}

static enum status commit_shard(
	struct writer *w, struct shard *s, void *data, struct error *err)
{
	(void)data;
	return shard_commit(s, w->next.generation, err);
}

/* Before the first commit of any shard a manifest says that there is an index,
 * and as yet nothing in it. */
static enum status commit(struct writer *w, struct error *err)
{
	struct xapian *x = w->sunk;
	struct manifest none = {.settings = w->next.settings};
	enum status status = OK;
	if (w->fresh)
		status = manifest_write(&none, w->options.folder, err);
	if (status != OK)
		return status;
	x->made = true;
	return each_shard(w, commit_shard, NULL, err);
}

static void close(struct writer *w)
{
	struct xapian *x = w->sunk;
	if (!x)
		return;
	crew_end(&x->crew);
	crew_end(&x->rows);
	for (unsigned i = 0; i < x->hand_count; i++) {
		termlister_release(&x->hands[i].lister);
		worker_release(&x->hands[i].worker);
	}
	for (uint32_t i = 0; i < x->count; i++)
		shard_close(&x->shards[i]);
	if (w->fresh && !x->made && x->count)
		sweep_shards(w->options.folder);
	free(x->shards);
	free(x);
	w->sunk = NULL;
}

const struct sink sink_xapian = {
	.name = "xapian",
	.open = open,
	.submit = submit,
	.finish = finish,
	.recall = recall,
	.erase = erase,
	.commit = commit,
	.close = close,
};
