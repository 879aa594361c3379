/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * backup.c - `meju-index backup FOLDER`: the index in a new folder.
 */
#include "indexer/command.h"
#include "indexer/copy.h"
#include "indexer/progress.h"

#include <stdio.h>

int command_backup(const struct arguments *a, struct error *err)
{
	struct progress p;
	if (a->count != 1) {
		error_set(err, ERR_INVALID,
			"say which new folder the backup shall be (see "
			"--help)");
		return EXIT_TROUBLE;
	}
	struct copy c = {.from = a->folder, .to = a->words[0], .link = a->link};
	progress_begin(&p, a->quiet);
	enum status status = copy_index(&c, err);
	if (status != OK)
		return command_trouble(status);
	if (!a->quiet)
		fprintf(stderr,
			"commit %llu with %llu document%s backed up; %.1f MB "
			"in %.2f s\n",
			(unsigned long long)c.generation,
			(unsigned long long)c.docs, c.docs == 1 ? "" : "s",
			(double)c.bytes / 1e6, progress_seconds(&p));
	return EXIT_GOOD;
}
