/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/build.h"

#include <stdlib.h>

/* Batches that may wait for a thread or for their turn, per thread. */
enum { AHEAD = 1 };

struct build_thread {
	struct build *build;
	struct worker *worker;
	pthread_t id;
};

static void train(struct build *b, struct batch *batch)
{
	enum status status = stored_train(&batch->records, batch->record_lens.v,
		batch->record_lens.len, &b->dictionary);
	pthread_mutex_lock(&b->mutex);
	if (status != OK && b->status == OK)
		b->status = status;
	b->trained = true;
	pthread_cond_broadcast(&b->changed);
	pthread_mutex_unlock(&b->mutex);
}

static void await_dictionary(struct build *b)
{
	pthread_mutex_lock(&b->mutex);
	while (!b->trained)
		pthread_cond_wait(&b->changed, &b->mutex);
	pthread_mutex_unlock(&b->mutex);
}

static void work(struct build *b, struct worker *w, struct batch *batch)
{
	worker_invert(w, batch);
	if (batch->number == 0)
		train(b, batch);
	else
		await_dictionary(b);
	worker_pack(w, batch, buf_str(&b->dictionary));
}

/* The next batch to work on; NULL when there will be none. */
static struct batch *take(struct build *b)
{
	struct batch *batch = NULL;
	pthread_mutex_lock(&b->mutex);
	while (b->next == b->batches.len && !b->closed)
		pthread_cond_wait(&b->changed, &b->mutex);
	if (b->next < b->batches.len)
		batch = b->batches.v[b->next++];
	pthread_mutex_unlock(&b->mutex);
	return batch;
}

static void *thread_main(void *data)
{
	struct build_thread *t = data;
	for (struct batch *batch; (batch = take(t->build));) {
		work(t->build, t->worker, batch);
		pthread_mutex_lock(&t->build->mutex);
		t->build->done.v[batch->number] = 1;
		pthread_cond_broadcast(&t->build->changed);
		pthread_mutex_unlock(&t->build->mutex);
	}
	return NULL;
}

static enum status put_batch(struct build *b, struct batch *batch)
{
	enum status status = vec_push(&b->bases, b->docs);
	for (size_t i = 0; i < batch->docs.len && status == OK; i++)
		status = builder_document(&b->builder, &batch->docs.v[i].facts,
			batch->docs.v[i].length);
	b->docs += (uint32_t)batch->docs.len;
	builder_stored(&b->builder, &batch->stored);
	if (status == OK)
		status = b->sink(b->sink_data, batch);
	return status;
}

/* REQUIRES: the batch is done and its turn has come. */
static void consume(struct build *b, struct batch *batch)
{
	if (b->status == OK)
		b->status = batch->status;
	if (b->status == OK)
		b->status = put_batch(b, batch);
	batch_release(batch);
	free(batch);
}

/* Consume what is done, in order, until at most `most` are left. */
static void drain(struct build *b, size_t most)
{
	pthread_mutex_lock(&b->mutex);
	while (b->consumed < b->batches.len) {
		uint32_t n = b->consumed;
		if (!b->done.v[n] && b->batches.len - n <= most)
			break;
		if (!b->done.v[n]) {
			pthread_cond_wait(&b->changed, &b->mutex);
			continue;
		}
		struct batch *batch = b->batches.v[n];
		b->batches.v[n] = NULL;
		b->consumed++;
		pthread_mutex_unlock(&b->mutex);
		consume(b, batch);
		pthread_mutex_lock(&b->mutex);
	}
	pthread_mutex_unlock(&b->mutex);
}

void build_submit(struct build *b, struct batch *batch)
{
	pthread_mutex_lock(&b->mutex);
	batch->number = (uint32_t)b->batches.len;
	enum status status = vec_push(&b->done, 0);
	if (status == OK)
		status = vec_push(&b->batches, batch);
	if (status != OK)
		b->status = status;
	pthread_cond_broadcast(&b->changed);
	pthread_mutex_unlock(&b->mutex);
	if (status != OK) {
		batch_release(batch);
		free(batch);
		return;
	}
	if (!b->threads) {
		work(b, &b->workers[0], batch);
		b->done.v[batch->number] = 1;
		b->next++;
	}
	drain(b, b->threads ? (size_t)AHEAD * b->worker_count : 0);
}

