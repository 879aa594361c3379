/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/upkeep.h"
#include "common/index/glass.h"
#include "indexer/merging.h"

#include <stdlib.h>

/* How often a merge is begun anew because its segments are gone. */
enum { TRIES = 10 };

static enum status choose(const struct snapshot *s, struct policy_run *run)
{
	uint32_t n = s->leaf_count;
	struct policy_row *rows = calloc(n + 1u, sizeof *rows);
	if (!rows)
		return ERR_NOMEM;
	for (uint32_t i = 0; i < n; i++) {
		const struct leaf *p = s->leaves[i];
		rows[i] =
			(struct policy_row){.bytes = p->segment.file.bytes.len,
				.docs = p->live.docs,
				.live = p->live.count};
	}
	*run = policy_next(rows, n);
	free(rows);
	return OK;
}

static void announce(const struct upkeep_options *o, const struct snapshot *s,
	struct policy_run run)
{
	uint64_t docs = 0;
	for (uint32_t i = 0; i < run.count; i++)
		docs += s->leaves[run.first + i]->live.count;
	if (o->announce)
		o->announce(o->data, docs);
}

/* One merge, if one is due. */
static enum status step(const struct upkeep_options *o, bool *due, bool *done,
	struct error *err)
{
	const struct merging_options options = {.threads = o->threads};
	struct merging g;
	struct policy_run run = {0};
	enum status status = merging_open(&g, o->folder, false, 0, err);
	if (status != OK)
		return status;
	if (choose(&g.before, &run) != OK)
		status = error_set(err, ERR_NOMEM, "out of memory");
	*due = run.count > 0;
	if (status == OK && *due) {
		announce(o, &g.before, run);
		status = merging_make(&g, &options, run, err);
	}
	if (status == OK && *due)
		status = merging_commit(&g, done, err);
	merging_close(&g);
	return status;
}

enum status upkeep(const struct upkeep_options *o, struct error *err)
{
	struct error why = {0};
	enum status status = OK;
	bool due = glass_shards(o->folder) == 0; /* Xapian has its own way */
	for (int vain = 0; due && status == OK && vain < TRIES;) {
		bool done = false;
		status = step(o, &due, &done, &why);
		vain = done ? 0 : vain + 1;
	}
	/* who has the right to merge sees to it, or the next who commits */
	if (status == ERR_LOCKED || status == ERR_STOPPED)
		return OK;
	if (status == OK && due)
		status = error_set(&why, ERR_IO, "the index changes too fast");
	return status == OK ? OK
			    : error_set(err, status,
				      "the commit stands, but segments could "
				      "not be merged: %s",
				      why.text);
}
