/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/claim.h"
#include "common/base/stop.h"

#include <stdint.h>
#include <stdio.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MERGING ", merging"

/* Nobody tells when a lock is free, in a file system that others share; so it
 * is tried again and again.  Milliseconds: between tries; while a holder that
 * has not written its name yet may be the commit of a merge; while one that
 * has, will be done. */
enum { AGAIN = 10, UNKNOWN = 50, BRIEF = 30000 };

struct claim {
	char path[4096 + 16], owner[160];
};

static void name(struct claim *c, const char *folder, const char *lock,
	const char *purpose)
{
	char host[64] = "";
	gethostname(host, sizeof host - 1);
	snprintf(c->path, sizeof c->path, "%s/%s", folder, lock);
	snprintf(c->owner, sizeof c->owner, "process %ld on %s%s",
		(long)getpid(), host, purpose);
}

static int64_t milliseconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

/* Try until so many milliseconds are over; the commit of a merge takes no
 * patience. */
static enum status try(struct lock *l, const struct claim *c, int64_t patience,
	struct error *err)
{
	int64_t begun = milliseconds();
	for (;;) {
		struct error taken = {0};
		enum status status = lock_take(l, c->path, c->owner, &taken);
		bool brief = strstr(taken.text, MERGING ")");
		int64_t least = brief ? BRIEF : UNKNOWN;
		int64_t waited = milliseconds() - begun;
		if (status == OK)
			return OK;
		if (status == ERR_LOCKED && stop_check() != OK)
			return error_set(err, ERR_STOPPED, "%s",
				status_text(ERR_STOPPED));
		if (status != ERR_LOCKED ||
			(waited >= patience && waited >= least))
			return error_set(err, status, "%s", taken.text);
		(void)stop_poll(NULL, 0, AGAIN);
	}
}

enum status claim_take(
	struct lock *l, const char *folder, unsigned seconds, struct error *err)
{
	struct claim c;
	name(&c, folder, "lock", "");
	return try(l, &c, seconds * INT64_C(1000), err);
}

enum status claim_wait(struct lock *l, const char *folder, struct error *err)
{
	struct claim c;
	name(&c, folder, "lock", MERGING);
	return try(l, &c, INT64_MAX, err);
}

enum status claim_merges(struct lock *l, const char *folder, struct error *err)
{
	struct claim c;
	name(&c, folder, "merge.lock", MERGING);
	return lock_take(l, c.path, c.owner, err);
}
