/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dumper.h - every document that an index has, as a line of JSON
 * (parse/dumped.h) from which `meju-index add -` makes the same.
 *
 * Errors:    one sentence; or what `take` returns.
 * Ownership: a line is valid while it is taken.
 * Threads:   one at a time.
 */
#ifndef MEJU_INDEXER_DUMPER_H
#define MEJU_INDEXER_DUMPER_H

#include "common/base/str.h"
#include "common/base/status.h"

#include <stdint.h>

struct dumper {
	/* The caller's part. */
	const char *folder;
	enum status (*take)(void *data, struct str line, struct error *err);
	void (*message)(void *data, struct str sentence); /* of what is lost */
	void *data;

	/* What came of it. */
	uint64_t documents, inexact;
};

MUST_CHECK enum status dump(struct dumper *d, struct error *err);

#endif
