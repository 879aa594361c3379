/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * build.h - one segment in the making: batches go in, threads parse and invert
 * them, and when all are in they become a segment.
 *
 *	build_begin(&b, folder, &settings, before, threads, now, drafts, &err);
 *	build_submit(&b, batch)          as often as there is input
 *	build_finish(&b, name, &err)
 *	build_release(&b)
 *
 * With one thread everything happens in the caller's; with more, the caller
 * only reads input and writes what is finished.
 *
 * Errors:    the first failure is kept; build_finish() returns it.
 * Ownership: a submitted batch (allocated) belongs to the build.
 * Threads:   one caller.
 */
#ifndef MEJU_INDEXER_BUILD_H
#define MEJU_INDEXER_BUILD_H

#include "common/index/builder.h"
#include "indexer/crew.h"
#include "indexer/intake.h"
#include "indexer/worker.h"

/* What is done with a batch when its turn has come; it is freed afterwards. */
typedef enum status build_sink(void *data, struct batch *b);

struct build {
	struct builder builder;
	struct worker workers[CREW_MAX];
	unsigned worker_count;
	size_t inverter_memory[CREW_MAX]; /* when last seen */
	struct crew crew;
	struct intake intake;
	const struct settings *settings;
	build_sink *sink;
	void *sink_data;

	/* Ids that occur more than once: their documents, ascending, in runs
	 * that are ended by UINT32_MAX. */
	VEC(uint32_t) twins;
	enum status status;
};

MUST_CHECK enum status build_begin(struct build *b, const char *folder,
	const struct settings *settings, const uint32_t *languages_before,
	unsigned threads, int64_t now, bool with_drafts, struct error *err);

/* A batch with its inputs. */
void build_submit(struct build *b, struct batch *batch);

/* `name` is empty if no document came. */
MUST_CHECK enum status build_finish(
	struct build *b, char name[SEGMENT_NAME_MAX], struct error *err);
void build_release(struct build *b);

/* Memory that finishing will take at its peak, as far as documents are in. */
size_t build_memory(const struct build *b);

#endif
