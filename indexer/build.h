/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * build.h - one segment in the making: batches go in, threads work on them,
 * and come out in order.
 *
 *	build_begin(&b, folder, &settings, before, threads, now, drafts, &err);
 *	build_submit(&b, batch)          as often as there is input
 *	build_finish(&b, name, &err)     or   build_abandon(&b)
 *
 * With one thread everything happens in the caller's; with more, the caller
 * only reads input and writes what is finished.  The documents' dictionary is
 * trained on the first batch; the others wait for it before they compress.
 *
 * Errors:    the first failure is kept; build_finish() returns it.
 * Ownership: a submitted batch (allocated) belongs to the build.
 * Threads:   one caller.
 */
#ifndef MEJU_INDEXER_BUILD_H
#define MEJU_INDEXER_BUILD_H

#include "common/index/builder.h"
#include "indexer/flush.h"
#include "indexer/worker.h"

#include <pthread.h>

enum { BUILD_THREADS_MAX = 64 };

/* What is done with a batch when its turn has come; it is freed afterwards. */
typedef enum status build_sink(void *data, struct batch *b);

struct build_thread;

struct build {
	struct builder builder;
	struct worker workers[BUILD_THREADS_MAX];
	struct build_thread *threads;
	unsigned worker_count;
	build_sink *sink;
	void *sink_data;

	pthread_mutex_t mutex;
	pthread_cond_t changed;
	VEC(struct batch *) batches; /* all, by number; NULL when consumed */
	VEC(uint8_t) done;           /* per batch                          */
	uint32_t next, consumed;     /* to be worked on, to be consumed    */
	bool closed;                 /* no more batches will come          */
	bool trained;
	struct buf dictionary;

	VEC(uint32_t) bases; /* per batch: its first document      */
	uint32_t docs;
	struct flush_twins twins;
	enum status status;
};

MUST_CHECK enum status build_begin(struct build *b, const char *folder,
	const struct settings *settings, const uint32_t *languages_before,
	unsigned threads, int64_t now, bool with_drafts, struct error *err);

/* A batch with its inputs; its number is set here. */
void build_submit(struct build *b, struct batch *batch);

/* `name` is empty if no document came. */
MUST_CHECK enum status build_finish(
	struct build *b, char name[SEGMENT_NAME_MAX], struct error *err);
void build_abandon(struct build *b);

/* Memory held by the inverters; exact when no thread is at work. */
size_t build_memory(const struct build *b);

#endif
