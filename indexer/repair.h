/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * repair.h - an index that is damaged, made sound again, with all that can
 * still be read.
 *
 *	struct repair r = {.folder = folder, .threads = 2, ...};
 *	status = repair(&r, &err);
 *
 * The manifest, if it cannot be read, is taken from its copy, and segments that
 * are younger are taken in; if the copy cannot be read either, all segments are,
 * and what the index was made with is forgotten.  A damaged segment
 * is rebuilt from its stored documents (rebuild.h), one that is not there is left
 * out.  Where a live map cannot be read, all documents of its segment count as
 * live, but of each id the latest stays.  Sources of which a document may be lost
 * are marked to be read again; a list of them that cannot be read is dropped.
 * All that becomes the next commit; but a segment of which nothing is lost has
 * its old content and name again, and with that it is mended.
 *
 * Errors:    ERR_NOT_FOUND (no index), ERR_LOCKED, ERR_VERSION ...; the index is
 *            then as it was, but for such segments.
 * Threads:   one caller; it starts its own.
 */
#ifndef MEJU_INDEXER_REPAIR_H
#define MEJU_INDEXER_REPAIR_H

#include "common/base/str.h"
#include "common/base/status.h"

#include <stddef.h>
#include <stdint.h>

struct repair {
	/* The caller's part. */
	const char *folder;
	unsigned threads;
	size_t memory;
	bool dry_run;                                  /* do all but commit */
	void (*say)(void *data, const char *sentence); /* what was found   */
	void (*lose)(void *data, struct str what);     /* a document's id,
	                                                  or a few words   */
	void *data;

	/* What came of it. */
	uint64_t findings;
	uint64_t rebuilt, kept, lost; /* segments, their documents          */
	uint64_t doubtful;            /* segments whose live map is unknown */
	uint64_t adopted; /* segments that no manifest names            */
	uint64_t again;   /* sources that the next sync reads   */
	bool unlisted;    /* the list of sources is gone: it reads all */
};

MUST_CHECK enum status repair(struct repair *r, struct error *err);

#endif
