/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/inspection.h"
#include "common/index/glass.h"
#include "indexer/shard_check.h"

#include <stdio.h>

/* A commit in the middle would make a segment look missing.  Where nothing
 * can be written there is no writer to keep out. */
static enum status keep_writers_out(
	struct lock *l, const char *folder, struct error *err)
{
	char path[4096 + 8];
	struct error why = {0};
	snprintf(path, sizeof path, "%s/lock", folder);
	enum status status = lock_take(l, path, "meju-index check", &why);
	if (status == ERR_LOCKED)
		*err = why;
	return status == ERR_LOCKED ? status : OK;
}

static bool is_index(const char *folder, struct error *err)
{
	struct manifest m;
	enum status status = manifest_read(&m, folder, err);
	if (status == OK)
		manifest_release(&m);
	return status != ERR_NOT_FOUND;
}

enum status inspect(
	const char *folder, check_report *report, void *data, struct error *err)
{
	struct lock lock = {.fd = -1};
	if (!is_index(folder, err))
		return ERR_NOT_FOUND;
	*err = (struct error){0};
	enum status status = keep_writers_out(&lock, folder, err);
	if (status == OK)
		status = check_index(folder, report, data, err);
	if (status == OK && glass_shards(folder))
		status = shard_check(folder, report, data, err);
	lock_release(&lock);
	return status;
}
