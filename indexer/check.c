/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check.c - `meju-index check`: verify every checksum, structure and list.
 */
#include "common/index/check.h"
#include "common/base/file.h"
#include "indexer/command.h"

#include <stdio.h>

static void print_finding(void *data, const char *sentence)
{
	unsigned *findings = data;
	++*findings;
	printf("%s\n", sentence);
}

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

int command_check(const struct arguments *a, struct error *err)
{
	unsigned findings = 0;
	struct lock lock = {.fd = -1};
	if (!is_index(a->folder, err))
		return EXIT_TROUBLE;
	*err = (struct error){0};
	enum status status = keep_writers_out(&lock, a->folder, err);
	if (status == OK)
		status = check_index(a->folder, print_finding, &findings, err);
	lock_release(&lock);
	if (status == OK && !a->quiet)
		printf("%s: no damage found\n", a->folder);
	if (fflush(stdout) != 0 && status == OK)
		status = error_errno(err, "cannot write to standard output");
	return status == OK ? EXIT_GOOD : command_trouble(status);
}
