/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * errand.h - what another program asks of the indexing half of libmeju, in our
 * own terms.
 *
 *	struct errand a = {0};
 *	status = errand_take(&a, options, &err);
 *	const struct stop_wish *before = errand_begin(&a);
 *	status = work(&a);
 *	errand_end(before);
 *	errand_release(&a);
 *
 * Errors:    one sentence.
 * Ownership: owns its texts; a struct that is listened to stays where it is.
 * Threads:   one at a time.
 */
#ifndef MEJU_INDEXER_ERRAND_H
#define MEJU_INDEXER_ERRAND_H

#include "common/base/stop.h"
#include "common/border.h"
#include "indexer/writer.h"

struct errand {
	struct meju_writer_options given; /* its functions */
	struct writer_options options;    /* all but folder */
	struct stop_wish wish;
	struct arena arena;
	struct buf sentence;
};

MUST_CHECK enum status errand_take(struct errand *a,
	const struct meju_writer_options *options, struct error *err);

/* From here on the work may be stopped; to here. */
const struct stop_wish *errand_begin(struct errand *a);
void errand_end(const struct stop_wish *before);

/* Callbacks of ours: hand a sentence on, or how far it is.  `data`: the struct
 * errand. */
void errand_message(void *data, struct str sentence);
void errand_progress(void *data, uint64_t documents, uint64_t bytes);

void errand_release(struct errand *a);

#endif