static void stop_threads(struct build *b)
{
	pthread_mutex_lock(&b->mutex);
	b->closed = true;
	pthread_cond_broadcast(&b->changed);
	pthread_mutex_unlock(&b->mutex);
	for (unsigned i = 0; b->threads && i < b->worker_count; i++)
		pthread_join(b->threads[i].id, NULL);
	free(b->threads);
	b->threads = NULL;
}

static enum status start_threads(struct build *b, unsigned threads)
{
	b->threads = calloc(threads, sizeof *b->threads);
	if (!b->threads)
		return ERR_NOMEM;
	for (unsigned i = 0; i < threads; i++) {
		struct build_thread *t = &b->threads[i];
		t->build = b;
		t->worker = &b->workers[i];
		if (pthread_create(&t->id, NULL, thread_main, t) != 0) {
			b->worker_count = i;
			stop_threads(b);
			return ERR_NOMEM;
		}
	}
	return OK;
}

enum status build_begin(struct build *b, const char *folder,
	const struct settings *settings, const uint32_t *languages_before,
	unsigned threads, int64_t now, bool with_drafts, struct error *err)
{
	*b = (struct build){0};
	pthread_mutex_init(&b->mutex, NULL);
	pthread_cond_init(&b->changed, NULL);
	enum status status = builder_begin(&b->builder, folder, err);
	if (status != OK)
		return status;
	for (unsigned i = 0; i < threads && status == OK; i++) {
		status = worker_init(&b->workers[i], settings, languages_before,
			now, with_drafts);
		b->worker_count = i + 1;
	}
	if (status == OK && threads > 1)
		status = start_threads(b, threads);
	if (status != OK) {
		build_abandon(b);
		return error_set(err, status, "cannot start indexing: %s",
			status_text(status));
	}
	return OK;
}

size_t build_memory(const struct build *b)
{
	size_t n = 0;
	for (unsigned i = 0; i < b->worker_count; i++)
		n += inverter_memory(&b->workers[i].inverter);
	return n;
}

static enum status put_terms(struct build *b, struct error *err)
{
	struct inverter *inverters[BUILD_THREADS_MAX];
	for (unsigned i = 0; i < b->worker_count; i++)
		inverters[i] = &b->workers[i].inverter;
	enum status status =
		builder_terms(&b->builder, buf_str(&b->dictionary), err);
	if (status != OK)
		return status;
	status = flush_terms(
		inverters, b->worker_count, b->bases.v, &b->builder, &b->twins);
	if (status != OK)
		error_set(err, status, "cannot write a segment: %s",
			status_text(status));
	return status;
}

enum status build_finish(
	struct build *b, char name[SEGMENT_NAME_MAX], struct error *err)
{
	drain(b, 0);
	stop_threads(b);
	enum status status = b->status;
	name[0] = '\0';
	if (status != OK)
		return error_set(err, status, "indexing failed: %s",
			status_text(status));
	if (b->docs == 0)
		return OK;
	status = put_terms(b, err);
	if (status == OK)
		status = builder_finish(&b->builder, name, err);
	return status;
}

void build_abandon(struct build *b)
{
	stop_threads(b);
	for (size_t i = 0; i < b->batches.len; i++) {
		if (!b->batches.v[i])
			continue;
		batch_release(b->batches.v[i]);
		free(b->batches.v[i]);
	}
	builder_abandon(&b->builder);
	for (unsigned i = 0; i < b->worker_count; i++)
		worker_release(&b->workers[i]);
	vec_release(&b->batches);
	vec_release(&b->done);
	vec_release(&b->bases);
	vec_release(&b->twins.docs);
	buf_release(&b->dictionary);
	pthread_mutex_destroy(&b->mutex);
	pthread_cond_destroy(&b->changed);
	b->worker_count = 0;
}
