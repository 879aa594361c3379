/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/claim.h"
#include "common/base/stop.h"

#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static int64_t milliseconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

enum status claim_take(
	struct lock *l, const char *folder, unsigned seconds, struct error *err)
{
	/* nobody tells when a lock is free in a folder that hosts share */
	static const struct timespec pause = {0, 10 * 1000 * 1000};
	char path[4096 + 8], owner[128], host[64] = "";
	struct error taken;
	int64_t end = milliseconds() + seconds * INT64_C(1000);
	snprintf(path, sizeof path, "%s/lock", folder);
	gethostname(host, sizeof host - 1);
	snprintf(
		owner, sizeof owner, "process %ld on %s", (long)getpid(), host);
	enum status status = lock_take(l, path, owner, &taken);
	while (status == ERR_LOCKED && stop_check() == OK &&
		milliseconds() < end) {
		nanosleep(&pause, NULL);
		status = lock_take(l, path, owner, &taken);
	}
	if (status == ERR_LOCKED && stop_check() != OK)
		return error_set(
			err, ERR_STOPPED, "%s", status_text(ERR_STOPPED));
	return status == OK ? OK : error_set(err, status, "%s", taken.text);
}
