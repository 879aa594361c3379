/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * walk.h - the files below a folder that are of a form we read, in the order
 * of their names.
 *
 * Hidden files and folders (".git", ".meju") and symbolic links below the root
 * are passed over, so there are no loops; a folder that cannot be read is a sentence.
 */
#ifndef MEJU_INDEXER_WALK_H
#define MEJU_INDEXER_WALK_H

#include "common/base/status.h"
#include "common/base/str.h"

#include <stdint.h>

struct walk_file {
	const char *path;
	struct str name; /* below the root */
	uint64_t size;
	int64_t modified; /* nanoseconds since 1970 */
};

/*
 * Calls `found` for each file until it fails; `complain` for what cannot be
 * read.  `root` may be a file.  `below`: only what is at or below this path
 * below the root, if anything is; NULL: all.
 */
MUST_CHECK enum status walk(const char *root, const char *below,
	enum status (*found)(
		void *data, const struct walk_file *f, struct error *err),
	void (*complain)(void *data, struct str sentence), void *data,
	struct error *err);

#endif
