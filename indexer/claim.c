/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/claim.h"

#include <stdio.h>
#include <unistd.h>

enum status claim_take(struct lock *l, const char *folder, struct error *err)
{
	char path[4096 + 8], owner[128], host[64] = "";
	snprintf(path, sizeof path, "%s/lock", folder);
	gethostname(host, sizeof host - 1);
	snprintf(
		owner, sizeof owner, "process %ld on %s", (long)getpid(), host);
	return lock_take(l, path, owner, err);
}
