/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/claim.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MERGING ", merging"

/* How often a lock is tried whose holder may be the commit of a merge that has
 * not written its name yet, and one that has; at intervals of 10 ms. */
enum { TRIES = 5, TRIES_MERGE = 3000 };

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

enum status claim_take(struct lock *l, const char *folder, struct error *err)
{
	static const struct timespec pause = {0, 10 * 1000 * 1000};
	struct claim c;
	name(&c, folder, "lock", "");
	for (int i = 1;; i++) {
		struct error why = {0};
		enum status status = lock_take(l, c.path, c.owner, &why);
		bool brief = strstr(why.text, MERGING ")");
		if (status == OK)
			return OK;
		if (status != ERR_LOCKED ||
			i >= (brief ? TRIES_MERGE : TRIES)) {
			*err = why;
			return status;
		}
		nanosleep(&pause, NULL);
	}
}

enum status claim_wait(struct lock *l, const char *folder, struct error *err)
{
	struct claim c;
	name(&c, folder, "lock", MERGING);
	return lock_wait(l, c.path, c.owner, err);
}

enum status claim_merges(struct lock *l, const char *folder, struct error *err)
{
	struct claim c;
	name(&c, folder, "merge.lock", MERGING);
	return lock_take(l, c.path, c.owner, err);
}
