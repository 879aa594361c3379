/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * unite_shards.c - each database is written anew without the room that deleted
 * documents and half-full blocks take.  The new one takes the place of the old
 * at once; who reads the old goes on doing so.
 */
#include "indexer/unite.h"
#include "common/base/file.h"
#include "common/base/stop.h"
#include "indexer/claim.h"
#include "indexer/shard_walk.h"
#include "indexer/sweep.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

/* Both exist, and swap names. */
static enum status swap(const char *a, const char *b, struct error *err)
{
	if (renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE) == 0)
		return OK;
	if (errno == EINVAL)
		return error_set(err, ERR_UNSUPPORTED,
			"cannot merge %s where it is: the file system cannot "
			"let two folders swap names",
			b);
	return error_errno(err, "cannot put %s in the place of %s", a, b);
}

static enum status compact(
	const struct unite *a, struct shard *s, struct error *err)
{
	char path[4096 + 16];
	const struct xap_compact how = {
		.level = XAP_FULL, .keep_numbers = true};
	workshop_path(path, sizeof path, a->folder);
	sweep_workshop(a->folder);
	enum status status = xap_db_compact(s->before, path, &how, err);
	if (status == OK && !a->dry_run)
		status = swap(path, s->path, err);
	if (status == OK && !a->dry_run)
		status = folder_sync(a->folder, err);
	sweep_workshop(a->folder);
	return status;
}

static enum status compact_all(struct unite *a, struct error *err)
{
	struct shard_walk w;
	enum status status = shard_walk_open(&w, a->folder, err);
	if (status != OK)
		return status;
	for (uint32_t i = 0; i < w.count && status == OK; i++) {
		status = stop_check();
		if (status != OK)
			error_set(err, status, "%s", status_text(status));
		else
			status = compact(a, &w.shards[i], err);
		a->docs += w.shards[i].docs;
	}
	shard_walk_close(&w);
	return status;
}

enum status unite_shards(struct unite *u, struct error *err)
{
	struct lock merges = {.fd = -1}, writes = {.fd = -1};
	if (u->other_count || u->reorder)
		return error_set(err, ERR_INVALID,
			"%s is made of databases of Xapian, which are merged "
			"with no others and keep their order; `dump` and `add` "
			"bring documents of other indexes in",
			u->folder);
	enum status status = claim_merges(&merges, u->folder, err);
	if (status == OK)
		status = claim_take(&writes, u->folder, u->lock_timeout, err);
	if (status == OK)
		status = compact_all(u, err);
	lock_release(&writes);
	lock_release(&merges);
	return status;
}
